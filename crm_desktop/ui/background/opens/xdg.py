"""Telephone links and shop files on a freedesktop.org desktop.

A desktop file of our own, without an entry in the menu, names the command and what it opens; `mimeapps.list` names it
first for that, before what was first there: so what opened it before does so again once our name is taken out.
https://specifications.freedesktop.org/mime-apps-spec/ and https://specifications.freedesktop.org/shared-mime-info-spec/
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from crm_desktop import paths
from crm_desktop.ui.background.autostart import as_value, exec_line
from crm_desktop.ui.background.opens.registration import SCHEMES, Kind, Registration, start

SHOP_TYPE: Final = "application/x-crm-desktop-shop"
OWN: Final = "crm-desktop"
"""What the names of our desktop files begin with."""

_DEFAULTS: Final = "[Default Applications]"
_ADDED: Final = "[Added Associations]"
_CACHE: Final = "[MIME Cache]"
_TYPES: Final = {
    Kind.CALLS: tuple(f"x-scheme-handler/{scheme}" for scheme in SCHEMES),
    Kind.SHOPS: (SHOP_TYPE,),
}
_SHOP_XML: Final = f"""<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="{SHOP_TYPE}">
    <comment>CRM Desktop shop</comment>
    <comment xml:lang="zh_CN">CRM Desktop 店铺</comment>
    <generic-icon name="x-office-document"/>
    <glob pattern="*.crm"/>
  </mime-type>
</mime-info>
"""


@dataclass(frozen=True, slots=True)
class Places:
    """Where this user's own files are, where everyone's are, and which desktop it is, in small letters."""

    config: Path
    data: Path
    shared: tuple[Path, ...]
    desktops: tuple[str, ...] = ()


def xdg_places(environment: Mapping[str, str], home: Path) -> Places:
    """The places that the environment names, or the usual ones."""
    shared = environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    return Places(
        Path(environment.get("XDG_CONFIG_HOME") or home / ".config"),
        Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share"),
        tuple(Path(folder) for folder in shared.split(":") if folder),
        tuple(name for name in environment.get("XDG_CURRENT_DESKTOP", "").lower().split(":") if name),
    )


class XdgRegistration(Registration):
    """Files in this user's folders."""

    def __init__(self, command: Sequence[str], places: Places, start: Callable[[Sequence[str]], bool] = start) -> None:
        super().__init__(command)
        self._places = places
        self._start = start
        self.file = places.data / "applications" / f"{OWN}-opens.desktop"
        self.mime_file = places.data / "mime" / "packages" / f"{OWN}.xml"

    def _is_on(self, kind: Kind) -> bool:
        return self.file.name == self._first_named(_TYPES[kind][0]) and kind in self._kinds()

    def _is_current(self, kind: Kind) -> bool:
        return _entry(self.file).get("Exec") == self._exec()

    def _write(self, kind: Kind) -> None:
        self._write_entry(self._kinds() | {kind})
        if kind is Kind.SHOPS:
            _write(self.mime_file, _SHOP_XML)
        self._refresh(kind)
        for name in _TYPES[kind]:
            self._name(name, first=True)

    def _remove(self, kind: Kind) -> None:
        for name in _TYPES[kind]:
            self._name(name, first=False)
        kinds = self._kinds() - {kind}
        if kinds:
            self._write_entry(kinds)
        else:
            self.file.unlink(missing_ok=True)
        if kind is Kind.SHOPS:
            self.mime_file.unlink(missing_ok=True)
        self._refresh(kind)

    def _takes_calls(self) -> bool:
        return next(iter(self._candidates(_TYPES[Kind.CALLS][0])), "").startswith(OWN)

    def _pass_on(self, link: str) -> bool:
        for name in self._candidates(_TYPES[Kind.CALLS][0]):
            command = [] if name.startswith(OWN) else self._command_of(name)
            if command:
                return self._start(_with_link(command, link))
        return False

    # Our own desktop file

    def _write_entry(self, kinds: set[Kind]) -> None:
        types = [name for kind in Kind if kind in kinds for name in _TYPES[kind]]
        lines = (
            "[Desktop Entry]",
            "Type=Application",
            f"Name={paths.APP_NAME}",
            f"Exec={self._exec()}",
            f"Icon={as_value(str(paths.resources() / 'icons' / 'app.svg'))}",
            "NoDisplay=true",
            "Terminal=false",
            "StartupNotify=false",
            f"MimeType={''.join(f'{name};' for name in types)}",
        )
        _write(self.file, "\n".join(lines) + "\n")

    def _exec(self) -> str:
        return f"{exec_line(self._command)} %u"

    def _kinds(self) -> set[Kind]:
        """What the file says that we open."""
        types = _entry(self.file).get("MimeType", "").split(";")
        return {kind for kind in Kind if _TYPES[kind][0] in types}

    def _refresh(self, kind: Kind) -> None:
        """Have the desktop's caches made anew, by the tools that come with them; without them there are none."""
        self._start(["update-desktop-database", str(self.file.parent)])
        if kind is Kind.SHOPS:
            self._start(["update-mime-database", str(self.mime_file.parent.parent)])

    # What opens a type

    def _lists(self) -> Iterator[Path]:
        """The files that name programs, the first of which counts most."""
        folders = [self._places.config, self._places.data / "applications"]
        folders += [each / "applications" for each in self._places.shared]
        for folder in folders:
            yield from (folder / f"{desktop}-mimeapps.list" for desktop in self._places.desktops)
            yield folder / "mimeapps.list"

    def _first_named(self, type_name: str) -> str:
        """The program that is the first for a type, in the first file that names any."""
        found = (_named(file, _DEFAULTS, type_name) for file in self._lists())
        return next((names[0] for names in found if names), "")

    def _candidates(self, type_name: str) -> list[str]:
        """The programs for a type, the first of which is asked."""
        lists = [_named(file, group, type_name) for group in (_DEFAULTS, _ADDED) for file in self._lists()]
        for folder in (self._places.data, *self._places.shared):
            lists.append(_named(folder / "applications" / "mimeinfo.cache", _CACHE, type_name))
        return list(dict.fromkeys(name for names in lists for name in names))

    def _command_of(self, name: str) -> list[str]:
        """What a desktop file starts; nothing if there is no such file."""
        for folder in (self._places.data, *self._places.shared):
            entry = _entry(folder / "applications" / name)
            if entry.get("Exec"):
                try:
                    return shlex.split(entry["Exec"].replace("\\\\", "\\"))
                except ValueError:
                    return []
        return []

    def _name(self, type_name: str, *, first: bool) -> None:
        """Put our name before the others for a type, or take it out, in this user's own file; its other lines stay."""
        file = self._places.config / "mimeapps.list"
        for group in (_DEFAULTS, _ADDED):
            others = [name for name in _named(file, group, type_name) if name != self.file.name]
            names = [self.file.name, *others] if first else others
            lines = _with_value(_lines(file), group, type_name, "".join(f"{name};" for name in names))
            if not lines:
                file.unlink(missing_ok=True)
            elif lines != _lines(file):
                _write(file, "\n".join(lines) + "\n")


def _with_link(command: Sequence[str], link: str) -> list[str]:
    """The words of an `Exec` line with a link in the place that is kept for one, else at the end."""
    words: list[str] = []
    for word in command:
        if word in ("%u", "%U", "%f", "%F"):
            words.append(link)
        elif not (len(word) == 2 and word[0] == "%" and word != "%%"):  # an icon, a name: what nobody needs
            words.append(word.replace("%%", "%"))
    return words if link in words else [*words, link]


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except FileNotFoundError:
        return []


def _groups(file: Path) -> dict[str, dict[str, str]]:
    """The groups of a file of keys and values."""
    groups: dict[str, dict[str, str]] = {}
    current: dict[str, str] = {}
    for line in map(str.strip, _lines(file)):
        if line.startswith("["):
            current = groups.setdefault(line, {})
        elif "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            current.setdefault(key.strip(), value.strip())
    return groups


def _entry(file: Path) -> dict[str, str]:
    return _groups(file).get("[Desktop Entry]", {})


def _named(file: Path, group: str, type_name: str) -> list[str]:
    """The programs that a group of a file names for a type."""
    return [name for name in _groups(file).get(group, {}).get(type_name, "").split(";") if name]


def _with_value(lines: Sequence[str], group: str, key: str, value: str) -> list[str]:
    """The lines with a key's value changed, added, or taken out where it is empty; a group that we empty goes too."""
    heads = [number for number, line in enumerate(lines) if line.strip() == group]
    if not heads:
        gap = [""] if lines and lines[-1].strip() else []
        return [*lines, *gap, group, f"{key}={value}"] if value else list(lines)
    start_at = heads[0] + 1
    end = next((n for n in range(start_at, len(lines)) if lines[n].lstrip().startswith("[")), len(lines))
    body = [line for line in lines[start_at:end] if line.partition("=")[0].strip() != key]
    if value:
        body.insert(0, f"{key}={value}")
    if not any(line.strip() for line in body):
        before = list(lines[: heads[0]])
        while before and not before[-1].strip():
            before.pop()
        rest = lines[end:]
        return [*before, *([""] if before and rest else []), *rest]
    return [*lines[:start_at], *body, *lines[end:]]


def _write(file: Path, text: str) -> None:
    """Write a small file, in one step: the desktop may read it meanwhile."""
    file.parent.mkdir(parents=True, exist_ok=True)
    half = file.with_name(f"{file.name}.new")
    half.write_text(text, encoding="utf-8", errors="surrogateescape")
    half.replace(file)
