"""What the checks by hand share: pages to convert, a command line to run, and two folders to compare."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

TO = "newsml-g2,json,text"


def pages(folder: Path, count: int) -> Path:
    """Write invented pages; each is a story of its own."""
    folder.mkdir()
    for number in range(count):
        story = "".join(
            f"<p>The board of harbour {number} met for hour {hour} and read part {hour} of its plan aloud to the owners of boats.</p>"
            for hour in range(1, 30)
        )
        (folder / f"{number:04d}.html").write_text(
            f"<!DOCTYPE html><html lang=en><title>Plan {number} of the harbour</title><article><h1>Plan {number} of the harbour</h1>{story}",
            "utf-8",
        )
    return folder


def command(source: str, out: str, *more: str, to: str = TO) -> list[str]:
    """Return a command line of ``convert``."""
    return [
        sys.executable,
        "-m",
        "newsarchive",
        "convert",
        source,
        "--to",
        to,
        "--out",
        out,
        "--progress",
        "none",
        *more,
    ]


def run(
    source: str, out: str, *more: str, to: str = TO, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run ``convert`` to its end."""
    surroundings = {**os.environ, **(environment or {})}
    return subprocess.run(
        command(source, out, *more, to=to), check=False, capture_output=True, text=True, env=surroundings
    )


def seen(folder: Path) -> dict[str, bytes]:
    """Return every file that a user would open, by its path; the timings, which no two runs share, are left out."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".") and path.name != "timings.csv"
    }


def hidden(folder: Path) -> list[str]:
    """Return the unfinished files that a run left."""
    return [path.name for path in folder.rglob(".newsarchive-part-*")]
