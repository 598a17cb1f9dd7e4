"""Kill runs at random moments, resume them, and compare with a run that nobody disturbed.

    python tests/by_hand/kill_and_resume.py [--kills 24] [--pages 60]

In turn the whole group of processes is killed, the main process alone, and one worker alone. After each kill every file that can be
seen must be whole: the same bytes as in the undisturbed run. At the end all files, the manifest and the report must be the same.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from shared import command, hidden, pages, run, seen


def workers(pid: int) -> list[int]:
    """Return the workers: the processes that the server which a run forks from started."""
    found = []
    for child in _children(pid):
        found += _children(child)
    return found


def _children(pid: int) -> list[int]:
    try:
        return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]
    except OSError:
        return []


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--kills", type=int, default=24)
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    chance = random.Random(args.seed)
    kills = rounds = 0
    with tempfile.TemporaryDirectory(prefix="newsarchive-kill-") as name:
        home = Path(name)
        source = str(pages(home / "in", args.pages))
        start = time.monotonic()
        run(source, str(home / "calm"), "--jobs", "2", "--report")
        whole = time.monotonic() - start
        calm = seen(home / "calm")
        print(f"undisturbed: {len(calm)} files in {whole:.1f} s", flush=True)
        while kills < args.kills:
            out = home / f"out{rounds}"
            rounds += 1
            while True:
                process = subprocess.Popen(
                    command(source, str(out), "--jobs", "2", "--resume", "--report"),
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )
                wait = chance.uniform(0.1, whole) if kills < args.kills else 600
                begun = time.monotonic()
                try:
                    process.wait(wait)
                    # The first run of all is the slowest; what it took would let most of the others end before they are killed.
                    whole = min(whole, max(0.5, time.monotonic() - begun))
                    break
                except subprocess.TimeoutExpired:
                    kind = kills % 3
                    victims = workers(process.pid)
                    if kind == 2 and victims:
                        os.kill(chance.choice(victims), signal.SIGKILL)
                        process.wait()
                    elif kind == 1:
                        process.kill()
                    else:
                        os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
                    kills += 1
                    wrong = (
                        [
                            path
                            for path, data in seen(out).items()
                            if path in calm and "/" in path and calm[path] != data
                        ]
                        if out.exists()
                        else []
                    )
                    if wrong:
                        print(f"kill {kills}: not whole: {wrong[:3]}")
                        return 1
                    if kind == 2 and victims:
                        break
                    time.sleep(0.2)  # workers whose main process is gone notice it
            last = run(source, str(out), "--jobs", "2", "--resume", "--report")
            same, left = seen(out) == calm, hidden(out)
            print(
                f"round {rounds}: {kills} kills so far, status {last.returncode}, same bytes: {same}, unfinished files: {len(left)}",
                flush=True,
            )
            if not same or left or last.returncode:
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
