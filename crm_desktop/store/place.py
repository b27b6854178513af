"""Where a shop file lies, and what that means for it: on a disk of this computer, in a folder that a service copies
elsewhere, or on another computer's disk.

A write-ahead log is unsafe in the last two: its parts lie in three files, which a service uploads one by one, and it
needs memory shared by all that have the file open (https://www.sqlite.org/wal.html, “all processes … must be on the
same host computer”). There the shop is written without one. What SQLite cannot do without is locks that hold
(https://www.sqlite.org/howtocorrupt.html, 2.1): on another computer's disk they are tried.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePath
from typing import Final

from crm_desktop.errors import UnsafePlace
from crm_desktop.language import Sentence
from crm_desktop.patterns import regex
from crm_desktop.store import computer
from crm_desktop.store.computer import Mount


class Kind(StrEnum):
    """What is at the other end of a path."""

    LOCAL = "local"
    SYNCED = "synced"
    NETWORK = "network"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file lies. `name`: the service that copies it, or what is mounted there. `writable`: whether the file
    can be changed and others be made beside it. `locks`: whether a lock there keeps others out."""

    kind: Kind = Kind.LOCAL
    name: str = ""
    writable: bool = True
    locks: bool = True

    @property
    def wal(self) -> bool:
        """Whether a write-ahead log is safe there."""
        return self.kind is Kind.LOCAL


_SERVICES: Final[tuple[tuple[str, str], ...]] = (
    (r"onedrive( - .+)?", "OneDrive"),
    (r"(我的)?坚果云|nutstore( files)?|nutstorefiles", "坚果云"),
    (r"百度网盘(同步空间|同步盘)?|百度云(同步盘|盘)?|baidu(sync ?disk|netdisk(workspace|download)?|yun.*)", "百度网盘"),
    (r"icloud ?drive|icloud~.+|com~apple~clouddocs|icloud云盘", "iCloud"),
    (r"dropbox( \(.+\))?", "Dropbox"),
    (r"google ?drive|googledrive(-.+)?|my drive|我的云端硬盘|google 云端硬盘", "Google Drive"),
    (r"wps ?(云盘|drive|cloud files)", "WPS 云盘"),
    (r"(腾讯)?微云(同步.*)?|weiyun.*", "微云"),
    (r"(天翼|和彩|移动|联通)云盘?|ecloud", "云盘"),
    (r"阿里云盘|adrive|alidrive", "阿里云盘"),
    (r"syncthing", "Syncthing"),
    (r"nextcloud", "Nextcloud"),
    (r"owncloud", "ownCloud"),
    (r"seafile|seadrive", "Seafile"),
    (r"mega(sync)?", "MEGA"),
    (r"pcloud ?drive|pcloud ?sync", "pCloud"),
    (r"yandex\.?disk", "Yandex"),
    (r"synologydrive|synology ?drive|群晖 ?drive", "Synology Drive"),
    (r"qsync", "Qsync"),
    (r"resilio ?sync|resiliosync", "Resilio Sync"),
    (r"box( sync)?", "Box"),
)
"""What the services call their folders."""

_SERVICE: Final = [(regex(pattern, re.IGNORECASE), name) for pattern, name in _SERVICES]

_HINTS: Final = (
    "drive", "云", "网盘", "cloud", "sync", "box", "nutstore", "baidu", "weiyun", "seafile", "mega", "yandex",
)  # fmt: skip
"""One of these is in each of them; hardly any other folder is to be compared with all."""

_MARKS: Final = {
    ".stfolder": "Syncthing",
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".sync": "Resilio Sync",
    ".owncloudsync.log": "ownCloud",
    ".nextcloudsync.log": "Nextcloud",
    ".seafile-data": "Seafile",
    ".nutstore": "坚果云",
    ".tmp.drivedownload": "Google Drive",
    ".synologyworkingdirectory": "Synology Drive",
}
"""What the services leave at the top of the folder that they copy, whatever it is called."""

_VARIABLES: Final = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
"""Where Windows says in which folders OneDrive copies."""

_NETWORK: Final = frozenset(
    (
        "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "ncpfs", "afs", "afpfs", "ceph", "glusterfs", "9p",
        "davfs", "webdav", "webdavfs", "lustre", "beegfs", "gfs2", "ocfs2", "ftp", "network", "vboxsf", "prl_fs",
        "fuse.sshfs", "fuse.gvfsd-fuse", "fuse.rclone", "fuse.davfs", "fuse.davfs2", "fuse.glusterfs", "fuse.ceph",
        "fuse.s3fs", "fuse.curlftpfs", "fuse.onedriver", "fuse.google-drive-ocamlfuse", "fuse.vmhgfs-fuse",
        "fuse.smbnetfs", "fuse.macfuse", "macfuse", "osxfuse", "fuse.juicefs", "fuse.pcloud",
    )
)  # fmt: skip
"""Kinds of disk that another computer may write to at the same time."""

_LOCKS_STAY: Final = frozenset(("nolock", "nobrl", "local_lock=all", "local_lock=posix"))
"""Options of a mount under which locks do not reach the other computers."""


def place_of(path: Path) -> Place:
    """Where a file lies, or would lie."""
    path = _resolved(path)
    writable = os.access(path.parent, os.W_OK) and (not os.path.lexists(path) or os.access(path, os.W_OK))
    share = share_of(path, computer.mounts())
    if share is not None:
        return Place(Kind.NETWORK, share.source, writable, not writable or _locks_hold(path.parent, share))
    service = service_of(path, os.environ)
    return Place(Kind.SYNCED if service else Kind.LOCAL, service, writable)


def refuse_unsafe(path: Path, place: Place) -> None:
    """UnsafePlace where the shop cannot be written to safely."""
    if not place.locks:
        raise UnsafePlace(
            Sentence("“%1” lies on another computer's disk (%2) which cannot keep two programs from writing at the "
                     "same time, so it was not opened. Copy the file to a disk of this computer, and open the copy.",
                     path.name, place.name)
        )  # fmt: skip


def share_of(path: PurePath, mounts: Sequence[Mount]) -> Mount | None:
    """Another computer's disk that a path leads to."""
    if str(path).startswith(("\\\\", "//")) and not str(path).startswith(("\\\\?\\", "\\\\.\\")):
        return Mount(Path(path.anchor), "network", path.anchor.rstrip("\\/") or str(path), frozenset())
    found = max(
        (mount for mount in mounts if path.is_relative_to(mount.point)),
        key=lambda mount: len(mount.point.parts),
        default=None,
    )
    for mount in mounts:  # of several at the same point the one mounted last is seen
        if found is not None and mount.point == found.point:
            found = mount
    return found if found is not None and found.kind in _NETWORK else None


def service_of(path: Path, environment: Mapping[str, str]) -> str:
    """The service that copies the folder of a file elsewhere; empty where none is known to."""
    for folder in _folders(path):
        if any(hint in folder.name.lower() for hint in _HINTS):
            for pattern, name in _SERVICE:
                if pattern.fullmatch(folder.name):
                    return name
    for name in _VARIABLES:
        if environment.get(name) and path.is_relative_to(_resolved(Path(environment[name]))):
            return "OneDrive"
    for folder in _folders(path):
        for mark, name in _MARKS.items():
            with suppress(OSError):
                if (folder / mark).exists():
                    return name
    return ""


def _folders(path: Path) -> Iterator[Path]:
    """The folders that a file is in, but not those that hold everyone's."""
    everyones = {Path.home(), *Path.home().parents}
    return (folder for folder in path.parents if folder not in everyones)


def _locks_hold(folder: Path, share: Mount) -> bool:
    """Try, with a small file, whether locks do what they should on this disk."""
    if share.options & _LOCKS_STAY:
        return False
    probe = folder / f".crm-{os.urandom(4).hex()}.probe"
    try:
        os.close(os.open(probe, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            return computer.locks_exclude(probe)
        finally:
            probe.unlink(missing_ok=True)
    except OSError:
        return False


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # a loop of links
        return path.absolute()
