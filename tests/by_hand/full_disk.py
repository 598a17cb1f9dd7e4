"""Run into a full disk, a quota, a read-only folder and another writer; each must be said, and the run be resumable.

    python tests/by_hand/full_disk.py [--pages 60]

The full disk is a small tmpfs where mounting is allowed (root on Linux), the quota a limit on the size of a file. After each the same
run is resumed with room enough, and must come to the bytes of an undisturbed run.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from shared import command, hidden, pages, run, seen


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--pages", type=int, default=60)
    args = parser.parse_args()
    bad = 0
    with tempfile.TemporaryDirectory(prefix="newsarchive-full-") as name:
        home = Path(name)
        source = str(pages(home / "in", args.pages))
        run(source, str(home / "calm"), "--report")
        calm = seen(home / "calm")

        disk = home / "disk"
        disk.mkdir()
        space = sum(map(len, calm.values())) * 2 // 5 >> 10
        mounted = _mount(disk, f"size={space}k")
        if mounted:
            try:
                full = run(source, str(disk / "out"), "--jobs", "2")
                bad += told("full disk", full, 1, "is full")
                bad += whole(disk / "out", calm)
                _mount(disk, "remount,size=50m")
                bad += resumed("full disk", source, disk / "out", calm)
            finally:
                subprocess.run(["umount", str(disk)], check=False)
        else:
            print("full disk: no tmpfs may be mounted here")

        small = subprocess.run(
            command(source, str(home / "quota"), "--jobs", "2"), check=False, capture_output=True, text=True,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (3000, resource.RLIM_INFINITY)),
        )  # fmt: skip
        bad += told("quota", small, 1, "is full")
        bad += whole(home / "quota", calm)
        bad += resumed("quota", source, home / "quota", calm)

        closed = home / "closed"
        closed.mkdir()
        if os.getuid() == 0:  # to whom permissions say nothing
            _mount(closed, "size=1m")
            _mount(closed, "remount,ro")
        else:
            closed.chmod(0o555)
        refused = run(source, str(closed / "out"))
        subprocess.run(["umount", str(closed)], check=False, capture_output=True)
        bad += told("read-only folder", refused, 1, "may not be written")

        first = subprocess.Popen(command(source, str(home / "two"), "--report"), stderr=subprocess.DEVNULL)
        while not (home / "two" / ".newsarchive-journal").exists():
            time.sleep(0.02)
        second = run(source, str(home / "two"))
        bad += told("second writer", second, 1, "another run is writing here")
        first.wait()
        same = seen(home / "two") == calm
        print(f"first writer: status {first.returncode}, same bytes: {same}")
        bad += not same
    return 1 if bad else 0


def _mount(where: Path, options: str) -> bool:
    tried = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "none", str(where)], check=False, capture_output=True
    )
    return tried.returncode == 0


def told(what: str, ran: subprocess.CompletedProcess[str], status: int, words: str) -> int:
    said = ran.stderr.strip().splitlines()
    good = ran.returncode == status and any(words in line for line in said) and "Traceback" not in ran.stderr
    print(
        f"{what}: status {ran.returncode}, said: {next((line for line in said if words in line), said[-1:])}{'' if good else '  <-- WRONG'}",
        flush=True,
    )
    return not good


def whole(out: Path, calm: dict[str, bytes]) -> int:
    wrong = [path for path, data in seen(out).items() if "/" in path and calm.get(path) != data]
    if wrong:
        print(f"not whole: {wrong[:3]}")
    return bool(wrong)


def resumed(what: str, source: str, out: Path, calm: dict[str, bytes]) -> int:
    again = run(source, str(out), "--jobs", "2", "--resume", "--report")
    same, left = seen(out) == calm, hidden(out)
    print(f"{what}: resumed: status {again.returncode}, same bytes: {same}, unfinished files: {len(left)}", flush=True)
    return again.returncode != 0 or not same or bool(left)


if __name__ == "__main__":
    sys.exit(main())
