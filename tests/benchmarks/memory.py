"""Watch the memory of a long run: it must stay flat.

    python tests/benchmarks/memory.py FOLDER [--pages 20000] [--to json] [--jobs 2] [--from warc|folder]

The pages of FOLDER (``*.html`` and ``*.html.gz``) are laid out again and again, each copy with a comment of its own, in one WARC of
gzip members, or as files. While ``newsarchive convert`` runs over them, the resident memory of its main process and of each worker
is read from /proc once a second; a line is printed for each twentieth of the run. Linux.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any


def laid_out(folder: Path, count: int, home: Path, *, warc: bool) -> Path:
    paths = sorted(path for ending in ("*.html", "*.html.gz") for path in folder.rglob(ending))
    bodies = [gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes() for path in paths]
    where = home / ("pages.warc.gz" if warc else "pages")
    if not warc:
        where.mkdir()
        for number in range(count):
            (where / f"{number:06d}.html").write_bytes(bodies[number % len(bodies)] + b"<!-- %d -->" % number)
        return where
    with where.open("wb") as file:
        for number in range(count):
            body = bodies[number % len(bodies)] + b"<!-- %d -->" % number
            block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
            head = (
                f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://news.example.org/{number}\r\nWARC-Date: 2024-03-01T06:00:00Z\r\n"
                f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>\r\nContent-Type: application/http; msgtype=response\r\n"
                f"Content-Length: {len(block)}\r\n\r\n"
            )
            file.write(gzip.compress(head.encode() + block + b"\r\n\r\n", 1))
    return where


def resident(pid: int) -> float:
    """Return the resident megabytes of a process, 0 where it is gone."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


def below(pid: int) -> list[int]:
    """Return the processes that a process started, and those that they started."""
    found = []
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split():
        found += [int(child), *below(int(child))]
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--to", default="json")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--from", dest="kind", choices=("warc", "folder"), default="warc")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="newsarchive-memory-") as name:
        home = Path(name)
        pages = laid_out(args.folder, args.pages, home, warc=args.kind == "warc")
        words = [
            "convert",
            str(pages),
            "--to",
            args.to,
            "--out",
            str(home / "out"),
            "--jobs",
            str(args.jobs),
            "--progress",
            "json",
        ]
        said = (home / "said").open("wb")
        start = time.monotonic()
        run = subprocess.Popen([sys.executable, "-m", "newsarchive", *words], stderr=said)
        done, step = 0, args.pages // 20
        told = 0
        print(" pages  seconds  main MB  workers MB (largest, all)", flush=True)
        peak = [0.0, 0.0]
        while run.poll() is None:
            time.sleep(1)
            done = max([done, *map(pages_of, (home / "said").read_bytes()[-5000:].split(b"\n"))])
            try:
                workers = [resident(pid) for pid in below(run.pid)]
            except OSError:
                continue
            main_process = resident(run.pid)
            peak = [max(peak[0], main_process), max(peak[1], *workers, 0.0)]
            if done >= told + step:
                told = done
                print(
                    f"{done:6d} {time.monotonic() - start:8.0f} {main_process:8.1f} {max(workers, default=0):8.1f} {sum(workers):8.1f}",
                    flush=True,
                )
        print(
            f"status {run.returncode}; peak: main {peak[0]:.1f} MB, one worker {peak[1]:.1f} MB; {time.monotonic() - start:.0f} s"
        )
        print(f"{sum(1 for path in (home / 'out').rglob('*.json'))} files")
    return run.returncode


def pages_of(line: bytes) -> int:
    """Return how many pages a line of progress says are done."""
    try:
        told: Any = json.loads(line)
    except ValueError:
        return 0
    return sum(told.get(name) or 0 for name in ("done", "failed", "filtered")) if isinstance(told, dict) else 0


if __name__ == "__main__":
    sys.exit(main())
