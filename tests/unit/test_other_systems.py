"""The fakes of Windows and macOS behave as the real ones do, as far as that is written down."""

from __future__ import annotations

import ctypes

import pytest

from tests.other_systems import FakeCoreLibrary, FakeLaunchServices, FakeRegistry

HERE = FakeRegistry.HKEY_CURRENT_USER


def test_keys_and_values() -> None:
    registry = FakeRegistry()
    with pytest.raises(FileNotFoundError):
        registry.OpenKey(HERE, r"Software\A")
    with registry.CreateKey(HERE, r"Software\A\B") as key:
        registry.SetValueEx(key, "", 0, registry.REG_SZ, "one")
        registry.SetValueEx(key, "name", 0, registry.REG_SZ, "two")
        assert registry.QueryValueEx(key, "") == ("one", registry.REG_SZ)
        assert [registry.EnumValue(key, n)[:2] for n in range(2)] == [("", "one"), ("name", "two")]
        with pytest.raises(OSError, match="No more data"):
            registry.EnumValue(key, 2)
        registry.DeleteValue(key, "name")
        for ask in (registry.QueryValueEx, registry.DeleteValue):
            with pytest.raises(FileNotFoundError):
                ask(key, "name")
    assert registry.OpenKey(HERE, r"Software\A").values == {}, "a key is there by those under it"


def test_a_key_with_others_under_it_cannot_be_deleted() -> None:
    registry = FakeRegistry()
    registry.put(HERE, r"Software\A\B", default="one")
    registry.put(HERE, r"Software\AB", default="beside")
    with pytest.raises(PermissionError):
        registry.DeleteKey(HERE, r"Software\A")
    registry.DeleteKey(HERE, r"Software\A\B")
    with pytest.raises(FileNotFoundError):
        registry.DeleteKey(HERE, r"Software\A\B")
    assert registry.keys[HERE, r"Software\AB"] == {"": "beside"}


def test_only_her_own_part_is_written() -> None:
    registry = FakeRegistry()
    with pytest.raises(AssertionError):
        registry.CreateKey(registry.HKEY_LOCAL_MACHINE, "Software")
    registry.refuses = True
    for ask in (registry.CreateKey, registry.OpenKey):
        with pytest.raises(PermissionError):
            ask(HERE, "Software")
    assert registry.keys == {}


def test_launch_services() -> None:
    services = FakeLaunchServices(tel="a.b")
    assert services.handler("tel", link=True) == "a.b"
    assert services.handler("x", link=False) == ""
    services.set_handler("x", "c.d", link=False)
    assert services.handler("x", link=False) == "c.d"
    services.refuses = -54
    with pytest.raises(OSError, match="-54"):
        services.set_handler("x", "e.f", link=False)


def test_strings_of_core_foundation_are_held_until_they_are_released() -> None:
    library = FakeCoreLibrary(FakeLaunchServices())
    make, text = library.CFStringCreateWithCString, library.CFStringGetCString  # type: ignore[attr-defined]
    make.argtypes = text.argtypes = (0,) * 3
    string = make(None, "张".encode(), 0x08000100)
    held = ctypes.create_string_buffer(4)
    text.argtypes = (0,) * 4
    assert text(string, held, 4, 0x08000100)
    assert held.value.decode() == "张"
    assert not text(string, held, 3, 0x08000100)
    library._CFRelease(string)
    with pytest.raises(KeyError):
        text(string, held, 4, 0x08000100)
