"""Cyclic garbage is left alone while much is gathered."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from crm_desktop.collecting import is_resting, uncollected


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    was_on = gc.isenabled()
    yield
    gc.enable() if was_on else gc.disable()


def test_it_rests_until_the_last_who_asked_is_done() -> None:
    gc.enable()
    with uncollected():
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
        assert is_resting()
    assert gc.isenabled()
    assert not is_resting()


def test_what_was_off_stays_off() -> None:
    gc.disable()
    with uncollected():
        pass
    assert not gc.isenabled()


def test_an_error_ends_it() -> None:
    gc.enable()
    with pytest.raises(KeyError), uncollected():
        raise KeyError
    assert gc.isenabled()
    assert not is_resting()
