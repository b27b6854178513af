"""Where a shop file lies."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from crm_desktop.errors import UnsafePlace
from crm_desktop.store import computer, place
from crm_desktop.store.computer import Mount, bsd_mount, linux_mount
from crm_desktop.store.place import Kind, Place, place_of, refuse_unsafe, service_of, share_of

NO_OPTIONS: frozenset[str] = frozenset()


def mounted(monkeypatch: pytest.MonkeyPatch, point: Path, kind: str, *options: str) -> None:
    mounts = [Mount(Path("/"), "ext4", "/dev/sda1", NO_OPTIONS), Mount(point, kind, "//box/shop", frozenset(options))]
    monkeypatch.setattr(computer, "mounts", lambda: mounts)


def test_a_disk_of_this_computer(tmp_path: Path) -> None:
    assert place_of(tmp_path / "shop.crm") == Place(Kind.LOCAL, "", True, True)
    assert place_of(tmp_path / "shop.crm").wal


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("OneDrive", "OneDrive"),
        ("OneDrive - 王女士茶庄", "OneDrive"),
        ("我的坚果云", "坚果云"),
        ("Nutstore Files", "坚果云"),
        ("BaiduSyncdisk", "百度网盘"),
        ("百度网盘同步空间", "百度网盘"),
        ("iCloudDrive", "iCloud"),
        ("com~apple~CloudDocs", "iCloud"),
        ("Dropbox (Personal)", "Dropbox"),
        ("GoogleDrive-anna@example.com", "Google Drive"),
        ("我的云端硬盘", "Google Drive"),
        ("WPS云盘", "WPS 云盘"),
        ("Nextcloud", "Nextcloud"),
        ("Dropbox old things", ""),
        ("boxes", ""),
    ],
)
def test_a_folder_that_a_service_copies_is_known_by_its_name(tmp_path: Path, folder: str, service: str) -> None:
    inside = tmp_path / folder / "店" / "shop.crm"
    inside.parent.mkdir(parents=True)
    assert service_of(inside, {}) == service
    found = place_of(inside)
    assert (found.kind, found.wal) == ((Kind.SYNCED, False) if service else (Kind.LOCAL, True))


def test_or_by_what_the_service_leaves_in_it(tmp_path: Path) -> None:
    (tmp_path / "Shop").mkdir()
    assert service_of(tmp_path / "Shop" / "shop.crm", {}) == ""
    (tmp_path / ".stfolder").mkdir()
    assert service_of(tmp_path / "Shop" / "shop.crm", {}) == "Syncthing"


def test_or_by_what_windows_says_of_it(tmp_path: Path) -> None:
    inside = tmp_path / "Wolke" / "shop.crm"
    assert service_of(inside, {"OneDriveCommercial": str(tmp_path / "Wolke")}) == "OneDrive"
    assert service_of(inside, {"OneDrive": str(tmp_path / "Elsewhere"), "OneDriveConsumer": ""}) == ""


def test_a_mark_in_the_home_folder_says_nothing_of_what_is_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".dropbox").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    assert service_of(tmp_path / "Documents" / "shop.crm", {}) == ""


def test_a_mark_that_cannot_be_looked_at_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bool:
        raise PermissionError

    monkeypatch.setattr(Path, "exists", refuse)
    assert service_of(tmp_path / "shop.crm", {}) == ""


def test_another_computers_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounted(monkeypatch, tmp_path, "cifs", "rw")
    found = place_of(tmp_path / "shop.crm")
    assert found == Place(Kind.NETWORK, "//box/shop", True, True)
    assert not found.wal
    refuse_unsafe(tmp_path / "shop.crm", found)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("option", ["nolock", "nobrl", "local_lock=all"])
def test_a_share_whose_locks_do_not_reach_the_others_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    mounted(monkeypatch, tmp_path, "nfs4", "rw", option)
    with pytest.raises(UnsafePlace, match=r"“shop.crm” lies on another computer's disk \(//box/shop\)"):
        refuse_unsafe(tmp_path / "shop.crm", place_of(tmp_path / "shop.crm"))


def test_locks_are_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounted(monkeypatch, tmp_path, "fuse.sshfs")
    monkeypatch.setattr(computer, "locks_exclude", lambda path: False)
    assert not place_of(tmp_path / "shop.crm").locks

    def refuse(path: Path) -> bool:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(computer, "locks_exclude", refuse)
    assert not place_of(tmp_path / "shop.crm").locks
    assert list(tmp_path.iterdir()) == []


def test_a_lock_keeps_another_out(tmp_path: Path) -> None:
    path = tmp_path / "probe"
    path.touch()
    assert computer.locks_exclude(path)


def test_a_share_that_may_only_be_read_needs_no_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounted(monkeypatch, tmp_path, "nfs", "ro", "nolock")
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    assert place_of(tmp_path / "shop.crm") == Place(Kind.NETWORK, "//box/shop", False, True)


def test_the_disk_nearest_to_the_file_counts_and_of_two_at_one_point_the_last() -> None:
    mounts = [
        Mount(Path("/"), "ext4", "a", NO_OPTIONS),
        Mount(Path("/mnt/box"), "cifs", "b", NO_OPTIONS),
        Mount(Path("/mnt/box/stick"), "vfat", "c", NO_OPTIONS),
        Mount(Path("/mnt/box/stick"), "nfs", "d", NO_OPTIONS),
    ]
    assert share_of(PurePosixPath("/mnt/box/shop.crm"), mounts) == mounts[1]
    assert share_of(PurePosixPath("/mnt/box/stick/shop.crm"), mounts) == mounts[3]
    assert share_of(PurePosixPath("/mnt/box/stick/shop.crm"), mounts[:3]) is None
    assert share_of(PurePosixPath("/mnt/boxes/shop.crm"), mounts) is None
    assert share_of(PurePosixPath("/shop.crm"), []) is None


def test_a_path_that_names_another_computer() -> None:
    found = share_of(PureWindowsPath(r"\\box\shop\data\shop.crm"), [])
    assert found is not None
    assert found.source == r"\\box\shop"
    assert share_of(PureWindowsPath(r"\\?\C:\data\shop.crm"), []) is None


def test_what_linux_says_of_its_disks() -> None:
    line = r"36 35 98:0 /mnt1 /mnt/my\040box rw,noatime master:1 - cifs //box/my\040shop rw,nobrl"
    options = frozenset(("rw", "noatime", "nobrl"))
    assert linux_mount(line) == Mount(Path("/mnt/my box"), "cifs", "//box/my shop", options)
    assert linux_mount("36 35 98:0 / /mnt rw,noatime") is None
    assert linux_mount("36 / - x") is None


def test_what_macos_says_of_its_disks() -> None:
    line = "//anna@box/shop on /Volumes/my shop (smbfs, nodev, nosuid, mounted by anna)"
    options = frozenset(("nodev", "nosuid", "mounted by anna"))
    assert bsd_mount(line) == Mount(Path("/Volumes/my shop"), "smbfs", "//anna@box/shop", options)
    assert bsd_mount("") is None


@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's list of mounted disks")
def test_the_disks_of_this_computer_are_listed() -> None:
    assert any(mount.point == Path("/") for mount in computer.mounts())


def test_a_loop_of_links_is_somewhere(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert place_of(loop / "shop.crm").kind is Kind.LOCAL


def test_a_folder_that_cannot_be_resolved_is_taken_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, strict: bool = False) -> Path:
        raise RuntimeError("Symlink loop")

    monkeypatch.setattr(Path, "resolve", refuse)
    assert place_of(tmp_path / "shop.crm").kind is Kind.LOCAL
    assert place._resolved(tmp_path) == tmp_path


def test_a_disk_that_is_mounted_read_only(tmp_path: Path) -> None:
    """By a mount that only the test sees, where one is permitted."""
    script = (
        "import sys; from pathlib import Path; from crm_desktop.store.place import place_of;"
        "print(place_of(Path(sys.argv[1])).writable)"
    )
    inside = f'mount --bind "{tmp_path}" "{tmp_path}" && mount -o remount,ro,bind "{tmp_path}" && "$0" -c "$1" "$2"'
    words = ["unshare", "-m", "sh", "-c", inside, sys.executable, script, str(tmp_path / "shop.crm")]
    try:
        found = subprocess.run(words, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no unshare here")
    if found.returncode:
        pytest.skip(f"mounting is not permitted here: {found.stderr.strip()}")
    assert found.stdout == "False\n"
