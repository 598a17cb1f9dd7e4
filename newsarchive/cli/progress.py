"""Show how far a run is: one line on a terminal, plain lines in a pipe, JSON lines for programs."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections import deque
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from newsarchive.cli.out import many

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from newsarchive.batch.job import Job, Tally

__all__ = ["Mode", "Shown", "progress"]

Mode: TypeAlias = Literal["auto", "plain", "json", "none"]
_PLAIN_SECONDS = 10.0
_JSON_SECONDS = 1.0
_PACE_SECONDS = 60.0
_FIRST_SECONDS = 3.0  # what a run begins with says nothing of its pace


class Shown(Protocol):
    """What a run tells its progress to."""

    def update(self, tally: Tally) -> None:
        """Show the state now, if it is time to."""

    def say(self, line: str) -> None:
        """Say a line without tearing the progress."""

    def close(self, tally: Tally) -> None:
        """Show the last state and clean up."""


def progress(mode: Mode, *, limit: int | None = None, sources: Job | None = None) -> Shown:
    """Return the progress for a mode; ``auto`` is a line on a terminal and plain lines elsewhere.

    The time left is told from the pages of ``limit``, else from the bytes of the ``sources``, which are counted meanwhile.
    """
    if mode == "none":
        return _Quiet()
    if mode == "json":
        return _Json(_Left(limit, sources))
    if mode == "auto" and sys.stderr.isatty():
        return _Terminal(_Left(limit, sources))
    return _Plain(_Left(limit, sources))


class _Left:
    """How much of a run is done and how long the rest takes, at the pace of the last minute."""

    def __init__(self, limit: int | None, sources: Job | None) -> None:
        self._limit = limit
        self._seen = deque([(time.monotonic(), 0)])
        self._over = threading.Event()
        self.whole = limit
        # What comes by standard input can be read once only.
        if limit is None and sources is not None and "-" not in (*sources.inputs, *sources.lists):
            threading.Thread(target=self._count, args=(sources,), daemon=True).start()

    def _count(self, sources: Job) -> None:
        from newsarchive.sources.reach import size_of_sources

        self.whole = size_of_sources(sources.named(), stopping=self._over.is_set)

    def done(self, tally: Tally) -> int:
        """Return how many pages, or bytes of the sources, are through."""
        return tally.reach.read if self._limit is None else tally.finished

    def seconds(self, tally: Tally) -> float | None:
        """Return how many seconds are left, None where nobody can tell."""
        now, done = time.monotonic(), self.done(tally)
        if now - self._seen[-1][0] >= 1:
            self._seen.append((now, done))
        while len(self._seen) > 2 and now - self._seen[0][0] > _PACE_SECONDS:
            self._seen.popleft()
        start, before = self._seen[0]
        if self.whole is None or done <= before or now - start < _FIRST_SECONDS:
            return None
        return max(0, self.whole - done) * (now - start) / (done - before)

    def close(self) -> None:
        """Stop counting."""
        self._over.set()


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


class _Quiet:
    """Say failures and nothing else."""

    def update(self, tally: Tally) -> None:
        del tally

    def say(self, line: str) -> None:
        _say(line)

    def close(self, tally: Tally) -> None:
        del tally


class _Plain(_Quiet):
    """A line every ten seconds, so that a log stays readable; a short run says nothing."""

    def __init__(self, left: _Left) -> None:
        self._start = self._last = time.monotonic()
        self._left = left

    def update(self, tally: Tally) -> None:
        now = time.monotonic()
        seconds = self._left.seconds(tally)
        if now - self._last >= _PLAIN_SECONDS:
            self._last = now
            rate = tally.finished / max(now - self._start, 0.001)
            left = "" if seconds is None else f", about {_span(seconds)} left"
            _say(
                f"newsarchive: {many(tally.finished, 'page')}, {many(tally.failed + tally.faults, 'failure')}, {rate:.1f} pages/s{left}, at {tally.source[:200]!r}"
            )

    def close(self, tally: Tally) -> None:
        del tally
        self._left.close()


class _Json(_Quiet):
    """A JSON object a second, and one at the end."""

    def __init__(self, left: _Left) -> None:
        self._start = time.monotonic()
        self._last = 0.0
        self._left = left

    def update(self, tally: Tally) -> None:
        now = time.monotonic()
        if now - self._last >= _JSON_SECONDS:
            self._last = now
            self._put(tally, "progress")

    def say(self, line: str) -> None:
        _say(json.dumps({"event": "message", "text": line}))

    def close(self, tally: Tally) -> None:
        self._left.close()
        self._put(tally, "end")

    def _put(self, tally: Tally, event: str) -> None:
        seconds = time.monotonic() - self._start
        left = 0 if event == "end" else self._left.seconds(tally)
        state = {
            "event": event,
            "done": tally.done,
            "failed": tally.failed,
            "faults": tally.faults,
            "filtered": tally.filtered,
            "already": tally.already,
            "files": tally.outputs,
            "seconds": round(seconds, 1),
            "rate": round(tally.finished / max(seconds, 0.001), 2),
            "left": None if left is None else round(left, 1),
            "source": tally.source,
        }
        _say(json.dumps(state))


class _Terminal:
    """One line that renews itself."""

    def __init__(self, left: _Left) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        texts = [TextColumn(f"{{task.fields[{name}]}}") for name in ("pages", "rate", "failures")]
        self._progress: Progress = Progress(
            *(SpinnerColumn(), *texts, TimeElapsedColumn(), BarColumn(bar_width=20), TextColumn("{task.fields[left]}")),
            TextColumn("{task.fields[source]}", style="dim"),
            console=Console(stderr=True),
            transient=True,
            refresh_per_second=5,
        )
        self._task: TaskID = self._progress.add_task(
            "", total=None, pages="0 pages", rate="", failures="", left="", source=""
        )
        self._left = left
        self._start = time.monotonic()
        self._progress.start()

    def update(self, tally: Tally) -> None:
        rate = tally.finished / max(time.monotonic() - self._start, 0.001)
        failures = tally.failed + tally.faults
        seconds = self._left.seconds(tally)
        whole = self._left.whole
        self._progress.update(
            self._task,
            total=whole,
            completed=min(self._left.done(tally), whole) if whole is not None else None,
            pages=many(tally.finished, "page"),
            rate=f"{rate:.1f}/s",
            failures=f"[red]{failures} failed[/red]" if failures else "",
            left="" if seconds is None else f"{_span(seconds)} left",
            source=_plain(tally.source[-48:]),
        )

    def say(self, line: str) -> None:
        from rich.text import Text

        self._progress.console.print(Text(line), soft_wrap=True)

    def close(self, tally: Tally) -> None:
        self._left.close()
        self.update(tally)
        self._progress.stop()


def _span(seconds: float) -> str:
    """Return a span of time as a clock shows it.

    >>> _span(75), _span(90061)
    ('1:15', '25:01:01')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _plain(text: str) -> str:
    from rich.markup import escape

    return escape(text.encode("utf-8", "replace").decode())
