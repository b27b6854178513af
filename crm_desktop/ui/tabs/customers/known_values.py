"""Values in use, for menus and suggestions: known before a menu opens, however many customers there are."""

from __future__ import annotations

from dataclasses import dataclass

from crm_desktop.language import tr
from crm_desktop.services import Services
from crm_desktop.services.tags import TagRow
from crm_desktop.ui.plumbing.jobs import Jobs
from crm_desktop.ui.plumbing.latest import Latest


@dataclass(frozen=True)
class Values:
    """The most used first."""

    tags: tuple[TagRow, ...] = ()
    sources: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


class KnownValues:
    """Reads the values anew after each change: at once in a small shop, in the background in a large one."""

    def __init__(self, services: Services, jobs: Jobs) -> None:
        self._services = services
        self._values = Values()
        self._latest: Latest[None, Values] = Latest(
            jobs, tr("Looking through the customers"), lambda _: self._read(), self._keep
        )

    @property
    def now(self) -> Values:
        """The values as they were read last."""
        return self._values

    def refresh(self, *, quick: bool) -> None:
        """Read them again."""
        self._latest.ask(None, quick=quick)

    def _read(self) -> Values:
        customers = self._services.customers
        return Values(tuple(self._services.tags.all()), tuple(customers.sources()), tuple(customers.regions()))

    def _keep(self, values: Values) -> None:
        self._values = values
