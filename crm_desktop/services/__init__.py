"""What a person can do with a shop: one method an action, a file a subject. Each write returns its Change."""

from __future__ import annotations

from dataclasses import dataclass

from crm_desktop.clock import Clock
from crm_desktop.services.birthdays import Birthdays
from crm_desktop.services.contacts import Contacts
from crm_desktop.services.custom_fields import CustomFields
from crm_desktop.services.customers import Customers
from crm_desktop.services.follow_ups import FollowUps
from crm_desktop.services.history import History
from crm_desktop.services.products import Products
from crm_desktop.services.purchases import Purchases
from crm_desktop.services.settings import Settings
from crm_desktop.services.tags import Tags
from crm_desktop.services.today import TodayService
from crm_desktop.services.views import Views
from crm_desktop.store.shop import Shop


@dataclass(frozen=True)
class Services:
    """Every service of an open shop."""

    shop: Shop
    clock: Clock
    customers: Customers
    tags: Tags
    custom_fields: CustomFields
    views: Views
    settings: Settings
    contacts: Contacts
    history: History
    products: Products
    purchases: Purchases
    follow_ups: FollowUps
    birthdays: Birthdays
    today: TodayService


def build(shop: Shop) -> Services:
    """The services of a shop, each given what it needs."""
    settings = Settings(shop)
    custom_fields = CustomFields(shop)
    birthdays = Birthdays(shop, settings)
    return Services(
        shop=shop,
        clock=shop.clock,
        customers=Customers(shop, settings, custom_fields),
        tags=Tags(shop),
        custom_fields=custom_fields,
        views=Views(shop),
        settings=settings,
        contacts=Contacts(shop),
        history=History(shop),
        products=Products(shop),
        purchases=Purchases(shop, settings),
        follow_ups=FollowUps(shop),
        birthdays=birthdays,
        today=TodayService(shop, settings, birthdays),
    )
