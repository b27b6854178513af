"""A customer made from one typed line, on the way to something else: a purchase, a follow-up."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from crm_desktop.domain.quick_add import parse_quick_add
from crm_desktop.language import Sentence
from crm_desktop.services.customer_records import CustomerDraft
from crm_desktop.ui.plumbing.context import Context


def add_typed_customer(
    context: Context, text: str, on_invalid: Callable[[Mapping[str, Sentence]], object]
) -> int | None:
    """Add whom "张三 13800138000 八月十五" describes, and give the id; None if it was refused."""
    read = parse_quick_add(text, context.clock.now().date(), context.services.settings.get().region)
    draft = CustomerDraft(
        name=read.name,
        gender=read.gender,
        phones=read.phones,
        emails=read.emails,
        wechat=(read.wechat,) if read.wechat else (),
        birthday=read.birthday,
        address=read.address,
        note=read.note,
        tags=read.tags,
    )

    def refused(problems: Mapping[str, Sentence]) -> None:
        on_invalid({"customer": next(iter(problems.values()))})

    change = context.actions.do(lambda: context.services.customers.add(draft), quiet=True, on_invalid=refused)
    return change.new_id if change else None
