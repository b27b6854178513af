"""A shop's file while nobody has it open: made, and looked at before SQLite touches it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sqlcipher3 import dbapi2

from crm_desktop.errors import NotAShop, ShopExists, UserError, WrongPassword
from crm_desktop.language import Sentence
from crm_desktop.store import ahead, connections, meanings, migrations, open_file, replace, seal, soundness
from crm_desktop.store.disk import LOGS, beside, discard, folder_to_disk, to_disk
from crm_desktop.store.key import SALT_BYTES, Key, salt_in
from crm_desktop.store.seal import Comparison

APPLICATION_ID: Final = 0x43524D44
"""“CRMD” in the file's header (https://www.sqlite.org/fileformat.html, offset 68)."""

_LARGE: Final = 2_000_000
"""Bytes of a file that takes longer to be compared with its seal than all else that opening it takes."""

_KINDS_OF_BYTES: Final = 240
"""Of 256 a page of noise has nearly all."""


def make(path: Path, key: Key | None, settings: Mapping[str, object]) -> None:
    """Make a shop file that is empty but for the `settings` it begins with. ShopExists if there is a file already.
    What is killed before it is whole has not made one: a shop of that name would have to be thrown away before it can
    be made again."""
    try:
        half = replace.half_beside(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        _refuse_if_there(path)
        replace.sweep(path, forsaken=True)
        os.close(os.open(half, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            _write_empty_shop(path, half, key, settings)
            to_disk(half)
            _give_name(half, path)
            folder_to_disk(path.parent)
        finally:
            discard(half)
    except OSError as error:
        raise UserError(
            Sentence("“%1” cannot be made in that folder: %2. Choose another folder.", path.name, error.strerror)
        ) from error


def _refuse_if_there(path: Path) -> None:
    if os.path.lexists(path):
        raise ShopExists(Sentence("“%1” exists already and was left as it is. Choose another name.", path.name))


def _write_empty_shop(path: Path, half: Path, key: Key | None, settings: Mapping[str, object]) -> None:
    """Make the shop that will be at `path` under the name of `half`, as one tidy file on the disk."""
    with connections.told(path, encrypted=key is not None):
        connection = connections.connect(half, key, os.urandom(SALT_BYTES))
        try:
            connection.execute("PRAGMA auto_vacuum = NONE")
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            migrations.migrate(connection.execute)
            connection.executemany(
                "INSERT INTO setting (key, value) VALUES (?, ?)",
                [(name, json.dumps(value, ensure_ascii=False)) for name, value in settings.items()],
            )
        finally:
            connection.close()
    seal.put(half, key)


def _give_name(half: Path, path: Path) -> None:
    """Let a whole new file be the shop; ShopExists if another has come there meanwhile."""
    for part in LOGS:  # of a shop that was there once; the engine would bring it to the new file
        beside(path, part).unlink(missing_ok=True)
    try:
        os.link(half, path)
    except OSError:  # a stick knows no second names
        _refuse_if_there(path)
        half.rename(path)


def look(path: Path, key: Key | None, *, later: bool, soon: bool = False) -> bool:
    """Look at a file before SQLite touches it; whether it is known to be whole. See `soundness`. With `later` a walk
    through the file is left for later; with `soon`, the comparison of a large one with its seal too."""
    file = open_file.of(path)
    if file.is_open:  # by another Shop of this program, which has looked
        return True
    known = ahead.noted(path, key)
    if known is not None and later:
        return known
    comparison = Comparison.begin(path, _LARGE) if soon else None
    if comparison is not None:
        file.compare_later(comparison)
        try:
            soundness.refuse_wrong_key(path, key, comparison.seal)
            refuse_strangers(path, key, seal.Look(seal.State.NONE, comparison.seal))
        except BaseException:
            file.compare_later(None)
            raise
        return False
    found = soundness.by_seal(path, key)
    refuse_strangers(path, key, found)
    return soundness.look_further(path, key, found, later=later)


def refuse_strangers(path: Path, key: Key | None, found: seal.Look) -> None:
    """Refuse a closed file that is no shop, or needs a password, before SQLite touches it. ShopDamaged if it was one
    once. `found`: what its seal says."""
    try:
        _look_at_header(path, encrypted=key is not None)
    except (NotAShop, WrongPassword) as error:
        if found.seal is not None and found.seal.encrypted == (key is not None):
            raise meanings.damaged(path) from error
        raise


def _look_at_header(path: Path, *, encrypted: bool) -> bytes:
    """Refuse what cannot be a shop before SQLite touches it; how the file begins."""
    try:
        if not path.exists():
            raise meanings.missing(path)
        if not path.is_file():
            raise meanings.not_a_shop(path)
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise meanings.cannot_read(path, error) from error
    if not header.startswith(seal.PLAIN_HEADER) and not is_encrypted(path):
        raise meanings.not_a_shop(path)
    if encrypted:
        return header  # SQLCipher itself says whether the key fits
    if not header.startswith(seal.PLAIN_HEADER):
        raise meanings.no_password(path)
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise meanings.not_a_shop(path)
    return header


def look_ahead(path: Path, key: Key | None) -> None:
    """Do what takes long of an opening in a window beforehand, in another thread: derive the key, and compare the
    closed file with its seal. An opening by the same key that follows at once does not do it again. Raises what
    that would raise."""
    with open_file.of(path).lock:
        if open_file.of(path).is_open:
            if key is not None:
                key.raw(open_file.of(path).salt)
            return
        _look_at_header(path, encrypted=key is not None)
        state = ahead.state_of(path)
        if key is not None:
            key.raw(salt_in(path))
        ahead.note(path, key, state, is_whole=look(path, key, later=True))


def is_outdated(path: Path, key: Key | None = None) -> bool:
    """Whether a closed file is of an older schema, as far as can be seen: an encrypted one only shows it by its
    key."""
    if open_file.of(path).is_open:
        return False
    try:
        header = _look_at_header(path, encrypted=key is not None)
        if key is None and not beside(path, "-wal").exists():
            version = int.from_bytes(header[60:64], "big")  # https://www.sqlite.org/fileformat2.html, 1.3
            return version > 0 and migrations.Version.of(version) < migrations.CURRENT
        with connections.told(path, encrypted=key is not None), soundness.reading(path, key) as connection:
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    except (UserError, OSError, dbapi2.Error):
        return False  # told by the opening
    return version > 0 and migrations.Version.of(version) < migrations.CURRENT


def is_encrypted(path: Path) -> bool:
    """Whether the file looks like an encrypted shop: whole pages of noise."""
    if open_file.of(path).is_open:
        return bool(open_file.of(path).salt)
    found = seal.of(path)
    if found is not None:
        return found.encrypted
    try:
        with path.open("rb") as file:
            header = file.read(seal.PAGE)
        return header[:16] != seal.PLAIN_HEADER and _is_noise(path, header)
    except OSError:
        return False


def _is_noise(path: Path, page: bytes) -> bool:
    """Whole pages; or fewer, where the name says that it was cut off. A page that was emptied is none."""
    whole = path.stat().st_size % seal.PAGE == 0
    return len(set(page)) > _KINDS_OF_BYTES and (whole or path.suffix.lower() == ".crm")
