"""Measure whole runs against the sum of their parts: what the pool costs, and what a second worker brings.

    python tests/benchmarks/pool.py FOLDER [--pages 200] [--rounds 3] [--to newsml-g2,epub,json] [--jobs 1,2]

FOLDER is searched for ``*.html`` and ``*.html.gz``. Each round does the parts in this process (read, then each format, files written),
and then a run by each number of workers, so that what else the machine does falls on all alike; of several rounds the quickest
counts. Wall seconds tell what a second worker brings, CPU seconds (workers included) what the pool costs. Say with the figures what
the load was: it is printed before each measurement.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import gzip
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from newsarchive.batch.task import Options, Task, convert, ordered
from newsarchive.sources.page import Page

_RUN = """
import sys
from newsarchive.cli.main import run
sys.exit(run(sys.argv[1:]))
"""


def parts(pages: Path, targets: tuple[str, ...], out: Path) -> tuple[float, float, dict[str, float]]:
    """Convert every page in this process; return wall and CPU seconds, and CPU seconds by stage."""
    stages: dict[str, float] = defaultdict(float)
    options = Options(targets=targets, out=str(out))
    wall, cpu = time.perf_counter(), time.process_time()
    for path in sorted(pages.iterdir()):
        done = convert(Task(Page(data=path.read_bytes(), name=str(path), folder="", place=path.name), options))
        for stage, seconds in done.seconds.items():
            stages[stage] += seconds
    return time.perf_counter() - wall, time.process_time() - cpu, dict(stages)


def whole(pages: Path, targets: tuple[str, ...], out: Path, jobs: int) -> tuple[float, float, float]:
    """Run the command line over the folder; return wall seconds, CPU seconds of all its processes, and those of the main one."""
    words = [
        "convert",
        str(pages),
        "--to",
        ",".join(targets),
        "--out",
        str(out),
        "--jobs",
        str(jobs),
        "--progress",
        "none",
        "--no-report",
    ]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    wall = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", _RUN, *words], stderr=subprocess.DEVNULL)
    _, _, main = os.wait4(process.pid, 0)
    wall = time.perf_counter() - wall
    # The server that workers are forked from outlives the run by a moment; it and what it waited for are counted when it ends.
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, main.ru_utime + main.ru_stime


def laid_out(folder: Path, count: int, home: Path) -> Path:
    """Copy ``count`` pages, unpacked, again and again if there are fewer; each copy differs by a comment at its end."""
    paths = sorted(path for ending in ("*.html", "*.html.gz") for path in folder.rglob(ending))
    pages = home / "pages"
    pages.mkdir()
    for number in range(count):
        path = paths[number % len(paths)]
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        (pages / f"{number:06d}.html").write_bytes(data + b"<!-- %d -->" % number)
    return pages


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--to", default="newsml-g2,epub,json")
    parser.add_argument("--jobs", default="1,2")
    args = parser.parse_args()
    targets = ordered(tuple(args.to.split(",")))
    counts = [int(number) for number in args.jobs.split(",")]
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER (prctl(2)): orphans of a run are ours to wait for
    measured: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    stages: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="newsarchive-bench-") as name:
        home = Path(name)
        pages = laid_out(args.folder, args.pages, home)
        size = sum(path.stat().st_size for path in pages.iterdir())
        print(
            f"{args.pages} pages, {size / args.pages / 1000:.0f} kB each, to {', '.join(targets)}; {os.cpu_count()} cores"
        )
        parts(pages, targets, home / "warm")  # libraries are loaded once, as the pool does
        for number in range(args.rounds):
            for what in ("parts", *map(str, counts)):
                out = home / "out"
                load = os.getloadavg()[0]
                if what == "parts":
                    wall, cpu, stages = parts(pages, targets, out)
                    main = 0.0
                else:
                    wall, cpu, main = whole(pages, targets, out, int(what))
                measured[what].append((wall, cpu, main))
                print(
                    f"round {number + 1}: {what:>5}: {wall:7.2f} s, {cpu:7.2f} s CPU, main process {main:5.2f} s, load {load:.1f}",
                    flush=True,
                )
                shutil.rmtree(out, ignore_errors=True)
    best = {what: [min(values) for values in zip(*runs, strict=True)] for what, runs in measured.items()}
    wall, cpu, _ = best["parts"]
    print(f"parts: {args.pages / wall:.1f} pages a second, {1000 * cpu / args.pages:.1f} ms CPU a page")
    for stage, seconds in stages.items():
        print(f"       {stage}: {1000 * seconds / args.pages:.2f} ms")
    first = best[str(counts[0])][0]
    for jobs in counts:
        its_wall, its_cpu, main = best[str(jobs)]
        print(
            f"{jobs} worker{'s' if jobs > 1 else ''}: {args.pages / its_wall:.1f} pages a second, {first / its_wall:.2f} x the first, "
            f"{wall / its_wall:.2f} x the parts; {100 * (its_cpu / cpu - 1):+.1f} % CPU over the parts, "
            f"{1000 * main / args.pages:.2f} ms a page of it in the main process"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
