"""The password kept in the system's key ring, by choice: whoever is logged in on this laptop then needs not type it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from crm_desktop.errors import InvalidInput, UserError
from crm_desktop.language import Sentence
from crm_desktop.services.passwords import mark_of
from crm_desktop.store.key import Key

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_SERVICE: Final = "CRM Desktop"

_TRUSTED: Final = frozenset(
    f"keyring.backends.{name}" for name in ("Windows", "macOS", "SecretService", "libsecret", "kwallet")
)
"""Those that encrypt what they keep. Others that may be installed write it into a file, as anyone can read it."""


def system_ring() -> KeyringBackend | None:
    """The key ring of the system; None if there is none. Takes a tenth of a second the first time, and may wait for
    a desktop that does not answer."""
    import keyring

    try:
        best = keyring.get_keyring()
        rings = list(getattr(best, "backends", [best]))
    except Exception:  # what a ring raises that is not all there is not told anywhere
        return None
    return next((ring for ring in rings if type(ring).__module__ in _TRUSTED), None)


class KeyRing:
    """The place of one shop's key in the system's key ring. `salt` as for `Tries`. Each call may ask the person to
    unlock the ring, and so take as long as that: not for the thread of the window."""

    def __init__(self, salt: bytes, ring: Callable[[], KeyringBackend | None] = system_ring) -> None:
        self._mark = mark_of(salt)
        self._salt = salt
        self._ring = ring

    def missing(self) -> Sentence | None:
        """Why there is no key ring to keep anything in; None if there is one."""
        if self._ring() is not None:
            return None
        return Sentence("This computer has no key ring that could keep the password safely.")

    def find(self) -> Key | None:
        """The key that is kept; None if there is none, or the ring stays locked."""
        ring = self._ring()
        if ring is None:
            return None
        try:
            code = ring.get_password(_SERVICE, self._mark)
            return Key.from_code(code) if code else None
        except InvalidInput:
            return None
        except Exception:  # every ring has its own errors, and she can type the password all the same
            return None

    def keep(self, key: Key) -> None:
        """Keep what opens the shop: its key, not the password. UserError if the ring does not take it."""
        ring = self._ring()
        if ring is None:
            raise UserError(Sentence("This computer has no key ring that could keep the password safely."))
        try:
            ring.set_password(_SERVICE, self._mark, key.code(self._salt))
        except Exception as error:
            raise UserError(Sentence("The key ring did not take the password. Unlock it, then try again.")) from error

    def forget(self) -> None:
        """Take it out again, if it is there. UserError if the ring does not let go of it."""
        ring = self._ring()
        if ring is None:
            return
        try:
            if ring.get_password(_SERVICE, self._mark) is not None:
                ring.delete_password(_SERVICE, self._mark)
        except Exception as error:
            raise UserError(
                Sentence("The key ring did not let go of the password. Take “CRM Desktop” out of it by hand.")
            ) from error
