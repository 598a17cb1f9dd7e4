from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import misbehave
import pytest

from newsarchive.batch.pool import PoolLimits, run_pool
from newsarchive.batch.task import Done, Options, Task
from newsarchive.sources.page import Page


def run(
    words: list[bytes], *, single: bool = False, function: object = misbehave.act, **limits: object
) -> dict[str, Done]:
    options = Options(targets=("json",))
    tasks = (Task(Page(data=data, name=f"{number}"), options) for number, data in enumerate(words))
    pool = PoolLimits(**{"jobs": 2, "seconds": 20, **limits})
    return {done.name: done for _, done in run_pool(tasks, pool, single=single, function=function)}


GOOD = [b"good %d" % number for number in range(8)]


def reasons(done: Done) -> str:
    return "; ".join(failure.reason for failure in done.failures)


def test_every_page_comes_back_once() -> None:
    assert {done.status for done in run(GOOD * 3).values()} == {"done"}
    assert len(run(GOOD * 3)) == 24


def test_a_hang_in_c_is_stopped_and_named() -> None:
    found = run([*GOOD, b"hang"], seconds=1)
    assert "took longer than 1 s" in reasons(found["8"])
    assert sum(done.status == "done" for done in found.values()) == 8


@pytest.mark.parametrize("word", [b"kill", b"crash"])
def test_a_page_that_takes_its_worker_down_twice_is_quarantined(word: bytes) -> None:
    found = run([word, *GOOD])
    assert found["0"].failures[0].kind == "Quarantine"
    assert "SIG" in reasons(found["0"])
    assert sum(done.status == "done" for done in found.values()) == 8


def test_a_worker_that_dies_once_costs_nothing(tmp_path: Path) -> None:
    found = run([b"kill-once %s" % str(tmp_path / "marker").encode(), *GOOD])
    assert {done.status for done in found.values()} == {"done"}


def test_memory_has_an_end() -> None:
    found = run([b"memory", *GOOD], memory=300, function=misbehave.memory)
    assert found["0"].status == "failed"
    assert sum(done.status == "done" for done in found.values()) == 8


def test_what_is_raised_in_a_worker_is_a_failure() -> None:
    found = run([b"raise", *GOOD])
    assert "could not be handed back (ValueError)" in reasons(found["0"])


def test_one_page_has_the_same_limits() -> None:
    assert "took longer" in reasons(run([b"hang"], single=True, seconds=1)["0"])
    assert run([b"kill"], single=True)["0"].failures[0].kind == "Quarantine"
    assert run([b"good"], single=True)["0"].status == "done"


def test_workers_are_recycled() -> None:
    assert len(run(GOOD * 2, recycle=3)) == 16


@pytest.mark.parametrize("word", ["write-and-hang", "write-and-kill"])
def test_what_was_written_before_the_end_counts(tmp_path: Path, word: str) -> None:
    options = Options(targets=("nitf", "json", "html"), out=str(tmp_path))
    task = Task(Page(data=f"{word} {tmp_path} a".encode(), name=word), options)
    ((_, done),) = run_pool(iter([task]), PoolLimits(seconds=1), single=True, function=misbehave.act)
    assert done.status == "failed"
    assert [output.path for output in done.outputs] == ["a.json"]
    kind = "Timeout" if word == "write-and-hang" else "Quarantine"
    assert [(failure.format, failure.kind) for failure in done.failures] == [("nitf", ""), ("html", kind)]
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_pages_that_shared_a_chunk_with_a_bad_one_lose_nothing(tmp_path: Path) -> None:
    # Long before the bad one pages are quick, so that they go together.
    words = [b"good %d" % number for number in range(200)]
    words += [f"write {tmp_path} {number}".encode() for number in range(200, 240)]
    words[215], words[230], words[237] = b"kill", b"hang", b"raise"
    options = Options(targets=("json",), out=str(tmp_path))
    tasks = (Task(Page(data=data, name=f"{number}"), options) for number, data in enumerate(words))
    found = [done for _, done in run_pool(tasks, PoolLimits(seconds=1), single=False, function=misbehave.act)]
    assert len(found) == len({done.name for done in found}) == 240
    assert {done.name: done.failures[0].kind for done in found if done.status == "failed"} == {
        "215": "Quarantine",
        "230": "Timeout",
        "237": "Unexpected",
    }
    assert {path.name for path in tmp_path.iterdir()} == {f"{n}.json" for n in range(200, 240)} - {
        "215.json",
        "230.json",
        "237.json",
    }


def test_the_time_limit_is_that_of_a_page_and_not_of_a_chunk() -> None:
    found = run([b"good"] * 50 + [b"wait"] * 8, jobs=1, seconds=0.7, function=misbehave.act)
    assert {done.status for done in found.values()} == {"done"}


def test_tasks_are_drawn_only_as_fast_as_they_are_worked_off() -> None:
    drawn = 0

    def tasks() -> Iterator[Task]:
        nonlocal drawn
        for number in range(200):
            drawn += 1
            yield Task(Page(data=b"good", name=str(number)), Options(targets=("json",)))

    results = run_pool(tasks(), PoolLimits(jobs=1), single=False, function=misbehave.act)
    next(results)
    assert drawn < 10
    results.close()


def test_a_run_can_be_asked_to_stop() -> None:
    class Now:
        def __init__(self) -> None:
            self.asked = 0

        def is_set(self) -> bool:
            self.asked += 1
            return self.asked > 3

    tasks = (Task(Page(data=b"good", name=str(number)), Options(targets=("json",))) for number in range(100))
    done = list(run_pool(tasks, PoolLimits(), single=False, stopping=Now(), function=misbehave.act))
    assert 0 < len(done) < 10
