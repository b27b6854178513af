"""The command that sets, changes or removes a shop's password."""

from __future__ import annotations

import argparse
import getpass
from typing import TYPE_CHECKING

from crm_desktop import paths
from crm_desktop.cli.answer import Answer
from crm_desktop.cli.passwords import can_ask, handed_over, password_in
from crm_desktop.cli.which_shop import data_dir, open_by, open_services, shop_path
from crm_desktop.domain.password import judge, problem_with
from crm_desktop.errors import BadCommand, InvalidInput
from crm_desktop.language import Sentence, tr

if TYPE_CHECKING:
    from crm_desktop.services import Services
    from crm_desktop.services.passwords import PasswordChanged


def change(options: argparse.Namespace) -> Answer:
    """`password`: set, change or remove the password of the shop and of its copies."""
    from crm_desktop.services.backup_places import files_of
    from crm_desktop.services.passwords import change_password
    from crm_desktop.store.key import Key

    if options.remove and options.new_password_file:
        raise BadCommand(Sentence("Either a new password or --remove: both were given."))
    path = shop_path(options)
    services = _open(options)
    new = None if options.remove else _new_password(options)
    warnings = _warnings(new, services) if new is not None else []
    old = services.shop.database.key
    services.shop.close()
    if new is None and old is None:
        nothing_done = {"encrypted": False, "copies": 0, "copies_left": []}
        return Answer(nothing_done, lambda: tr("“%1” has no password.", path.name))
    copies = files_of(path, paths.backups(data_dir(options)))
    changed = change_password(path, old, Key(new) if new is not None else None, copies)
    answer = {
        "encrypted": changed.encrypted,
        "copies": changed.copies,
        "copies_left": [str(left.path) for left in changed.left],
    }
    return Answer(answer, lambda: "\n".join([*_done(path.name, changed), *warnings]))


def _open(options: argparse.Namespace) -> Services:
    """The shop by the password it has now, or by its recovery code. Where it has none, none is asked for."""
    from crm_desktop.store.closed_file import is_encrypted
    from crm_desktop.store.key import Key

    path = shop_path(options)
    if options.code_file:
        return open_by(options, path, Key.from_code(password_in(options.code_file)))
    return open_services(options) if is_encrypted(path) else open_by(options, path, None)


def _new_password(options: argparse.Namespace) -> str:
    new = handed_over(options.new_password_file, "CRM_DESKTOP_NEW_PASSWORD") or _typed_twice()
    problem = problem_with(new)
    if problem is not None:
        raise InvalidInput({"password": problem})
    return new


def _typed_twice() -> str:
    if not can_ask():
        raise BadCommand(
            Sentence("The new password comes from --new-password-file, from $CRM_DESKTOP_NEW_PASSWORD or from a "
                     "terminal. To have none, say --remove.")
        )  # fmt: skip
    new = getpass.getpass(tr("New password: "))
    if getpass.getpass(tr("New password once more: ")) != new:
        raise InvalidInput({"password": Sentence("The two passwords differ. Nothing was changed.")})
    return new


def _warnings(new: str, services: Services) -> list[str]:
    settings = services.settings.get()
    strength = judge(new, [settings.shop_name, services.shop.path.stem, *settings.clerks])
    weak = [strength.holds, *([strength.advice] if strength.advice is not None else [])] if strength.weak else []
    lost = Sentence("Without this password nobody can open the shop, nor any of its copies. Print its recovery sheet: "
                    "in the window, under Safety.")  # fmt: skip
    return [str(words) for words in (*weak, lost)]


def _done(name: str, changed: PasswordChanged) -> list[str]:
    lines = [
        tr("“%1” opens with the new password only.", name)
        if changed.encrypted
        else tr("“%1” has no password any more: whoever has the file can read it.", name)
    ]
    if changed.copies:
        lines.append(tr("The same holds for %n copy(s) of it.", n=changed.copies))
    return lines + [tr("“%1” is as it was. %2", left.path, left.why) for left in changed.left]
