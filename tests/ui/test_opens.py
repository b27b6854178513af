"""Telephone links and shop files are opened with the program where she wants that: what each platform is given, read
back by what reads it there, where it can be here."""

from __future__ import annotations

import ctypes
import os
import plistlib
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from crm_desktop import paths
from crm_desktop.errors import CannotWriteFile
from crm_desktop.ui.background.opens import registration as registrations
from crm_desktop.ui.background.opens.mac import Bundle, CoreServices, MacRegistration, launch_services, own_bundle
from crm_desktop.ui.background.opens.registration import Kind, Registration, opening_command, start, system_registration
from crm_desktop.ui.background.opens.windows import WindowsRegistration, _words, tell_the_shell
from crm_desktop.ui.background.opens.xdg import SHOP_TYPE, Places, XdgRegistration, xdg_places
from tests.desktop import wait_for
from tests.other_systems import FakeCoreLibrary, FakeLaunchServices, FakeRegistry

COMMAND = ["/opt/CRM Desktop/crm-desktop", "open"]
BUNDLE = Bundle("org.example.crm", "org.example.crm.shop")
PHONE = "com.example.phone"
LINK = "tel:+8613800138000"
OWN = "crm-desktop-opens.desktop"


class Started:
    """Starts nothing, and remembers what was to be started."""

    def __init__(self) -> None:
        self.commands: list[list[str]] = []

    def __call__(self, command: Sequence[str]) -> bool:
        self.commands.append(list(command))
        return True


class System:
    """One of the three, with nothing registered."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.kind = kind
        self.folder = folder
        self.started = Started()
        self.registry = FakeRegistry()
        self.services = FakeLaunchServices(tel=PHONE)
        self.data = folder / "data"

    def registration(self, command: Sequence[str] = COMMAND) -> Registration:
        if self.kind == "windows":
            return WindowsRegistration(command, self.registry, lambda: None, self.started)
        if self.kind == "mac":
            return MacRegistration(command, self.services, BUNDLE, self.data, self.started)
        return XdgRegistration(command, Places(self.folder / "config", self.data, ()), self.started)

    def written(self) -> str:
        """All that is there."""
        files = sorted(file for file in self.folder.rglob("*") if file.is_file())
        values = {key: values for key, values in self.registry.keys.items() if values}
        return "\n".join([repr(values), repr(sorted(self.services.handlers.items())), *map(Path.read_text, files)])

    def refuse(self) -> None:
        self.registry.refuses = True
        self.services.refuses = -54
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.write_text("a file, where the folder should be")


@pytest.fixture(params=["windows", "mac", "linux"])
def system(request: pytest.FixtureRequest, tmp_path: Path) -> System:
    folder = tmp_path / "home"
    folder.mkdir()
    return System(request.param, folder)


@pytest.mark.parametrize("kind", Kind)
def test_on_and_off_leaves_no_trace(system: System, kind: Kind) -> None:
    before = system.written()
    registered = system.registration()
    other = next(each for each in Kind if each is not kind)
    assert registered.why_not() is None
    assert not registered.is_on(kind)
    registered.renew()
    registered.set_on(kind, False)
    assert system.written() == before
    registered.set_on(kind, True)
    registered.set_on(kind, True)
    assert registered.is_on(kind)
    assert not registered.is_on(other)
    registered.set_on(other, True)
    assert registered.is_on(kind)
    registered.set_on(kind, False)
    assert not registered.is_on(kind)
    assert registered.is_on(other)
    registered.set_on(other, False)
    after = system.written()
    if system.kind == "mac":  # what nobody opened before is still opened with us: there is no way to say "nobody"
        for left in ("('callto', 'org.example.crm'), ", "('org.example.crm.shop', 'org.example.crm'), "):
            after = after.replace(left, "")
    assert after == before


def test_a_program_that_was_moved_is_started_where_it_is(system: System) -> None:
    system.registration().set_on(Kind.CALLS, True)
    before = system.written()
    system.registration().renew()
    assert system.written() == before
    system.registration(["/opt/elsewhere/crm-desktop", "open"]).renew()
    if system.kind != "mac":  # there a bundle is known by its name
        assert "/opt/elsewhere/crm-desktop" in system.written()
        assert "/opt/CRM Desktop" not in system.written()


def test_a_system_that_refuses_is_told(system: System) -> None:
    system.refuse()
    registered = system.registration()
    assert not registered.is_on(Kind.CALLS)
    with pytest.raises(CannotWriteFile, match="does not let CRM Desktop change what opens files and links"):
        registered.set_on(Kind.CALLS, True)
    assert not registered.pass_on(LINK)
    assert not registered.waits_for(Kind.CALLS)


# Linux


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a telephone program, which is the one for telephone links by its own desktop file alone."""
    applications = tmp_path / "share" / "applications"
    applications.mkdir(parents=True)
    (applications / "phone.desktop").write_text(
        f"[Desktop Entry]\nType=Application\nName=Phone\nExec=sh -c 'echo \"$0\" > {tmp_path}/dialled' %u\n"
        "MimeType=x-scheme-handler/tel;\n"
    )
    (applications / "mimeinfo.cache").write_text("[MIME Cache]\nx-scheme-handler/tel=gone.desktop;phone.desktop;\n")
    return tmp_path


def environment(home: Path) -> dict[str, str]:
    own = {key: value for key, value in os.environ.items() if not key.startswith("XDG_")}
    return own | {"HOME": str(home), "XDG_DATA_DIRS": f"{home}/share:/usr/share", "LC_ALL": "C.UTF-8"}


def ran(command: Sequence[str], home: Path) -> str:
    done = subprocess.run(command, env=environment(home), capture_output=True, text=True, timeout=60, check=False)
    return done.stdout.strip()


def xdg(home: Path, command: Sequence[str] = COMMAND) -> XdgRegistration:
    def run(command: Sequence[str]) -> bool:
        if shutil.which(command[0]):
            ran(command, home)
        else:
            assert start(command) in (True, False)
        return True

    return XdgRegistration(command, xdg_places(environment(home), home), run)


def test_links_come_here_and_calls_go_on_to_the_telephone_program(home: Path) -> None:
    registered = xdg(home)
    assert not registered.takes_calls()
    registered.set_on(Kind.CALLS, True)
    assert registered.takes_calls()
    assert registered.pass_on(LINK)
    wait_for(lambda: (home / "dialled").exists() and (home / "dialled").read_text(), "the call")
    assert (home / "dialled").read_text() == f"{LINK}\n"
    registered.set_on(Kind.CALLS, False)
    assert not registered.takes_calls()


def test_other_lines_of_the_list_stay(home: Path) -> None:
    config = home / ".config" / "mimeapps.list"
    config.parent.mkdir()
    before = ("# mine\n[Added Associations]\ntext/plain=a.desktop;\n\n[Default Applications]\n"
              "x-scheme-handler/tel=other.desktop;\ntext/html=b.desktop\n")  # fmt: skip
    config.write_text(before)
    registered = xdg(home)
    registered.set_on(Kind.CALLS, True)
    assert f"x-scheme-handler/tel={OWN};other.desktop;\n" in config.read_text()
    assert "text/html=b.desktop" in config.read_text()
    registered.set_on(Kind.CALLS, False)
    assert sorted(config.read_text().split()) == sorted(before.split())


def test_where_another_list_counts_more_it_is_not_on(home: Path) -> None:
    places = Places(home / "config", home / "data", (), ("gnome",))
    registered = XdgRegistration(COMMAND, places, Started())
    registered.set_on(Kind.CALLS, True)
    assert registered.is_on(Kind.CALLS)
    (home / "config" / "gnome-mimeapps.list").write_text("[Default Applications]\nx-scheme-handler/tel=other.desktop\n")
    assert not registered.is_on(Kind.CALLS)
    assert not registered.takes_calls()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("phone %u", ["phone", LINK]),
        ("phone --call=100%% %U", ["phone", "--call=100%", LINK]),
        ('"/opt/My Phone/phone" %i -- %u', ["/opt/My Phone/phone", "--", LINK]),
        ("phone", ["phone", LINK]),
        ('phone "unfinished', None),
    ],
)
def test_what_the_telephone_program_is_started_by(home: Path, line: str, words: list[str] | None) -> None:
    file = home / "share" / "applications" / "phone.desktop"
    file.write_text(f"[Desktop Entry]\nExec={line}\n")
    started = Started()
    registered = XdgRegistration(COMMAND, xdg_places(environment(home), home), started)
    assert registered.pass_on(LINK) is (words is not None)
    assert started.commands == ([words] if words else [])


# Without the last of these xdg-mime finds no program whose path has to be quoted.
needs_xdg = pytest.mark.skipif(
    not all(shutil.which(tool) for tool in ("xdg-mime", "gio", "update-desktop-database")),
    reason="the desktop's own tools are not there",
)


@needs_xdg
def test_the_desktops_own_tools_see_it(home: Path, tmp_path: Path) -> None:
    opened = tmp_path / "opened"
    script = tmp_path / "my program"
    script.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> "{opened}"\n')
    script.chmod(0o755)
    registered = xdg(home, [str(script), "open"])
    shop = tmp_path / "张三的店.crm"
    shop.write_bytes(b"SQLite format 3\0" + bytes(100))
    assert ran(["xdg-mime", "query", "default", "x-scheme-handler/tel"], home) != OWN
    for kind in Kind:
        registered.set_on(kind, True)
    assert ran(["xdg-mime", "query", "default", "x-scheme-handler/tel"], home) == OWN
    assert ran(["xdg-mime", "query", "default", SHOP_TYPE], home) == OWN
    assert SHOP_TYPE in ran(["gio", "info", "-a", "standard::content-type", str(shop)], home)
    assert OWN in ran(["gio", "mime", "x-scheme-handler/callto"], home)
    if shutil.which("desktop-file-validate"):
        assert ran(["desktop-file-validate", str(registered.file)], home) == ""
    ran(["gio", "open", LINK], home)
    wait_for(lambda: opened.exists() and opened.read_text().count("\n") == 2, "the link")
    ran(["gio", "open", str(shop)], home)
    wait_for(lambda: opened.read_text().count("\n") == 4, "the shop")
    said = opened.read_text().splitlines()
    assert said[:3] == ["open", LINK, "open"]
    assert said[3] in (str(shop), shop.as_uri())
    for kind in Kind:
        registered.set_on(kind, False)
    assert OWN not in ran(["xdg-mime", "query", "default", "x-scheme-handler/tel"], home)
    assert SHOP_TYPE not in ran(["gio", "info", "-a", "standard::content-type", str(shop)], home)


# Windows


@pytest.fixture
def registry() -> FakeRegistry:
    return FakeRegistry()


@pytest.fixture
def windows(registry: FakeRegistry) -> WindowsRegistration:
    command = [r"C:\Program Files\CRM Desktop\CRM Desktop.exe", "open"]
    return WindowsRegistration(command, registry, lambda: None, Started())


def test_what_windows_is_given(windows: WindowsRegistration, registry: FakeRegistry) -> None:
    for kind in Kind:
        windows.set_on(kind, True)
    classes = "HKCU", r"Software\Classes"
    command = r'"C:\Program Files\CRM Desktop\CRM Desktop.exe" open "%1"'
    for progid in ("CRMDesktop.Call", "CRMDesktop.Shop"):
        assert registry.keys[classes[0], rf"{classes[1]}\{progid}\shell\open\command"] == {"": command}
    assert registry.keys[classes[0], rf"{classes[1]}\CRMDesktop.Call"]["URL Protocol"] == ""
    assert registry.keys[classes[0], rf"{classes[1]}\.crm"] == {"": "CRMDesktop.Shop"}
    capabilities = registry.keys["HKCU", r"Software\RegisteredApplications"]["CRM Desktop"]
    assert registry.keys["HKCU", rf"{capabilities}\URLAssociations"] == dict.fromkeys(
        ("tel", "callto"), "CRMDesktop.Call"
    )
    assert registry.keys["HKCU", rf"{capabilities}\FileAssociations"] == {".crm": "CRMDesktop.Shop"}
    assert windows.settings_url == "ms-settings:defaultapps?registeredAppUser=CRM%20Desktop"


def test_windows_asks_her_to_choose(windows: WindowsRegistration, registry: FakeRegistry) -> None:
    choice = r"Software\Microsoft\Windows\Shell\Associations\UrlAssociations\tel\UserChoice"
    windows.set_on(Kind.CALLS, True)
    windows.set_on(Kind.SHOPS, True)
    assert windows.waits_for(Kind.CALLS)
    assert not windows.waits_for(Kind.SHOPS), "nothing else opens such files"
    assert not windows.takes_calls()
    registry.put("HKCU", choice, ProgId="CRMDesktop.Call")
    assert not windows.waits_for(Kind.CALLS)
    assert windows.takes_calls()


def test_what_opened_our_files_before_does_so_again(windows: WindowsRegistration, registry: FakeRegistry) -> None:
    path = r"Software\Classes\.crm"
    registry.put("HKCU", path, default="Other.Crm")
    windows.set_on(Kind.SHOPS, True)
    windows.set_on(Kind.SHOPS, True)
    assert registry.keys["HKCU", path][""] == "CRMDesktop.Shop"
    windows.set_on(Kind.SHOPS, False)
    assert registry.keys["HKCU", path] == {"": "Other.Crm"}
    windows.set_on(Kind.SHOPS, True)
    registry.put("HKCU", path, default="Newer.Crm")
    windows.set_on(Kind.SHOPS, False)
    assert registry.keys["HKCU", path][""] == "Newer.Crm"


def test_what_others_put_below_our_keys_stays(windows: WindowsRegistration, registry: FakeRegistry) -> None:
    windows.set_on(Kind.CALLS, True)
    registry.put("HKCU", r"Software\Classes\CRMDesktop.Call\shell\print\command", default="x")
    windows.set_on(Kind.CALLS, False)
    assert registry.keys["HKCU", r"Software\Classes\CRMDesktop.Call\shell\print\command"] == {"": "x"}


def test_calls_go_on_to_another_program(registry: FakeRegistry) -> None:
    started = Started()
    windows = WindowsRegistration(COMMAND, registry, lambda: None, started)
    windows.set_on(Kind.CALLS, True)
    assert not windows.pass_on(LINK)
    registry.put("HKLM", r"Software\RegisteredApplications", Mail=r"Software\Mail", Phone=r"Software\Phone")
    registry.put("HKLM", r"Software\Phone\URLAssociations", tel="Phone.Tel")
    assert not windows.pass_on(LINK)
    registry.put("HKLM", r"Software\Classes\Phone.Tel\shell\open\command", default=r'"C:\My Phone\p.exe" /call "%1"')
    assert windows.pass_on(LINK)
    assert started.commands == [[r"C:\My Phone\p.exe", "/call", LINK]]


@pytest.mark.parametrize(
    ("command", "words"),
    [("p.exe %1", ["p.exe", LINK]), ('  "a b"  x ', ["a b", "x", LINK]), ('p "" --url=%L', ["p", "", f"--url={LINK}"])],
)
def test_a_command_of_windows_is_read(command: str, words: list[str]) -> None:
    assert _words(command, LINK) == words


def test_the_shell_of_windows_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[object, ...]] = []
    shell32 = SimpleNamespace(SHChangeNotify=lambda *words: told.append(words))
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(shell32=shell32), raising=False)
    tell_the_shell()
    assert told == []
    monkeypatch.setattr(sys, "platform", "win32")
    tell_the_shell()
    assert told == [(0x08000000, 0, None, None)]


# macOS


def test_a_bundle_is_chosen_and_the_one_before_it_again(tmp_path: Path) -> None:
    services, started = FakeLaunchServices(tel=PHONE, **{BUNDLE.shop_type: "com.example.other"}), Started()
    mac = MacRegistration(COMMAND, services, BUNDLE, tmp_path, started)
    assert not mac.pass_on(LINK)
    for kind in Kind:
        mac.set_on(kind, True)
    assert services.handlers == dict.fromkeys(("tel", "callto", BUNDLE.shop_type), BUNDLE.name)
    assert mac.takes_calls()
    assert mac.pass_on(LINK)
    assert started.commands == [["open", "-b", PHONE, LINK]]
    for kind in Kind:
        mac.set_on(kind, False)
    assert services.handlers["tel"] == PHONE
    assert services.handlers[BUNDLE.shop_type] == "com.example.other"
    assert not list(tmp_path.iterdir())


def test_what_she_chose_meanwhile_stays(tmp_path: Path) -> None:
    services = FakeLaunchServices(tel=PHONE)
    mac = MacRegistration(COMMAND, services, BUNDLE, tmp_path, Started())
    mac.set_on(Kind.CALLS, True)
    services.handlers["tel"] = "com.example.newer"
    mac.set_on(Kind.CALLS, False)
    assert services.handlers["tel"] == "com.example.newer"


@pytest.mark.parametrize("noted", ["", "[1]", "{", '{"tel": 5}'])
def test_a_note_that_is_damaged_is_none(tmp_path: Path, noted: str) -> None:
    (tmp_path / "opened-before.json").write_text(noted)
    started = Started()
    passed = MacRegistration(COMMAND, FakeLaunchServices(), BUNDLE, tmp_path, started).pass_on(LINK)
    assert passed is (noted == '{"tel": 5}')


def test_without_a_bundle_it_cannot_be_chosen(tmp_path: Path) -> None:
    mac = MacRegistration(COMMAND, FakeLaunchServices(), None, tmp_path, Started())
    assert "packed program" in str(mac.why_not())
    assert not mac.is_on(Kind.CALLS)
    mac.set_on(Kind.CALLS, False)
    with pytest.raises(CannotWriteFile):
        mac.set_on(Kind.CALLS, True)


def test_the_bundle_is_found_from_the_program_in_it(tmp_path: Path) -> None:
    executable = tmp_path / "CRM Desktop.app" / "Contents" / "MacOS" / "crm-desktop"
    executable.parent.mkdir(parents=True)
    assert own_bundle(executable) is None
    about = {
        "CFBundleIdentifier": BUNDLE.name,
        "CFBundleDocumentTypes": [{"LSItemContentTypes": [BUNDLE.shop_type]}],
    }
    plist = executable.parents[1] / "Info.plist"
    plist.write_bytes(plistlib.dumps(about))
    assert own_bundle(executable) == BUNDLE
    plist.write_bytes(plistlib.dumps({"CFBundleIdentifier": "x"}))
    assert own_bundle(executable) is None
    plist.write_text("no property list")
    assert own_bundle(executable) is None


def test_launch_services_are_asked_and_nothing_leaks(monkeypatch: pytest.MonkeyPatch) -> None:
    services = FakeLaunchServices(tel=PHONE)
    library = FakeCoreLibrary(services)
    monkeypatch.setattr(ctypes, "CDLL", lambda _: library)
    asked = launch_services()
    assert isinstance(asked, CoreServices)
    assert asked.handler("tel", link=True) == PHONE
    assert asked.handler("none", link=True) == asked.handler("none", link=False) == ""
    asked.set_handler("tel", "a.b", link=True)
    asked.set_handler("a.shop", "张", link=False)
    assert services.handlers == {"tel": "a.b", "a.shop": "张"}
    assert asked.handler("a.shop", link=False) == "张"
    services.handlers["long"] = "x" * 2_000
    assert asked.handler("long", link=True) == ""
    services.refuses = -54
    with pytest.raises(OSError, match="-54"):
        asked.set_handler("tel", "c", link=True)
    assert library.strings == {}


# Which of them


def test_each_platform_has_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert isinstance(system_registration(tmp_path), XdgRegistration)
    monkeypatch.setattr(ctypes, "CDLL", lambda _: FakeCoreLibrary(FakeLaunchServices()))
    monkeypatch.setattr(sys, "platform", "darwin")
    assert isinstance(system_registration(tmp_path), MacRegistration)
    monkeypatch.setitem(sys.modules, "winreg", FakeRegistry())
    monkeypatch.setattr(sys, "platform", "win32")
    assert isinstance(system_registration(tmp_path), WindowsRegistration)


def test_the_command_that_opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert opening_command(paths.default_data_dir())[-1] == "open"
    assert opening_command(tmp_path)[-2:] == ["--data-dir", str(tmp_path)]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("APPIMAGE", "/home/me/CRM.AppImage")
    assert opening_command(paths.default_data_dir()) == ["/home/me/CRM.AppImage", "open"]
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "crm-desktop.exe"))
    assert opening_command(tmp_path)[0] == str(tmp_path / "crm-desktop.exe")
    (tmp_path / "CRM Desktop.exe").touch()
    assert opening_command(tmp_path)[0] == str(tmp_path / "CRM Desktop.exe")


def test_only_the_usual_data_folder_renews_what_is_registered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    renewed: list[Path] = []

    class Renewed:
        def __init__(self, data_dir: Path) -> None:
            self._data_dir = data_dir

        def renew(self) -> None:
            renewed.append(self._data_dir)

    monkeypatch.setattr(registrations, "system_registration", Renewed)
    registrations.renew_own(tmp_path)
    registrations.renew_own(paths.default_data_dir())
    assert renewed == [paths.default_data_dir()]


def test_programs_are_started(tmp_path: Path) -> None:
    made = tmp_path / "made"
    assert start(["touch", str(made)])
    wait_for(made.exists, "the file")
    assert not start([str(tmp_path / "no such program")])
