"""The shop's key in the system's key ring, where there is one that can be trusted."""

from __future__ import annotations

from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError, PasswordDeleteError

from crm_desktop.errors import UserError
from crm_desktop.services import key_ring
from crm_desktop.services.key_ring import KeyRing, system_ring
from crm_desktop.store.key import Key

SALT, OTHER = bytes(range(16)), bytes(16)


class Ring(KeyringBackend):
    """A key ring in memory, which can be locked."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._look()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._look()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._look()
        if (service, username) not in self.kept:
            raise PasswordDeleteError
        del self.kept[service, username]

    def _look(self) -> None:
        if self.locked:
            raise KeyringError("locked")


class OfTheSystem(Ring):
    """One of those that are trusted."""


OfTheSystem.__module__ = "keyring.backends.SecretService"


def test_what_is_kept_is_found_again_and_opens_the_shop() -> None:
    ring, key = Ring(), Key("密码")
    KeyRing(SALT, lambda: ring).keep(key)
    found = KeyRing(SALT, lambda: ring).find()
    assert found is not None
    assert found.raw(SALT) == key.raw(SALT)
    assert KeyRing(OTHER, lambda: ring).find() is None


def test_neither_the_password_nor_the_shop_can_be_read_in_the_ring() -> None:
    ring = Ring()
    KeyRing(SALT, lambda: ring).keep(Key("geheim"))
    text = repr(ring.kept)
    assert "geheim" not in text
    assert SALT.hex() not in text


def test_it_can_be_taken_out_twice() -> None:
    ring = Ring()
    place = KeyRing(SALT, lambda: ring)
    place.keep(Key("a"))
    place.forget()
    assert ring.kept == {}
    place.forget()


@pytest.mark.parametrize("text", ["", "AAAA-BBBB", "密码"])
def test_what_somebody_else_has_put_there_is_not_a_key(text: str) -> None:
    ring = Ring()
    place = KeyRing(SALT, lambda: ring)
    place.keep(Key("a"))
    ring.kept = dict.fromkeys(ring.kept, text)
    assert place.find() is None


def test_a_locked_ring() -> None:
    ring = Ring()
    place = KeyRing(SALT, lambda: ring)
    ring.locked = True
    assert place.missing() is None
    assert place.find() is None
    with pytest.raises(UserError, match="Unlock it, then try again"):
        place.keep(Key("a"))
    with pytest.raises(UserError, match="by hand"):
        place.forget()


def test_no_ring() -> None:
    place = KeyRing(SALT, lambda: None)
    assert str(place.missing()) == "This computer has no key ring that could keep the password safely."
    assert place.find() is None
    with pytest.raises(UserError, match="no key ring"):
        place.keep(Key("a"))
    place.forget()


class Chain:
    """Several rings at once, as keyring gives them."""

    def __init__(self, *backends: Any) -> None:
        self.backends = backends


@pytest.mark.parametrize(
    ("found", "trusted"),
    [(Ring(), False), (OfTheSystem(), True), (Chain(Ring(), OfTheSystem()), True), (Chain(Ring()), False)],
)
def test_one_that_anyone_can_read_is_not_used(found: Any, trusted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "get_keyring", lambda: found)
    assert isinstance(system_ring(), OfTheSystem) == trusted


def test_a_ring_that_cannot_even_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def get_keyring() -> KeyringBackend:
        raise RuntimeError

    monkeypatch.setattr(keyring, "get_keyring", get_keyring)
    assert system_ring() is None


def test_those_that_are_trusted_are_keyrings_own() -> None:
    import importlib.util

    assert all(importlib.util.find_spec(name) for name in key_ring._TRUSTED)
