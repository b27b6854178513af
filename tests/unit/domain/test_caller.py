"""A caller, however a telephone program says it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.caller import Caller, read_caller

SAID = {
    "tel:13800138000": "13800138000",
    "TEL:+86-138-0013-8000": "+8613800138000",
    "tel:%2B86%20138%200013%208000": "+8613800138000",
    "tel:0138 0013 8000": "013800138000",
    "tel://13800138000": "13800138000",
    "callto:+8613800138000+type=phone": "+8613800138000",
    "callto://13800138000?call": "13800138000",
    "sip:13800138000@10.0.0.1;transport=udp": "13800138000",
    "sips:+8613800138000@pbx": "+8613800138000",
    '"单晓丽" <sip:13911112222@pbx;user=phone>': "13911112222",
    "王芳2 <13911112222>;tag=1": "13911112222",
    "tel:010-8888-6666;ext=801": "01088886666;ext=801",
    "tel:13800138000;phone-context=+86": "+8613800138000",
    "tel:0138-0013-8000;phone-context=+86;isub=1": "+8613800138000",
    "tel:8888-6666;ext=8;phone-context=+86-10": "+861088886666;ext=8",
    "tel:+8613800138000;phone-context=+1": "+8613800138000",
    "tel:801;phone-context=example.com": "801",
    "tel:１３８００１３８０００": "13800138000",
    "tel:+86+138": "+86138",
    "13800138000": "13800138000",
    "tel:*86#": "*86#",
    "tel:138****8000": "138****8000",
}
WITHHELD = ["tel:", "tel:anonymous", "sip:anonymous@anonymous.invalid", "tel:Private", "callto:some.body", "tel:+0",
            "tel:00000", "", "<>", "未知号码", "tel:P"]  # fmt: skip


@pytest.mark.parametrize("link", SAID)
def test_a_number_is_read(link: str) -> None:
    caller = read_caller(link)
    assert caller == Caller(SAID[link])
    assert not caller.is_withheld


@pytest.mark.parametrize("link", WITHHELD)
def test_a_number_may_be_withheld(link: str) -> None:
    assert read_caller(link).is_withheld


@given(st.text(alphabet="tel:sip<>@;ext=%+-0123456789 张\n?") | st.text())
def test_anything_is_read(link: str) -> None:
    number = read_caller(link).number.partition(";ext=")[0]
    assert set(number) <= set("+*#0123456789")
    assert "+" not in number[1:]
