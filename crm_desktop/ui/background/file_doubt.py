"""What an error that nobody caught means where the shop's file is the reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from crm_desktop.errors import UserError

if TYPE_CHECKING:
    from crm_desktop.store.shop import Shop
    from crm_desktop.ui.plumbing.jobs import Jobs


class FileDoubt:
    """Asks the shop that is open, if one is."""

    def __init__(self, shop: Callable[[], Shop | None], jobs: Callable[[], Jobs]) -> None:
        self._shop = shop
        self._jobs = jobs
        self._is_looking = False

    def meaning(self, error: BaseException) -> UserError | None:
        """What the error says of the file; None if that is not the reason."""
        shop = self._shop()
        return shop.meaning(error) if shop is not None else None

    def look(self, error: BaseException, tell: Callable[[UserError | None], None]) -> bool:
        """Have the worker look whether the file is broken, where its engine fails for no reason that it knows."""
        shop = self._shop()
        if shop is None or not shop.is_in_doubt(error):
            return False
        if self._is_looking:  # what fails once fails again at every repaint
            return True
        self._is_looking = True

        def looked(found: UserError | None) -> None:
            self._is_looking = False
            tell(found)

        self._jobs().start("", lambda *_: shop.wholeness.damage(), done=looked, quiet=True)
        return True
