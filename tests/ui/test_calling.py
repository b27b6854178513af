"""Calling a customer: through the system's telephone program, and the number copied in any case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication

from crm_desktop.ui.background.opens import registration
from crm_desktop.ui.plumbing import calling

if TYPE_CHECKING:
    from crm_desktop.ui.plumbing.context import Context
    from crm_desktop.ui.plumbing.messages import Message
    from tests.dialler import FakeDialler


def copied() -> str:
    return QGuiApplication.clipboard().text()


def test_the_number_is_dialled_and_copied(context: Context, messages: list[Message], dialler: FakeDialler) -> None:
    assert calling.call(context.messages, "单晓丽", "+8613911112222")
    assert dialler.dialled == ["tel:+8613911112222"]
    assert copied() == "139 1111 2222"
    assert messages[-1].text == "Calling 单晓丽  139 1111 2222; the number is copied."


def test_where_nothing_makes_calls_it_is_copied(context: Context, messages: list[Message]) -> None:
    assert not calling.call(context.messages, "", "+861088886666;ext=801")
    assert copied() == "010 8888 6666 ext. 801"
    assert messages[-1].text == "Nothing here makes calls. Copied 010 8888 6666 ext. 801"


def test_what_cannot_be_dialled_is_only_copied(context: Context, messages: list[Message], dialler: FakeDialler) -> None:
    assert not calling.call(context.messages, "王芳", "138****8000")
    assert dialler.dialled == []
    assert copied() == "138****8000"
    assert messages[-1].text.endswith("Copied 王芳  138****8000")


def test_nobody_is_called_without_a_number(context: Context, messages: list[Message]) -> None:
    assert not calling.call(context.messages, "王芳", "")
    calling.copy_phone(context.messages, "王芳", "")
    assert [each.text for each in messages] == ["王芳 has no phone number yet."] * 2


def test_only_copied(context: Context, messages: list[Message], dialler: FakeDialler) -> None:
    calling.copy_phone(context.messages, "138 0013 8000", "+8613800138000")
    assert copied() == "138 0013 8000"
    assert messages[-1].text == "Copied 138 0013 8000"
    assert dialler.dialled == []


@pytest.mark.parametrize(
    ("phone", "url"),
    [("+8613800138000", "tel:+8613800138000"), ("110", "tel:110"), ("(010) 8888-66", "tel:010888866"), ("妈妈", ""),
     ("12", "")],
)  # fmt: skip
def test_the_address(phone: str, url: str) -> None:
    found = calling.dial_url(phone)
    assert (found.toString() if found else "") == url


class Registered:
    """The system's registration: telephone links come to this program; `other` opens them, too."""

    def __init__(self, *, other: bool) -> None:
        self.passed: list[str] = []
        self._other = other

    def takes_calls(self) -> bool:
        return True

    def pass_on(self, link: str) -> bool:
        self.passed.append(link)
        return self._other


@pytest.mark.parametrize("other", [True, False])
def test_a_call_does_not_come_back_to_this_program(
    context: Context, messages: list[Message], dialler: FakeDialler, other: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    registered = Registered(other=other)
    monkeypatch.setattr(registration, "system_registration", lambda data_dir: registered)
    assert calling.call(context.messages, "单晓丽", "+8613911112222") is other
    assert registered.passed == ["tel:+8613911112222"]
    assert dialler.dialled == []
    assert messages[-1].text.startswith("Calling" if other else "Nothing here makes calls.")
