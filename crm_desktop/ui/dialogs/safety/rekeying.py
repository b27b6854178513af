"""The password of the open shop set, changed or removed: the window is put away meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from crm_desktop import paths
from crm_desktop.errors import InvalidInput, UserError
from crm_desktop.language import Sentence, tr
from crm_desktop.services.backup_places import files_of
from crm_desktop.services.key_ring import KeyRing
from crm_desktop.services.passwords import PasswordChanged, Tries, change_password
from crm_desktop.store.key import Key, salt_in
from crm_desktop.ui.opening.kept_keys import is_kept, note_kept
from crm_desktop.ui.plumbing.context import Context
from crm_desktop.ui.plumbing.jobs import Report

MOST_NAMED = 3


def current_key(context: Context, typed: str) -> Key | Sentence:
    """What she typed to show that it is she: the password, or the recovery code. What is wrong with it where it does
    not fit the open shop. Takes a fifth of a second."""
    database, now = context.services.shop.database, context.clock.now()
    tries = Tries(context.data_dir, database.salt)
    if not typed:
        return Sentence("Type the password of this shop.")
    if tries.wait(now):
        return Sentence("Too many wrong tries. Wait a little, then try again.")
    try:
        key = Key.from_code(typed)
    except InvalidInput:
        key = Key(typed)
    assert database.key is not None
    if key.raw(database.salt) == database.key.raw(database.salt):
        tries.succeeded()
        return key
    tries.failed(now)
    return Sentence("This is not the password of the shop.")


@dataclass(frozen=True, slots=True)
class _Done:
    """What became of it. `code`: the recovery code, where it was asked for; `ring`: why the key ring does not hold the
    new key."""

    changed: PasswordChanged
    salt: bytes = b""
    code: str = ""
    ring: Sentence | None = None


def rekey(context: Context, new: str | None, *, print_sheet: bool = False) -> bool:
    """Have it done; None: the shop has no password from then on. What became of it is told when the shop is open
    again. False, and nothing happens, where it cannot begin now."""
    shop, memory = context.services.shop, context.memory
    folder, old_salt = paths.backups(context.data_dir), shop.database.salt
    in_ring = shop.encrypted and is_kept(memory, old_salt)
    found: list[_Done] = []

    def work(path: Path, key: Key | None, report: Report, cancelled: Callable[[], bool]) -> Key | None:
        new_key = Key(new) if new is not None else None
        changed = change_password(
            path, key, new_key, files_of(path, folder), cancelled=cancelled,
            progress=lambda done, total: report(done, total, tr("Writing the shop and its copies anew")),
        )  # fmt: skip
        done = _Done(changed)
        if new_key is not None:
            salt = salt_in(path)
            done = _Done(changed, salt, new_key.code(salt) if print_sheet else "")
        found.append(_move_in_ring(done, old_salt, new_key) if in_ring else done)
        return new_key

    def done() -> None:
        (became,) = found
        if in_ring:
            note_kept(memory, old_salt, kept=False)
            if new is not None and became.ring is None:
                note_kept(memory, became.salt, kept=True)
        _tell(context, became, first=old_salt == b"")
        if became.code:
            context.keeper.show_safety(became.code)

    return context.keeper.rework(_title(new, encrypted=shop.encrypted), work, done)


def _title(new: str | None, *, encrypted: bool) -> str:
    if new is None:
        return tr("Removing the password")
    return tr("Changing the password") if encrypted else tr("Setting the password")


def _move_in_ring(done: _Done, old_salt: bytes, new: Key | None) -> _Done:
    """The key ring holds the new key in place of the old one."""
    try:
        if new is not None:
            KeyRing(done.salt).keep(new)
        KeyRing(old_salt).forget()
    except UserError as error:
        return replace(done, ring=error.sentence)
    return done


def _tell(context: Context, became: _Done, *, first: bool) -> None:
    changed, messages = became.changed, context.messages
    words = _words(changed, first=first)
    problems = [str(Sentence("“%1” was left as it was: %2", each.path.name, each.why)) for each in changed.left]
    if len(problems) > MOST_NAMED:
        more = len(problems) - MOST_NAMED
        problems = [*problems[:MOST_NAMED], tr("And %n more copy(s)", n=more)]
    if became.ring is not None:
        problems.append(str(became.ring))
    if problems:
        messages.error("\n".join([words, *problems]))
    else:
        messages.info(words)


def _words(changed: PasswordChanged, *, first: bool) -> str:
    copies = changed.copies
    if not changed.encrypted:
        return tr("The shop and %n copy(s) have no password any more", n=copies) if copies else tr(
            "The shop has no password any more"
        )  # fmt: skip
    if first:
        return tr("The shop and %n copy(s) have a password now", n=copies) if copies else tr(
            "The shop has a password now"
        )  # fmt: skip
    return tr("The shop and %n copy(s) have the new password now", n=copies) if copies else tr(
        "The shop has the new password now"
    )  # fmt: skip
