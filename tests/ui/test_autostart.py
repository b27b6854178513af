"""Starting with the computer: what each platform is given, read back by what reads it there, where it can be here."""

from __future__ import annotations

import json
import plistlib
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from crm_desktop import paths
from crm_desktop.errors import CannotWriteFile
from crm_desktop.ui.background.autostart import (
    Autostart,
    LaunchAgent,
    RunKey,
    XdgAutostart,
    exec_line,
    start_command,
    system_autostart,
)
from tests.desktop import wait_for
from tests.other_systems import FakeRegistry

COMMAND = ["/opt/CRM Desktop/crm-desktop", "open", "--hidden"]
MOVED = ["/opt/elsewhere/crm-desktop", "open", "--hidden"]
HERE = FakeRegistry.HKEY_CURRENT_USER
RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
AWKWARD = [
    "plain",
    "with space",
    'a "quote"',
    "it's",
    "back\\slash",
    "\\\\server\\folder\\",
    "$HOME",
    "`id`",
    "100%",
    "%f %U",
    "tab\tline\nend",
    "a;b&c|d<e>f*g?h#i(j)~k",
    "张三的店",
    "",
    " ",
]


def made(kind: str, folder: Path, command: list[str], registry: FakeRegistry) -> Autostart:
    if kind == "windows":
        return RunKey(command, "CRM Desktop", registry)
    return {"mac": LaunchAgent, "linux": XdgAutostart}[kind](command, "crm-desktop", folder / "entries")


@pytest.mark.parametrize("kind", ["windows", "mac", "linux"])
def test_on_and_off_and_moved(kind: str, tmp_path: Path) -> None:
    registry = FakeRegistry()
    entry = made(kind, tmp_path, COMMAND, registry)

    def written() -> str:
        return repr(registry.keys) + "".join(file.read_text() for file in (tmp_path / "entries").glob("*"))

    assert not entry.is_on()
    entry.renew()
    assert not entry.is_on()
    entry.set_on(False)
    entry.set_on(True)
    entry.set_on(True)
    assert entry.is_on()
    assert "/opt/CRM Desktop/crm-desktop" in written()
    moved = made(kind, tmp_path, MOVED, registry)
    assert moved.is_on()
    moved.renew()
    assert "/opt/elsewhere/crm-desktop" in written()
    assert "/opt/CRM Desktop" not in written()
    moved.set_on(False)
    assert not moved.is_on()
    assert not entry.is_on()


@pytest.mark.parametrize("kind", ["windows", "mac", "linux"])
def test_a_system_that_refuses_is_told(kind: str, tmp_path: Path) -> None:
    registry = FakeRegistry()
    registry.refuses = True
    (tmp_path / "entries").write_text("a file, where the folder should be")
    entry = made(kind, tmp_path, COMMAND, registry)
    assert not entry.is_on()
    with pytest.raises(CannotWriteFile, match="does not let CRM Desktop change what starts with it"):
        entry.set_on(True)
    entry.renew()
    assert not entry.is_on()


def test_what_windows_starts(tmp_path: Path) -> None:
    registry = FakeRegistry()
    entry = RunKey([r"C:\Program Files\CRM\crm-desktop.exe", "open", "--hidden"], "CRM Desktop", registry)
    entry.set_on(True)
    assert registry.keys[HERE, RUN] == {"CRM Desktop": r'"C:\Program Files\CRM\crm-desktop.exe" open --hidden'}


def test_what_the_task_manager_switched_off_is_off_until_she_switches_it_on() -> None:
    registry = FakeRegistry()
    entry = RunKey(COMMAND, "CRM Desktop", registry)
    entry.set_on(True)
    for approved, on in ((b"\x02" + bytes(11), True), (b"\x03" + bytes(11), False), (b"", True), ("odd", True)):
        registry.keys[HERE, APPROVED] = {"CRM Desktop": approved, "Another": b"\x03"}
        assert entry.is_on() is on
    registry.keys[HERE, APPROVED]["CRM Desktop"] = b"\x03" + bytes(11)
    entry.renew()
    assert not entry.is_on()
    entry.set_on(True)
    assert entry.is_on()
    assert registry.keys[HERE, APPROVED] == {"Another": b"\x03"}


def test_what_macos_starts(tmp_path: Path) -> None:
    entry = LaunchAgent([*COMMAND, "--data-dir", "/Users/店主/a & <b>"], "crm-desktop", tmp_path)
    entry.set_on(True)
    agent = plistlib.loads(entry.file.read_bytes())
    assert agent["ProgramArguments"] == [*COMMAND, "--data-dir", "/Users/店主/a & <b>"]
    assert (agent["Label"], agent["RunAtLoad"]) == ("crm-desktop", True)
    entry.file.write_bytes(plistlib.dumps({**agent, "Disabled": True}))
    assert not entry.is_on()
    for odd in (b"no property list", plistlib.dumps([1]), b""):
        entry.file.write_bytes(odd)
        assert not entry.is_on()


@pytest.mark.parametrize("line", ["Hidden=true", "Hidden = true", "X-GNOME-Autostart-enabled=false"])
def test_what_the_desktops_settings_switched_off_is_off(tmp_path: Path, line: str) -> None:
    entry = XdgAutostart(COMMAND, "crm-desktop", tmp_path)
    entry.set_on(True)
    with entry.file.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    assert not entry.is_on()
    entry.set_on(True)
    assert entry.is_on()


def test_an_exec_line_is_quoted_as_the_specification_says() -> None:
    assert exec_line(["/usr/bin/crm", "open", "a b"]) == '/usr/bin/crm open "a b"'
    assert exec_line(["$1", "50%", "c:\\d", ""]) == r'"\\$1" 50%% "c:\\\\d" ""'


@pytest.mark.skipif(shutil.which("gio") is None, reason="not installed: gio (tests/tools/system_packages.sh tests)")
def test_a_desktop_starts_exactly_what_was_meant(tmp_path: Path) -> None:
    """`gio launch` starts an entry as GNOME does."""
    answer = tmp_path / "answer.json"
    script = tmp_path / "tell me.py"
    script.write_text(
        "import json, pathlib, sys\n"
        "answer = pathlib.Path(sys.argv[1])\n"
        "answer.with_suffix('.new').write_text(json.dumps(sys.argv[2:]))\n"
        "answer.with_suffix('.new').rename(answer)\n"
    )
    entry = XdgAutostart([sys.executable, str(script), str(answer), *AWKWARD], "crm-desktop", tmp_path)
    entry.set_on(True)
    subprocess.run(["gio", "launch", str(entry.file)], check=True, timeout=20)
    wait_for(answer.exists, "the program")
    assert json.loads(answer.read_text()) == AWKWARD


def test_the_program_starts_hidden_on_its_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert start_command(paths.default_data_dir()) == [sys.executable, "-m", "crm_desktop", "open", "--hidden"]
    own = ["open", "--hidden", "--data-dir", str(tmp_path)]
    assert start_command(tmp_path) == [sys.executable, "-m", "crm_desktop", *own]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert start_command(tmp_path) == [sys.executable, *own]
    monkeypatch.delattr(sys, "frozen")
    monkeypatch.setattr(sys, "platform", "win32")
    assert start_command(tmp_path)[0].endswith("pythonw.exe")


def test_what_is_started_is_a_command_that_the_program_takes(tmp_path: Path) -> None:
    from crm_desktop.cli.words import parser

    options = parser().parse_args(start_command(tmp_path)[3:])
    assert (options.command, options.hidden, options.data_dir) == ("open", True, tmp_path)


def test_each_platform_and_data_folder_has_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setattr(paths, "default_data_dir", lambda: tmp_path / "data")
    usual, other = system_autostart(tmp_path / "data"), system_autostart(tmp_path / "other")
    assert isinstance(usual, XdgAutostart)
    assert isinstance(other, XdgAutostart)
    assert usual.file == tmp_path / "config" / "autostart" / "crm-desktop.desktop"
    assert other.file.parent == usual.file.parent
    assert other.file.name.startswith("crm-desktop-")
    usual.set_on(True)
    assert not other.is_on()
    monkeypatch.setenv("XDG_CONFIG_HOME", "")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    default = system_autostart(tmp_path / "data")
    assert isinstance(default, XdgAutostart)
    assert default.file.parent == tmp_path / "home" / ".config" / "autostart"
    monkeypatch.setattr(sys, "platform", "darwin")
    agent = system_autostart(tmp_path / "data")
    assert isinstance(agent, LaunchAgent)
    assert agent.file == tmp_path / "home" / "Library" / "LaunchAgents" / "crm-desktop.plist"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "winreg", SimpleNamespace())
    assert isinstance(system_autostart(tmp_path / "data"), RunKey)
