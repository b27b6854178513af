"""What a person can do with a shop: one method an action, a file a subject. Each write returns its Change."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from crm_desktop.clock import Clock
from crm_desktop.store.shop import Shop

if TYPE_CHECKING:
    from crm_desktop.services.birthdays import Birthdays
    from crm_desktop.services.callers import Callers
    from crm_desktop.services.contacts import Contacts
    from crm_desktop.services.custom_fields import CustomFields
    from crm_desktop.services.customers import Customers
    from crm_desktop.services.follow_ups import FollowUps
    from crm_desktop.services.greetings import Greetings
    from crm_desktop.services.history import History
    from crm_desktop.services.products import Products
    from crm_desktop.services.purchases import Purchases
    from crm_desktop.services.reminding.reminders import Reminders
    from crm_desktop.services.settings import Settings
    from crm_desktop.services.tags import Tags
    from crm_desktop.services.today import TodayService
    from crm_desktop.services.views import Views
    from crm_desktop.services.yearly_dates import YearlyDates


class Services:
    """Every service of an open shop, each made when it is first asked for: what a start does not need, it does not
    import."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop

    @property
    def clock(self) -> Clock:
        return self.shop.clock

    @property
    def shop_name(self) -> str:
        """As she named the shop, else as its file is named."""
        return self.settings.get().shop_name or self.shop.path.stem

    def has_more_customers_than(self, number: int) -> bool:
        """What decides whether a question is for the worker; to count a million takes a while itself."""
        from crm_desktop.services.people import has_more_customers_than

        return has_more_customers_than(self.shop, number)

    @cached_property
    def customers(self) -> Customers:
        from crm_desktop.services.customers import Customers

        return Customers(self.shop, self.settings, self.custom_fields)

    @cached_property
    def tags(self) -> Tags:
        from crm_desktop.services.tags import Tags

        return Tags(self.shop)

    @cached_property
    def custom_fields(self) -> CustomFields:
        from crm_desktop.services.custom_fields import CustomFields

        return CustomFields(self.shop)

    @cached_property
    def views(self) -> Views:
        from crm_desktop.services.views import Views

        return Views(self.shop)

    @cached_property
    def settings(self) -> Settings:
        from crm_desktop.services.settings import Settings

        return Settings(self.shop)

    @cached_property
    def contacts(self) -> Contacts:
        from crm_desktop.services.contacts import Contacts

        return Contacts(self.shop)

    @cached_property
    def callers(self) -> Callers:
        from crm_desktop.services.callers import Callers

        return Callers(self.shop, self.settings, self.customers, self.follow_ups)

    @cached_property
    def history(self) -> History:
        from crm_desktop.services.history import History

        return History(self.shop)

    @cached_property
    def products(self) -> Products:
        from crm_desktop.services.products import Products

        return Products(self.shop)

    @cached_property
    def purchases(self) -> Purchases:
        from crm_desktop.services.purchases import Purchases

        return Purchases(self.shop, self.settings)

    @cached_property
    def follow_ups(self) -> FollowUps:
        from crm_desktop.services.follow_ups import FollowUps

        return FollowUps(self.shop)

    @cached_property
    def birthdays(self) -> Birthdays:
        from crm_desktop.services.birthdays import Birthdays

        return Birthdays(self.shop, self.settings)

    @cached_property
    def greetings(self) -> Greetings:
        from crm_desktop.services.greetings import Greetings

        return Greetings(self.shop, self.settings)

    @cached_property
    def today(self) -> TodayService:
        from crm_desktop.services.today import TodayService

        return TodayService(self.shop, self.settings)

    @cached_property
    def reminders(self) -> Reminders:
        from crm_desktop.services.reminding.reminders import Reminders

        return Reminders(self.shop, self.settings, self.follow_ups, self.greetings)

    @cached_property
    def yearly_dates(self) -> YearlyDates:
        from crm_desktop.services.yearly_dates import YearlyDates

        return YearlyDates(self.shop, self.settings)
