"""What can go wrong in the user's world: each a sentence that says what happened, what is safe, and what to do.

Everything else is a bug, and is reported as one. `exit_status` is the command line's.
"""

from __future__ import annotations

from collections.abc import Mapping

from crm_desktop.language import Sentence


class UserError(Exception):
    """An error that the user can meet and understand."""

    code = "error"
    exit_status = 5

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


class BadCommand(UserError):
    """A command was given words that it does not understand."""

    code = "usage"
    exit_status = 2


class UnreadableFile(UserError):
    """A file to import cannot be read, or is of no kind that we read."""

    code = "unreadable-file"
    exit_status = 3


class FileLocked(UnreadableFile):
    """A workbook needs a password to be read. `wrong`: one was given, and it is not this file's."""

    code = "file-locked"

    def __init__(self, sentence: Sentence, *, wrong: bool = False) -> None:
        super().__init__(sentence)
        self.wrong = wrong


class ShopError(UserError):
    """The shop cannot be opened."""

    code = "shop"
    exit_status = 4


class ShopMissing(ShopError):
    """There is no file at the path of the shop."""

    code = "shop-missing"


class NotAShop(ShopError):
    """The file is no shop, or not the one that is needed here."""

    code = "not-a-shop"


class WrongPassword(ShopError):
    """The file is encrypted, and not by the password that was given, if any was."""

    code = "wrong-password"


class ShopLocked(ShopError):
    """The owner locked the program; nothing is read or written until the password is given again."""

    code = "shop-locked"


class ShopDamaged(ShopError):
    """The file is broken: nothing is written to it any more, and what can be read is to be rescued."""

    code = "shop-damaged"


class ShopTooNew(ShopError):
    """A newer version of the program has made the file, in a way that this one does not know."""

    code = "shop-too-new"


class ShopInUse(ShopError):
    """Another program is writing to the file, or it is being checked: it works again in a moment."""

    code = "shop-in-use"


class ShopReadOnly(ShopError):
    """The file may only be looked at, or not even that."""

    code = "shop-read-only"


class UnsafePlace(ShopError):
    """The file lies where it cannot be written to safely."""

    code = "unsafe-place"


class NotAnswering(UserError):
    """The program runs already on this data folder, and hangs."""

    code = "not-answering"


class ShopExists(UserError):
    """A new shop would overwrite a file."""

    code = "shop-exists"


class DiskFull(UserError):
    """There was no room for what was to be written."""

    code = "disk-full"


class DiskFailure(UserError):
    """The disk or stick could not be read or written."""

    code = "disk-failure"


class OutOfMemory(UserError):
    """The laptop has not enough memory for what was to be done."""

    code = "out-of-memory"


class CannotWriteFile(UserError):
    """A file to export cannot be written."""

    code = "cannot-write-file"


class NotFound(UserError):
    """What was asked for is not in the shop, or no longer."""

    code = "not-found"


class OtherShop(UserError):
    """A copy belongs to another shop."""

    code = "other-shop"


class Cancelled(UserError):
    """The user stopped a long piece of work; nothing of it was written."""

    code = "cancelled"


class NeedsBackup(UserError):
    """The change is one of many rows: a backup is made first, in the background, and the change after it."""

    code = "needs-backup"


class InvalidInput(UserError):
    """What was typed cannot be saved; `fields` says why, field by field, and nothing was changed."""

    code = "invalid-input"

    def __init__(self, fields: Mapping[str, Sentence]) -> None:
        super().__init__(next(iter(fields.values())))
        self.fields = dict(fields)
