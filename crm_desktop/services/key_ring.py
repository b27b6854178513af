"""The password kept in the system's key ring, by choice: whoever is logged in on this laptop then needs not type it."""

from __future__ import annotations

from crm_desktop.language import Sentence
from crm_desktop.store.key import Key


class KeyRing:
    """The place of one shop's key in the system's key ring. `salt` as for `Tries`. Each call may ask the person to
    unlock the ring, and so take as long as that: not for the thread of the window."""

    def __init__(self, salt: bytes) -> None:
        raise NotImplementedError

    @staticmethod
    def missing() -> Sentence | None:
        """Why there is no key ring to keep anything in; None where there is one."""
        raise NotImplementedError

    def find(self) -> Key | None:
        """The key that is kept; None where there is none, or the ring stays locked."""
        raise NotImplementedError

    def keep(self, key: Key) -> None:
        """Keep what opens the shop: its key, not the password. UserError where the ring does not take it."""
        raise NotImplementedError

    def forget(self) -> None:
        """Take it out again. UserError where the ring does not let go of it."""
        raise NotImplementedError
