"""What belongs into the packed program, of all that PyInstaller finds: only what the program can come to load.

PyInstaller follows every import and takes every plug-in of each part of Qt, with the libraries of whatever desktop the
build machine has. `kept` leaves of that what is named here, and of the libraries those that something kept needs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path, PurePosixPath
from typing import Final

Entry = tuple[str, str, str]
"""PyInstaller's: the place in the packed program, the file it comes from, the kind."""

#: Qt's plug-ins, as folder/name without "lib" and the ending.
PLUGINS: Final = frozenset({
    # The screen: X11, Wayland, Windows, macOS; and none, on which the command line draws its PDFs.
    "platforms/qxcb", "platforms/qwayland", "platforms/qwindows", "platforms/qcocoa", "platforms/qoffscreen",
    "wayland-shell-integration/xdg-shell", "wayland-decoration-client/adwaita", "wayland-decoration-client/bradient",
    # The desktop's own file dialogs, fonts and colours.
    "platformthemes/qgtk3", "platformthemes/qxdgdesktopportal", "styles/qmodernwindowsstyle",
    # Chinese is typed through these.
    "platforminputcontexts/ibusplatforminputcontextplugin", "platforminputcontexts/composeplatforminputcontextplugin",
    # Our icons, the style sheet's, and photos.
    "iconengines/qsvgicon", "imageformats/qsvg", "imageformats/qjpeg",
    "printsupport/cupsprintersupport", "printsupport/windowsprintersupport", "printsupport/cocoaprintersupport",
})  # fmt: skip

#: Qt's own words: for its file and print dialogs.
TRANSLATIONS: Final = frozenset({"qtbase_zh_CN.qm", "qtbase_en.qm"})

#: What every Linux desktop has, by the names of its libraries. A copy of ours would come in the way of the desktop's
#: other parts, which are loaded beside it: the graphics driver, GTK, fonts, input methods.
DESKTOP_HAS: Final = re.compile(
    r"ld-linux.*|lib(c|m|dl|rt|pthread|util|resolv|anl|nsl|crypt|gcc_s|stdc\+\+|z|expat|uuid|zstd"
    r"|X11|X11-xcb|xcb|Xau|Xdmcp|Xext|Xi|Xrender|SM|ICE|wayland-(client|cursor|egl)|drm|gbm"
    r"|GL|EGL|GLX|OpenGL|GLdispatch|vulkan"
    r"|fontconfig|freetype|harfbuzz|png16|brotli(common|dec)|glib-2\.0|gobject-2\.0|gio-2\.0|gmodule-2\.0|gthread-2\.0"
    r"|dbus-1|systemd|cups|gtk-3|gdk-3|gdk_pixbuf-2\.0|pango.*-1\.0|cairo.*|atk-1\.0|atspi"
    r"|gssapi_krb5|krb5|k5crypto|krb5support|com_err|keyutils|udev|input|mtdev)\.so.*"
)

#: Modules that are imported somewhere, but never when the program runs.
NEVER_IMPORTED: Final = [
    # Where a phone number is from, whose net it is in, which hour it is there.
    "phonenumbers.geodata", "phonenumbers.geocoder", "phonenumbers.carrierdata", "phonenumbers.carrier",
    "phonenumbers.tzdata", "phonenumbers.timezone",
    # Readings of phrases: names are read by the character.
    "pypinyin.phrases_dict", "pypinyin.runner",
    # Other ways to speak D-Bus, and to a database.
    "jeepney.io.asyncio", "jeepney.io.trio", "asyncio", "trio", "playhouse", "psycopg2", "psycopg", "MySQLdb",
    "PySide6.QtDBus",
    # Python's tools for engineers.
    "unittest", "doctest", "pdb", "bdb", "cmd", "pydoc", "pydoc_data", "readline", "curses", "tkinter", "distutils",
    "setuptools", "pkg_resources", "ensurepip", "lib2to3", "pip", "pytest", "_pytest", "mypy", "coverage",
    "multiprocessing", "cProfile", "profile", "pstats", "trace", "code", "codeop", "optparse",
    # The net: the program never goes there.
    "ssl", "_ssl", "ftplib", "smtplib", "imaplib", "poplib", "telnetlib", "nntplib", "xmlrpc", "http.server",
    "http.cookiejar", "webbrowser",
]  # fmt: skip

#: PyInstaller's own preparations that run before every start, and are not needed: for several processes, for looking at
#: source code and for listing packages, none of which the program does; for Qt, which PySide6 tells its place itself
#: (this one would load Qt for every command, also for those that need none).
NOT_PREPARED: Final = frozenset({"pyi_rth_inspect", "pyi_rth_pkgutil", "pyi_rth_multiprocessing", "pyi_rth_pyside6"})

#: PyInstaller's kinds of entries.
KINDS: Final = (
    "EXTENSION", "DATA", "BINARY", "EXECUTABLE", "PYSOURCE", "PYMODULE", "SPLASH", "PYZ", "SYMLINK",
)  # fmt: skip

#: Libraries that lie in the one file as they are: the largest, which packing makes a little more than half as large.
NOT_PACKED: Final = ("libQt6Gui.", "libQt6Widgets.")

#: Data that packages bring and the program never reads.
_NEVER_READ: Final = re.compile(r"pypinyin/phrases_dict.*|.*\.pyi|.*/(typesystems|glue|doc|examples)/.*|.*\.typed")


def modules_kept(modules: Iterable[Entry]) -> list[Entry]:
    """Without what is never imported."""
    away = tuple(NEVER_IMPORTED)
    return [entry for entry in modules if not any(entry[0] == name or entry[0].startswith(f"{name}.") for name in away)]


def data_kept(entries: Iterable[Entry]) -> list[Entry]:
    """Without other languages of Qt, and without what is never read."""
    return [
        entry
        for entry in entries
        if not _NEVER_READ.fullmatch(_posix(entry[0]))
        and (PurePosixPath(_posix(entry[0])).suffix != ".qm" or PurePosixPath(_posix(entry[0])).name in TRANSLATIONS)
    ]


def binaries_kept(entries: Iterable[Entry], needs: Callable[[str], Iterable[str]] | None) -> list[Entry]:
    """Python's modules, the plug-ins that are named above, and what these need. `needs` gives the file names of the
    libraries that a file is linked with; without it (not on Linux) every library stays."""
    named = [
        entry
        for entry in entries
        if (_plugin(entry[0]) in PLUGINS if _is_plugin(entry[0]) else _module(entry[0]) not in NEVER_IMPORTED)
    ]
    if needs is None:
        return named
    libraries: dict[str, list[Entry]] = {}
    for entry in named:
        if _is_library(entry[0]) and not DESKTOP_HAS.fullmatch(_name(entry[0])):
            libraries.setdefault(_name(entry[0]), []).append(entry)
    kept = [entry for entry in named if not _is_library(entry[0])]
    reached = {name for name in libraries if name.startswith("libpython")}
    waiting = kept + [entry for name in reached for entry in libraries[name]]
    while waiting:
        *_, source, kind = waiting.pop()
        new = {name for name in ([] if kind == "SYMLINK" else needs(source)) if name in libraries} - reached
        reached |= new
        waiting += [entry for name in new for entry in libraries[name]]
    return kept + [entry for name in sorted(reached) for entry in libraries[name]]


def links_kept(entries: Iterable[Entry], others: Iterable[Entry] = ()) -> list[Entry]:
    """Without links to files that stay out; `others` are entries that links may point to as well."""
    entries = list(entries)
    there = {_posix(entry[0]) for entry in (*entries, *others)}
    return [
        (place, source, kind)
        for place, source, kind in entries
        if kind != "SYMLINK" or str(PurePosixPath(_posix(place)).parent / _posix(source)) in there
    ]


def modules_of(package: Path) -> list[str]:
    """Every module of the package, by name: some are imported in ways that PyInstaller does not follow."""
    files = [file.relative_to(package.parent).with_suffix("") for file in sorted(package.rglob("*.py"))]
    return [".".join(file.parts).removesuffix(".__init__") for file in files]


def resource_folders(resources: Path) -> list[tuple[str, str]]:
    """The folders of resources that the program reads, as PyInstaller takes them; those for engineers stay out."""
    return [
        (str(folder), f"resources/{folder.name}")
        for folder in sorted(resources.iterdir())
        if folder.is_dir() and folder.name not in {"packaging", "readme", "docs"}
    ]


def _posix(path: str) -> str:
    return path.replace("\\", "/")


def _name(path: str) -> str:
    return PurePosixPath(_posix(path)).name


def _module(path: str) -> str:
    """The name of a compiled module of Python."""
    place = PurePosixPath(_posix(path))
    return ".".join((*place.parent.parts, place.name.split(".")[0]))


def _is_plugin(path: str) -> bool:
    return "/plugins/" in _posix(path)


def _plugin(path: str) -> str:
    *_, folder, file = PurePosixPath(_posix(path)).parts
    return f"{folder}/{file.split('.')[0].removeprefix('lib')}"


def _is_library(path: str) -> bool:
    """A library that others are linked with, other than a module of Python or a plug-in of Qt."""
    return not _is_plugin(path) and re.fullmatch(r"lib.+\.so(\.\d+)*", _name(path)) is not None
