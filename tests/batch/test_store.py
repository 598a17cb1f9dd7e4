from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest
import warcs
from invented import story

from newsarchive.batch import job as jobs
from newsarchive.batch.chunk import Item
from newsarchive.batch.job import Job, Tally, run_job
from newsarchive.batch.report import write_reports
from newsarchive.batch.store import get, put, size_of
from newsarchive.batch.task import Done, Errand, Options, convert
from newsarchive.errors import OutputError
from newsarchive.sources.files import open_source
from newsarchive.sources.page import Fault, Page
from newsarchive.sources.remote import is_address, local_path


@pytest.fixture
def memory() -> Iterator[fsspec.AbstractFileSystem]:
    system = fsspec.filesystem("memory")
    system.store.clear()
    yield system
    system.store.clear()


@pytest.mark.parametrize("kind", ["folder", "store"])
def test_what_is_put_is_there(kind: str, tmp_path: Path, memory: fsspec.AbstractFileSystem) -> None:
    out = str(tmp_path) if kind == "folder" else "memory://records"
    put(out, "a/b/story.json", b"{}")
    assert (get(out, "a/b/story.json"), size_of(out, "a/b/story.json")) == (b"{}", 2)
    assert (get(out, "a/missing"), size_of(out, "a/missing")) == (None, None)


def test_addresses_are_told_from_paths() -> None:
    assert [is_address(name) for name in ("s3://b/k", "memory://x", "C:/x", "a://b", "https://x.example", "file:///x", "x")] == [
        True, True, False, True, False, False, False,
    ]  # fmt: skip
    assert local_path("file:///srv/x") == "/srv/x"


def test_an_address_that_cannot_be_written_is_said(memory: fsspec.AbstractFileSystem) -> None:
    memory.pipe_file("/file", b"")
    with pytest.raises(OutputError, match="cannot be written"):
        put("memory://file/below", "x", None)  # type: ignore[arg-type]


def test_sources_are_read_from_a_store(memory: fsspec.AbstractFileSystem) -> None:
    memory.pipe_file("/crawl/a.warc.gz", b"".join(warcs.members(warcs.stories(3))))
    memory.pipe_file("/crawl/site/story.html", warcs.page(9))
    memory.pipe_file("/crawl/site/style.css", b"")
    found = list(open_source("memory://crawl"))
    assert sum(isinstance(one, Page) for one in found) == 4
    assert not [one for one in found if isinstance(one, Fault)]
    assert len([one for one in open_source("memory://crawl/*.warc.gz") if isinstance(one, Page)]) == 3
    assert [one.name for one in open_source("memory://crawl/site/story.html")] == ["memory://crawl/site/story.html"]
    assert [type(one) for one in open_source("memory://nothing")] == [Fault]


def test_a_run_into_a_store_is_resumed(
    stories: Path, memory: fsspec.AbstractFileSystem, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The memory of a worker is not ours: this run stays in one process.
    def here(items: Iterator[Item], *_: object, **__: object) -> Iterator[tuple[Item, Done]]:
        return ((item, convert(item.opened() if isinstance(item, Errand) else item)) for item in items)

    monkeypatch.setattr(jobs, "run_pool", here)
    job = Job(inputs=(str(stories),), options=Options(targets=("json",), out="memory://records"), resume=True)
    tally = Tally()
    list(run_job(job, tally=tally))
    assert tally.done == 12
    made = [name for name in memory.find("/records") if name.endswith(".json")]
    assert len(made) == 12
    write_reports("memory://records")
    assert get("memory://records", "manifest.csv").count(b"\n") == 13  # type: ignore[union-attr]
    memory.rm(made[0])
    (stories / "new.json").write_bytes(story(99))
    again = Tally()
    list(run_job(job, tally=again))
    assert (again.already, again.done) == (11, 2)
    assert len([name for name in memory.find("/records") if name.endswith(".json")]) == 13
