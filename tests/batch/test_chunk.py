from __future__ import annotations

from pathlib import Path

import misbehave
import msgspec
import pytest
from invented import story

from newsarchive.batch.chunk import Chunk, forget, left_behind, work
from newsarchive.batch.desk import Desk
from newsarchive.batch.task import Done, Errand, Options, Output, Task, convert
from newsarchive.batch.write import PART
from newsarchive.sources.files import unread_sources
from newsarchive.sources.page import Page, Unread


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def task(number: int, out: Path) -> Task:
    page = Page(data=story(number), name=f"{number}.json", folder="", place=f"{number}.json")
    return Task(page, Options(targets=("nitf", "json"), out=str(out)))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_chunk_is_its_pages_one_by_one(out: Path, tmp_path: Path) -> None:
    tasks = tuple(task(number, out) for number in range(3))
    alone = [convert(one) for one in tasks]
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    for path in out.iterdir():
        path.unlink()
    worked = work(Chunk(tasks, 20, str(tmp_path / "log")), convert)
    for one, other in zip(worked.done, alone, strict=True):
        assert one is not None
        assert msgspec.structs.replace(one, seconds={}) == msgspec.structs.replace(other, seconds={})
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert len(before) == 6


def test_a_file_is_opened_by_the_one_who_works_on_it(out: Path, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.json").write_bytes(story(1))
    (tmp_path / "pages" / "empty.html").write_bytes(b"")
    options = Options(targets=("json",), out=str(out))
    items = [Errand(one, options) for one in unread_sources([str(tmp_path / "pages")]) if isinstance(one, Unread)]
    done, none = work(Chunk(tuple(items), 20, str(tmp_path / "log")), convert).done
    assert none is None
    assert done is not None
    assert (done.status, done.bytes_in) == ("done", len(story(1)))


def test_what_a_lost_worker_had_done_is_told_by_its_log(out: Path, tmp_path: Path) -> None:
    items = tuple(task(number, out) for number in range(4))
    chunk = Chunk(items, 20, str(tmp_path / "log"))
    desk = Desk(chunk.log)
    for at in (0, 1):
        desk.begin(at)
        desk.say(convert(items[at], desk), ended=True)
    desk.begin(2)
    desk.put(str(out), "two.json", b"{}")
    desk.say(Done(key=items[2].page.key, name="2.json", status="failed", outputs=(Output("json", "two.json", "", 2),)))
    assert all(name.startswith(PART) for name in names(out))
    desk.leave()
    left = left_behind(chunk, keep=False)
    assert left.at == 2
    assert {at: done.status for at, done in left.ended.items() if done} == {0: "done", 1: "done"}
    assert len([name for name in names(out) if name.endswith((".json", ".nitf.xml"))]) == len(names(out)) == 4


def test_files_of_a_page_that_ended_badly_are_kept(out: Path, tmp_path: Path) -> None:
    chunk = Chunk((task(0, out),), 20, str(tmp_path / "log"))
    desk = Desk(chunk.log)
    desk.begin(0)
    desk.put(str(out), "a.json", b"{}")
    desk.leave()
    left = left_behind(chunk, keep=True)
    assert (left.at, left.ended, names(out)) == (0, {}, ["a.json"])


def test_files_that_have_their_names_are_not_named_again(out: Path, tmp_path: Path) -> None:
    chunk = Chunk((task(0, out),), 20, str(tmp_path / "log"))
    desk = Desk(chunk.log)
    desk.begin(0)
    desk.put(str(out), "a.json", b"{}")
    desk.clear()
    desk.put(str(out), "b.json", b"{}")
    desk.leave()
    left_behind(chunk, keep=False)
    assert names(out) == ["a.json"]


def test_a_stopped_worker_leaves_nothing(out: Path, tmp_path: Path) -> None:
    log = str(tmp_path / "log")
    desk = Desk(log)
    desk.put(str(out), "a.json", b"{}")
    desk.leave()
    with (tmp_path / "log").open("ab") as file:
        file.write(b'{"at":1,"par')
    forget(log)
    assert names(out) == []


def test_a_log_that_cannot_be_written_tells_nothing(out: Path, tmp_path: Path) -> None:
    chunk = Chunk((task(0, out),), 20, str(tmp_path / "missing" / "log"))
    assert [done and done.status for done in work(chunk, convert).done] == ["done"]
    left = left_behind(chunk, keep=True)
    assert (left.at, left.ended, left.so_far) == (None, {}, None)


def test_a_name_that_is_refused_is_the_failure_of_that_format(out: Path, tmp_path: Path) -> None:
    one = task(0, out)
    done = convert(one)
    path = out / next(output.path for output in done.outputs if output.format == "json")
    path.unlink()
    path.mkdir()
    (again,) = work(Chunk((one,), 20, str(tmp_path / "log")), convert).done
    assert again is not None
    assert again.status == "failed"
    assert [output.format for output in again.outputs] == ["nitf"]
    assert [(failure.format, "a folder where a file should be" in failure.reason) for failure in again.failures] == [
        ("json", True)
    ]
    assert not [name for name in names(out) if name.startswith(PART)]


def test_the_timer_is_off_after_a_page_that_raised(tmp_path: Path) -> None:
    import signal

    bad = Task(Page(data=b"raise", name="bad"), Options(targets=("json",)))
    with pytest.raises(ValueError, match="out of the blue"):
        work(Chunk((bad,), 30, str(tmp_path / "log")), misbehave.act)
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_many_files_do_not_hold_as_many_handles(out: Path) -> None:
    before = len(list(Path("/dev/fd").iterdir()))
    desk = Desk()
    for number in range(300):
        desk.put(str(out), f"{number}.json", b"{}")
    assert len(list(Path("/dev/fd").iterdir())) - before < 100
    desk.close()
    assert len(names(out)) == 300
