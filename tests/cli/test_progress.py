from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsarchive.batch.job import Job, Tally
from newsarchive.batch.task import Options
from newsarchive.cli import progress as station


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(station.time, "monotonic", clock.monotonic)
    return clock


def left_of(shown: station.Shown, whole: int) -> None:
    # The sources are counted in a thread of their own; the test does not wait for it.
    shown._left.whole = whole  # type: ignore[attr-defined]


def test_the_time_left_is_told_from_the_bytes_of_the_sources(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    shown = station.progress("json")
    left_of(shown, 1000)
    tally = Tally()
    shown.update(tally)
    clock.now += 10
    tally.done = 5
    tally.reach.at(250)
    shown.update(tally)
    shown.close(tally)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["left"] for line in lines] == [None, 30.0, 0]
    assert lines[1]["rate"] == 0.5


def test_plain_lines_tell_it_as_well(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    shown = station.progress("plain", limit=400)
    tally = Tally(source="crawl.warc.gz@7")
    shown.update(tally)
    clock.now += 10
    tally.done = 100
    shown.update(tally)
    shown.close(tally)
    assert capsys.readouterr().err == (
        "newsarchive: 100 pages, 0 failures, 10.0 pages/s, about 0:30 left, at 'crawl.warc.gz@7'\n"
    )


def test_the_pace_is_that_of_the_last_minute(clock: Clock) -> None:
    left = station._Left(1000, None)
    tally = Tally()
    for step in range(200):
        clock.now += 1
        tally.done += 10 if step < 50 else 1
        last = left.seconds(tally)
    assert last == pytest.approx(1000 - tally.done)


def test_a_terminal_shows_pages_rate_failures_and_source(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import io

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "140")
    (tmp_path / "a.html").write_bytes(b"x" * 100)
    job = Job(inputs=(str(tmp_path),), options=Options(targets=("json",)))
    shown = station.progress("auto", sources=job)
    tally = Tally(done=3, failed=1, source="pages/[red]a.html")
    shown.update(tally)
    shown.say("newsarchive: said [beside] it")
    shown.close(tally)
    assert "4 pages" in screen.getvalue()
    assert "1 failed" in screen.getvalue()
    assert "pages/[red]a.html" in screen.getvalue()
    assert "said [beside] it" in screen.getvalue()
