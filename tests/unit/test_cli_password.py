"""crm-desktop password: set, changed and removed, in JSON and in words; wrong passwords, and how long they take."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from crm_desktop import paths
from crm_desktop.cli import main
from crm_desktop.language import Sentence
from crm_desktop.services.backup_places import copies_of
from crm_desktop.services.passwords import Tries
from crm_desktop.store.closed_file import is_encrypted
from crm_desktop.store.desk import Desk, Role
from crm_desktop.store.key import Key, salt_in
from crm_desktop.store.shop import Shop
from tests.fakes import FakeClock

STRONG = "lan-deng-yu-6-ci"


@dataclass(frozen=True)
class Ran:
    """What a command came to."""

    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], data_dir: Path, shop_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on the empty shop, in English, with passwords from the environment."""
    monkeypatch.setenv("LC_ALL", "C")

    def run(*words: object, old: str = "", new: str = "") -> Ran:
        for name, word in (("CRM_DESKTOP_PASSWORD", old), ("CRM_DESKTOP_NEW_PASSWORD", new)):
            monkeypatch.setenv(name, word) if word else monkeypatch.delenv(name, raising=False)
        status = main(["--data-dir", str(data_dir), "--shop", str(shop_path), *map(str, words)])
        return Ran(status, *capsys.readouterr())

    return run


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """A terminal on which these words are typed; what it asks."""

    def typed(*words: str) -> list[str]:
        asked: list[str] = []
        left = list(words)

        def ask(prompt: str) -> str:
            asked.append(prompt)
            return left.pop(0)

        monkeypatch.setattr(getpass, "getpass", ask)
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(isatty=lambda: True))
        return asked

    return typed


def answer(ran: Ran) -> Any:
    assert (ran.status, ran.err) == (0, "")
    return json.loads(ran.out)


def error(ran: Ran) -> tuple[int, str, str]:
    assert ran.out == ""
    found = json.loads(ran.err)["error"]
    return ran.status, found["code"], found["message"]


def opens(path: Path, key: str | Key | None) -> bool:
    shop = Shop.open(path, key=key)
    shop.close()
    return True


def test_set_changed_and_removed(run: Run, shop_path: Path, data_dir: Path) -> None:
    run("backup")
    none_left = {"copies": 1, "copies_left": []}
    assert answer(run("password", "--json", new="春天 1")) == {"encrypted": True, **none_left}
    assert is_encrypted(shop_path)
    assert answer(run("find", "--json", old="春天 1"))["total"] == 0
    assert answer(run("password", "--json", old="春天 1", new="夏天 2")) == {"encrypted": True, **none_left}
    assert error(run("find", "--json", old="春天 1"))[:2] == (4, "wrong-password")
    (copy,) = copies_of(shop_path, paths.backups(data_dir))
    assert opens(copy, "夏天 2")
    assert answer(run("password", "--remove", "--json", old="夏天 2")) == {"encrypted": False, **none_left}
    assert opens(shop_path, None)
    assert opens(copy, None)


def test_passwords_from_files(run: Run, shop_path: Path, tmp_path: Path) -> None:
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text("春天\r\n", "utf-8-sig")
    new.write_text("夏天\n", "utf-8")
    assert answer(run("password", "--new-password-file", old, "--json"))["encrypted"]
    assert answer(run("password", "--password-file", old, "--new-password-file", new, "--json"))["encrypted"]
    assert opens(shop_path, "夏天")
    assert error(run("password", "--new-password-file", tmp_path / "none", "--json", old="夏天"))[:2] == (2, "usage")


def test_in_words(run: Run) -> None:
    run("backup")
    lost = (
        "Without this password nobody can open the shop, nor any of its copies. Print its recovery sheet: in the "
        "window, under Safety."
    )
    assert run("password", new=STRONG).out.splitlines() == [
        "“shop.crm” opens with the new password only.",
        "The same holds for 1 copy of it.",
        lost,
    ]
    assert run("password", old=STRONG, new="woaini1314").out.splitlines()[2:] == [
        "Whoever takes the file would find this password at once.",
        "Names, words in pinyin, lucky numbers and what belongs to the shop are tried first.",
        lost,
    ]
    assert run("password", "--remove", old="woaini1314").out.splitlines() == [
        "“shop.crm” has no password any more: whoever has the file can read it.",
        "The same holds for 1 copy of it.",
    ]
    assert run("password", "--remove").out == "“shop.crm” has no password.\n"


def test_what_a_shop_without_a_password_needs(run: Run, shop_path: Path) -> None:
    """None is asked for, and one that is given all the same is not looked at."""
    assert answer(run("password", "--remove", "--json", old="x")) == {
        "encrypted": False,
        "copies": 0,
        "copies_left": [],
    }
    assert answer(run("password", "--json", old="x", new="y"))["encrypted"]
    assert opens(shop_path, "y")


def test_copies_that_stay_as_they_were_are_named(run: Run, shop_path: Path, data_dir: Path) -> None:
    run("backup")
    (copy,) = copies_of(shop_path, paths.backups(data_dir))
    copy.write_bytes(copy.read_bytes()[:4096])
    ran = run("password", new=STRONG)
    assert f"“{copy}” is as it was. It is damaged." in ran.out.splitlines()
    assert answer(run("password", "--json", old=STRONG, new="b"))["copies_left"] == [str(copy)]


@pytest.mark.parametrize(
    ("words", "new", "status", "message"),
    [
        ((), "", 2, "The new password comes from --new-password-file"),
        (("--remove", "--new-password-file", "x"), "", 2, "Either a new password or --remove"),
        ((), "a\nb", 5, "This holds a character that cannot be typed again"),
        ((), "a" * 1001, 5, "A password has at most 1000 characters."),
    ],
)
def test_what_is_off(run: Run, shop_path: Path, words: tuple[str, ...], new: str, status: int, message: str) -> None:
    found = error(run("password", *words, "--json", new=new))
    assert found[0] == status
    assert found[2].startswith(message)
    assert not is_encrypted(shop_path)


def test_typed_on_a_terminal(run: Run, shop_path: Path, typed: Callable[..., list[str]]) -> None:
    asked = typed("春天", "春天")
    assert run("password").status == 0
    assert asked == ["New password: ", "New password once more: "]
    asked = typed("春天", "夏天", "冬天")
    ran = run("password")
    assert (ran.status, ran.err) == (5, "The two passwords differ. Nothing was changed.\n")
    assert asked[0] == "Password of “shop.crm”: "
    typed("春天", "", "")
    assert run("password").err == "Type a password.\n"
    assert opens(shop_path, "春天")


def test_wrong_ones_that_are_typed_are_counted(
    run: Run,
    shop_path: Path,
    data_dir: Path,
    typed: Callable[..., list[str]],
    clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("crm_desktop.cli.which_shop.laptop_clock", lambda: clock)
    run("password", new="春天")
    for _ in range(5):
        typed("falsch")
        assert error(run("find", "--json"))[2] == "“shop.crm” does not open with this password. Check it and try again."
    asked = typed("春天")
    told = error(run("find", "--json"))
    assert told == (4, "wrong-password", "Too many wrong passwords were typed. Try again in 15 seconds.")
    assert asked == []
    assert run("find", old="春天").status == 0, "a program that has it from elsewhere is not held up"
    clock.advance(seconds=15)
    assert run("find").status == 0
    assert Tries(data_dir, salt_in(shop_path)).wait(clock.now()) == timedelta(0)


def test_the_recovery_code_is_a_way_to_a_new_password(run: Run, shop_path: Path, tmp_path: Path) -> None:
    run("password", new="verloren")
    sheet = tmp_path / "code.txt"
    sheet.write_text(Key("verloren").code(salt_in(shop_path)).lower() + "\n")
    assert answer(run("password", "--code-file", sheet, "--json", new="gefunden"))["encrypted"]
    assert opens(shop_path, "gefunden")
    assert error(run("password", "--code-file", sheet, "--json", new="c"))[:2] == (4, "wrong-password")
    sheet.write_text("AAAA")
    assert error(run("password", "--code-file", sheet, "--json", new="c"))[:2] == (5, "invalid-input")


def test_a_shop_that_is_open_in_a_window(run: Run, shop_path: Path) -> None:
    desk = Desk(shop_path, Role.WINDOW)
    told = error(run("password", "--json", new=STRONG))
    desk.leave()
    assert told[:2] == (4, "shop-in-use")
    assert told[2].endswith("Nothing was changed; close it there, then try again.")
    assert not is_encrypted(shop_path)


def test_a_wrong_password_gives_no_hint(run: Run, shop_path: Path) -> None:
    """Whatever was wrong with it, nearly right or not, the same is said."""
    shop = Shop.open(shop_path)
    with shop.change(Sentence("a")):
        shop.run("INSERT INTO tag (name) VALUES ('单晓丽')")
    shop.close()
    run("password", new="Frühling 2026")
    told = {run("find", "--json", old=wrong).err for wrong in ("Frühling 2027", "frühling 2026", "x", "密", "Frühling")}
    assert told == {
        '{"error": {"code": "wrong-password", "message": '
        '"“shop.crm” does not open with this password. Check it and try again."}}\n'
    }
