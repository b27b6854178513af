"""Mutated files for every reader: `python tests/fuzz/fuzz_readers.py [seconds] [first seed] [--one SEED]`.

Each file is made from a sample by its seed alone, so that a finding can be had again: `--one SEED` reads that file in
this process and writes it to the folder for temporary files. A worker reads them; whatever else it does than give rows
or a sentence, longer than ten seconds or with more than 500 MB, is a finding.
"""

from __future__ import annotations

import io
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from crm_desktop.errors import UserError  # noqa: E402
from crm_desktop.exchange.readers import open_book  # noqa: E402
from crm_desktop.exchange.sheets.headings import Kind  # noqa: E402
from crm_desktop.exchange.sheets.table import read_table  # noqa: E402
from tests.fuzz import samples  # noqa: E402

MOST_SECONDS = 10
MOST_MEGABYTES = 500
WORK = Path(tempfile.gettempdir()) / f"crm-fuzz-{os.getuid() if hasattr(os, 'getuid') else 0}"

# Pieces that mean something to one of the readers.
TOKENS = [
    b'"', b"'", b'=', b':', b';', b',', b'\t', b'\x00', b'<', b'>', b'&', b'\r', b'\n', b'\r\n', b'\\', b' ', b'-',
    b'--', b'<table>', b'</table>', b'<td>', b'<tr>', b'<!--', b'-->', b']]>', b'<![CDATA[', b'<!DOCTYPE a [',
    b'&#0;', b'&amp;', b' colspan="99999"', b' rowspan="99999"', b' rowspan="0"', b'ss:Index="1048576"',
    b'ss:Index="16384"', b'ss:MergeDown="99999999"', b'ss:MergeAcross="16383"', b'ss:Span="1048575"', b'<Row>',
    b'<Cell>', b'<Data>', b'BEGIN:VCARD\r\n', b'END:VCARD\r\n', b'VERSION:2.1\r\n', b'PHOTO;ENCODING=b:',
    b'X-ALTBDAY:', b'item1.', b'=\r\n', b'ENCODING=QUOTED-PRINTABLE:', b'CHARSET=GBK:', b'data:image/png;base64,',
    b'\xff', b'\x80', b'\xff\xfe', b'\xef\xbb\xbf', b'0', b'1', b'-1', b'65535', b'65536', b'1048576', b'16384',
    b'2147483648', b'99999999999999999999', b'1e309', b'NaN', b'table:number-rows-repeated="1048576"',
    b'table:number-columns-repeated="16384"', b'XFD1048576', b'A1:XFD1048576', b'"name":', b'[', b']', b'{', b'}',
    b'null', b'true', b'{"":' * 50, b'[' * 500, b'\\u0000', b'\\ud800',
    b'Content-Type: multipart/mixed; boundary=a\r\n\r\n', b'\n--a\n', b'Content-Transfer-Encoding: base64\r\n',
    b'=3D',
]  # fmt: skip


def mutated(r: random.Random, data: bytes, times: int) -> bytes:
    """The data with bytes flipped, cut out, copied, swapped for tokens and numbers, and cut off."""
    d = bytearray(data)
    for _ in range(times):
        at, kind = r.randrange(len(d) + 1), r.random()
        if kind < 0.25:
            d[at : at + 1] = bytes([r.randrange(256)])
        elif kind < 0.4:
            del d[at : at + r.randrange(1, 200)]
        elif kind < 0.55 and d:
            start = r.randrange(len(d))
            d[at:at] = d[start : start + r.randrange(300)] * r.choice((1, 1, 1, 20))
        elif kind < 0.8:
            d[at:at] = r.choice(TOKENS) * r.choice((1, 1, 1, 2, 50))
        elif kind < 0.9:
            _edit_number(r, d, at)
        elif kind < 0.93:
            del d[at:]
        else:
            d[at:at] = r.randbytes(r.randrange(1, 60))
    return bytes(d) or b"x"


def _edit_number(r: random.Random, d: bytearray, at: int) -> None:
    """The next number in the text becomes another one."""
    digits = [place for place in range(at, min(at + 400, len(d))) if d[place] in b"0123456789"]
    if digits:
        end = digits[0]
        while end < len(d) and d[end] in b"0123456789":
            end += 1
        number = r.choice(
            (0, 1, -1, 255, 65_535, 65_536, 1_048_576, 2**31, 2**32 - 1, 2**63, 10**25, r.randrange(10**6))
        )
        d[digits[0] : end] = str(number).encode()


def mutated_zip(r: random.Random, data: bytes) -> bytes:
    """An archive whose members were mutated, swapped, left out, doubled or renamed, packed again."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    for _ in range(r.randrange(1, 4)):
        at, kind = r.randrange(len(members)), r.random()
        name, content = members[at]
        if kind < 0.85:
            members[at] = (name, mutated(r, content, r.randrange(1, 6)))
        elif kind < 0.9:
            other = r.randrange(len(members))
            members[at], members[other] = (name, members[other][1]), (members[other][0], content)
        elif kind < 0.95 and len(members) > 1:
            del members[at]
        else:
            members.append((r.choice((f"{name}.xml", name.upper(), f"../{name}", "xl/worksheets/sheet9.xml")), content))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in dict(members).items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def made(seed: int, all_samples: list[tuple[str, bytes]]) -> tuple[str, bytes]:
    """The file of that seed, and the name of the sample that it was made from."""
    r = random.Random(seed)
    name, data = r.choice(all_samples)
    if data.startswith(b"PK") and r.random() < 0.85:
        data = mutated_zip(r, data)
        if r.random() < 0.9:
            return name, data
    return name, mutated(r, data, r.randrange(1, 12))


def read_whole(path: Path) -> None:
    """Everything that an import does before it looks into the shop."""
    with suppress(UserError):
        book = open_book(path, password="geheim")
        for sheet in (book.sheet_names or (None,))[:20]:
            book.sheet(sheet)
        for row in list(book.photos)[:50]:
            book.photos[row]
        if book.stream is not None:
            for _ in book.stream(1_000, None):
                pass
        for kind in (Kind.CUSTOMERS, Kind.PURCHASES):
            with suppress(UserError):
                read_table(book, kind)


def work() -> None:
    """The worker: a seed a line comes in, "ok" or what went wrong goes out."""
    all_samples = samples.every()
    for line in sys.stdin:
        seed = int(line)
        path = WORK / "file"
        path.write_bytes(made(seed, all_samples)[1])
        said = "ok"
        try:
            read_whole(path)
        except BaseException:  # a panic of the workbook reader is no Exception
            said = traceback.format_exc()
        print(json.dumps(said), flush=True)


class Worker:
    """A process that reads files, watched for its time and memory."""

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__, "--work"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def read(self, seed: int) -> str | None:
        """What is wrong with how the file of that seed is read; None when nothing is."""
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{seed}\n")
        process.stdin.flush()
        stopped: list[str] = []
        done = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(done, stopped))
        watcher.start()
        answer = process.stdout.readline()
        done.set()
        watcher.join()
        if not answer or stopped:
            process.kill()
            code = process.wait()
            self._start()
            return stopped[0] if stopped else f"the process ended by itself: {code}"
        said: str = json.loads(answer)
        return None if said == "ok" else said

    def _watch(self, done: threading.Event, stopped: list[str]) -> None:
        end = time.monotonic() + MOST_SECONDS
        while not done.wait(0.02):
            megabytes = _megabytes(self._process.pid)
            if megabytes > MOST_MEGABYTES:
                stopped.append(f"{megabytes} MB of memory")
            elif time.monotonic() > end:
                stopped.append(f"more than {MOST_SECONDS} s")
            if stopped:
                self._process.kill()
                return

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


def _megabytes(pid: int) -> int:
    """What the process holds at most so far, in this way of counting only on Linux; 0 elsewhere."""
    with suppress(OSError, ValueError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) // 1024
    return 0


def main(seconds: float, first: int) -> int:
    """Try file after file; tell what was found, and return 1 when anything was."""
    WORK.mkdir(exist_ok=True)
    all_samples = samples.every()
    worker = Worker()
    end, seed, found = time.monotonic() + seconds, first, 0
    kept: dict[int, int] = {}
    while time.monotonic() < end and found < 20:
        problem = worker.read(seed)
        if problem:
            found += 1
            name, data = made(seed, all_samples)
            where = zlib.crc32(problem[-200:].encode())
            kept[where] = kept.get(where, 0) + 1
            if kept[where] == 1:
                (WORK / f"finding-{seed}-{name}").write_bytes(data)
            print(f"seed {seed} ({name}): {problem}", flush=True)
        seed += 1
    worker.close()
    print(f"{seed - first} files (seeds {first} to {seed - 1}) of {len(all_samples)} samples; {found} findings.")
    return 1 if found else 0


def one(seed: int, read: Callable[[Path], None] = read_whole) -> int:
    """Read the file of one seed here, and say how long it took."""
    WORK.mkdir(exist_ok=True)
    name, data = made(seed, samples.every())
    path = WORK / f"seed-{seed}-{name}"
    path.write_bytes(data)
    print(path)
    with suppress(ImportError):  # Windows has no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (4 * MOST_MEGABYTES * 1024**2,) * 2)
    start = time.monotonic()
    read(path)
    print(f"{time.monotonic() - start:.2f} s")
    return 0


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["--work"]:
            work()
        case ["--one", seed]:
            sys.exit(one(int(seed)))
        case [*numbers]:
            sys.exit(main(float(numbers[0]) if numbers else 600, int(numbers[1]) if len(numbers) > 1 else 1))
