"""Show how far a run is: one line on a terminal, plain lines in a pipe, JSON lines for programs."""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

from newsarchive.cli.out import many

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn, TaskID

    from newsarchive.batch.job import Tally

__all__ = ["Mode", "Shown", "progress"]

Mode: TypeAlias = Literal["auto", "plain", "json", "none"]
_PLAIN_SECONDS = 10.0
_JSON_SECONDS = 1.0


class Shown(Protocol):
    """What a run tells its progress to."""

    def update(self, tally: Tally) -> None:
        """Show the state now, if it is time to."""

    def say(self, line: str) -> None:
        """Say a line without tearing the progress."""

    def close(self, tally: Tally) -> None:
        """Show the last state and clean up."""


def progress(mode: Mode, *, limit: int | None = None) -> Shown:
    """Return the progress for a mode; ``auto`` is a line on a terminal and plain lines elsewhere."""
    if mode == "none":
        return _Quiet()
    if mode == "json":
        return _Json()
    if mode == "auto" and sys.stderr.isatty():
        return _Terminal(limit)
    return _Plain()


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

    def __init__(self) -> None:
        self._start = self._last = time.monotonic()

    def update(self, tally: Tally) -> None:
        now = time.monotonic()
        if now - self._last >= _PLAIN_SECONDS:
            self._last = now
            rate = tally.finished / max(now - self._start, 0.001)
            _say(
                f"newsarchive: {many(tally.finished, 'page')}, {many(tally.failed + tally.faults, 'failure')}, {rate:.1f} pages/s, at {tally.source[:200]!r}"
            )


class _Json(_Quiet):
    """A JSON object a second, and one at the end."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._last = 0.0

    def update(self, tally: Tally) -> None:
        now = time.monotonic()
        if now - self._last >= _JSON_SECONDS:
            self._last = now
            self._put(tally, "progress")

    def say(self, line: str) -> None:
        _say(json.dumps({"event": "message", "text": line}))

    def close(self, tally: Tally) -> None:
        self._put(tally, "end")

    def _put(self, tally: Tally, event: str) -> None:
        seconds = time.monotonic() - self._start
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
            "source": tally.source,
        }
        _say(json.dumps(state))


class _Terminal:
    """One line that renews itself."""

    def __init__(self, limit: int | None) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
        from rich.progress import TimeRemainingColumn as Remaining

        columns: list[ProgressColumn] = [
            SpinnerColumn(),
            MofNCompleteColumn() if limit else TextColumn("{task.completed} pages"),
        ]
        columns += [TextColumn("{task.fields[rate]}"), TextColumn("{task.fields[failures]}"), TimeElapsedColumn()]
        columns += [BarColumn(bar_width=20), Remaining()] if limit else []
        columns += [TextColumn("{task.fields[source]}", style="dim")]
        self._progress: Progress = Progress(
            *columns, console=Console(stderr=True), transient=True, refresh_per_second=5
        )
        self._task: TaskID = self._progress.add_task("", total=limit, rate="", failures="", source="")
        self._start = time.monotonic()
        self._progress.start()

    def update(self, tally: Tally) -> None:
        rate = tally.finished / max(time.monotonic() - self._start, 0.001)
        failures = tally.failed + tally.faults
        self._progress.update(
            self._task,
            completed=tally.finished,
            rate=f"{rate:.1f}/s",
            failures=f"[red]{failures} failed[/red]" if failures else "",
            source=_plain(tally.source[-48:]),
        )

    def say(self, line: str) -> None:
        from rich.text import Text

        self._progress.console.print(Text(line), soft_wrap=True)

    def close(self, tally: Tally) -> None:
        self.update(tally)
        self._progress.stop()


def _plain(text: str) -> str:
    from rich.markup import escape

    return escape(text.encode("utf-8", "replace").decode())
