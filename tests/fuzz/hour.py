"""Fuzz doors for as long as you like, guided by coverage: python tests/fuzz/hour.py warc feed --seconds 3600 --found FOLDER

Needs atheris. Several doors take turns, of a minute each by the clock at most; each has a corpus of its own, kept in FOLDER between runs.
A finding is written to FOLDER with what was raised, once a place in the code, and the run goes on. What was found goes to
tests/fuzz/cases as NAME-what-it-is, once it is mended.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
_TURN = 60
_SLOW_SECONDS = 10.0


def main() -> None:
    """Give each door its turns until the time is over; each turn is a process of its own."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("doors", nargs="*", help="names of doors; all where none is named")
    options.add_argument("--seconds", type=float, default=3600, help="for all doors together")
    options.add_argument("--found", type=Path, default=Path("found"))
    options.add_argument("--turn", action="store_true", help=argparse.SUPPRESS)
    args = options.parse_args()
    if args.turn:
        _turn(args.doors[0], args.seconds, args.found)
        return
    from entries import ENTRIES

    doors = args.doors or list(ENTRIES)
    end = time.monotonic() + args.seconds
    while (left := end - time.monotonic()) > 1:
        for door in doors:
            seconds = min(_TURN, left)
            command = [sys.executable, __file__, "--turn", door, "--seconds", str(seconds), "--found", str(args.found)]
            said = subprocess.run(command, check=False, capture_output=True, text=True, errors="replace")
            last = [
                line
                for line in said.stderr.splitlines()
                if line.startswith("Done ") or "ERROR" in line or "cov:" in line
            ]
            sys.stdout.write(f"{time.strftime('%H:%M:%S')} {door} {said.returncode} {'; '.join(last[-2:])[:200]}\n")
            sys.stdout.flush()
            if (left := end - time.monotonic()) <= 1:
                break


def _turn(name: str, seconds: float, found: Path) -> None:
    import atheris

    with atheris.instrument_imports(include=["newsarchive"]):
        from entries import SEEDS, knock

        for seed in SEEDS[name]:
            knock(name, seed)
    corpus = found / "corpus" / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(SEEDS[name]):
        (corpus / f"seed{number}").write_bytes(seed)

    def once(data: bytes) -> None:
        start = time.process_time()
        try:
            knock(name, data)
        except Exception as error:  # noqa: BLE001 - what this is for
            _keep(found, name, data, error)
        if time.process_time() - start > _SLOW_SECONDS:
            _keep(found, name, data, TimeoutError(f"{time.process_time() - start:.1f} seconds"))

    flags = [
        f"-max_total_time={max(1, int(seconds))}",
        "-timeout=120",
        "-rss_limit_mb=4096",
        "-max_len=20000",
        f"-artifact_prefix={found}{os.sep}{name}-",
    ]
    atheris.Setup([sys.argv[0], *flags, str(corpus)], once)
    atheris.Fuzz()


def _keep(found: Path, name: str, data: bytes, error: Exception) -> None:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "newsarchive" in frame.filename] or frames[-1:]
    place = f"{type(error).__name__} {ours[-1].filename}:{ours[-1].lineno}" if ours else type(error).__name__
    path = found / f"{name}-{hashlib.sha256(place.encode()).hexdigest()[:8]}"
    if not path.exists():
        path.write_bytes(data)
        Path(f"{path}.txt").write_text("".join(traceback.format_exception(error)), "utf-8", "backslashreplace")


if __name__ == "__main__":
    main()
