from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from invented import story
from msgspec.structs import replace

from newsarchive.batch.job import Job, Tally, run_job
from newsarchive.batch.journal import JOURNAL, LOCK, Lock
from newsarchive.batch.pool import PoolLimits
from newsarchive.batch.report import write_reports
from newsarchive.batch.task import Done, Options
from newsarchive.batch.write import PART
from newsarchive.errors import OutputError
from newsarchive.sources.page import Fault

TARGETS = ("json", "newsml-g2")


def job(source: Path, out: Path, **options: object) -> Job:
    named = {key: options.pop(key) for key in ("only", "exclude") if key in options}
    return Job(
        inputs=(str(source),),
        options=Options(targets=TARGETS, out=str(out), **named),  # type: ignore[arg-type]
        pool=PoolLimits(jobs=2, seconds=30),
        **options,  # type: ignore[arg-type]
    )


def run(source: Path, out: Path, **options: object) -> tuple[list[Done], Tally]:
    tally = Tally()
    found = run_job(job(source, out, **options), tally=tally)
    return [one for one in found if isinstance(one, Done)], tally


def files(out: Path) -> dict[str, bytes]:
    """Return the files that a user would open, with their bytes."""
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and not path.name.startswith(".newsarchive")
    }


def test_a_tree_goes_in_and_a_tree_comes_out(stories: Path, tmp_path: Path) -> None:
    done, tally = run(stories, tmp_path / "out")
    assert (tally.done, tally.failed, tally.outputs) == (12, 0, 24)
    assert {one.status for one in done} == {"done"}
    made = files(tmp_path / "out")
    assert len(made) == 24
    assert {Path(name).parent.name for name in made} == {"part0", "part1", "part2"}
    assert all(Path(name).name.startswith("2024-03-01-harbour-plan-approved-") for name in made)
    assert not list((tmp_path / "out").rglob(f"{PART}*"))


def test_two_runs_give_the_same_bytes(stories: Path, tmp_path: Path) -> None:
    run(stories, tmp_path / "one")
    shutil.copytree(stories, tmp_path / "moved" / "stories")
    run(tmp_path / "moved" / "stories", tmp_path / "two")
    first, second = files(tmp_path / "one"), files(tmp_path / "two")
    assert first.keys() == second.keys()
    run(stories, tmp_path / "three")
    assert first == files(tmp_path / "three")


def test_a_second_run_does_only_what_is_missing(stories: Path, tmp_path: Path) -> None:
    run(stories, tmp_path / "out")
    before = files(tmp_path / "out")
    lost = sorted(before)[5]
    (tmp_path / "out" / lost).unlink()
    torn = sorted(before)[9]
    (tmp_path / "out" / torn).write_bytes(b"torn")
    (stories / "new.json").write_bytes(story(99))
    done, tally = run(stories, tmp_path / "out", resume=True)
    assert (tally.already, tally.done) == (10, 3)
    assert sorted(len(one.outputs) for one in done) == [1, 1, 2]
    after = files(tmp_path / "out")
    assert {name: after[name] for name in before} == before


def test_shards_share_out_the_whole_and_nothing_twice(stories: Path, tmp_path: Path) -> None:
    run(stories, tmp_path / "whole")
    shares = []
    for number in (1, 2, 3):
        run(stories, tmp_path / f"share{number}", shard=(number, 3))
        shares.append(files(tmp_path / f"share{number}"))
    joined = {name: data for share in shares for name, data in share.items()}
    assert sum(map(len, shares)) == len(joined)
    assert joined == files(tmp_path / "whole")


def test_bad_pages_are_named_and_good_ones_come_out(stories: Path, tmp_path: Path) -> None:
    (stories / "bad.json").write_bytes(b'{"schema":"newsarchive/1","headline":')
    (stories / "empty.html").write_bytes(b"")
    tally = Tally()
    found = list(run_job(job(stories, tmp_path / "out"), tally=tally))
    assert (tally.done, tally.failed, tally.faults) == (12, 1, 1)
    (failed,) = [one for one in found if isinstance(one, Done) and one.status == "failed"]
    assert failed.name.endswith("bad.json")
    assert [one.reason for one in found if isinstance(one, Fault)] == ["an empty file, not a page"]


def test_a_page_with_next_to_nothing_in_it_is_no_story(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name, data in (("hello.html", b"hello"), ("hi.html", b"<p>hi</p>"), ("story.json", story(1))):
        (tmp_path / "in" / name).write_bytes(data)
    done, tally = run(tmp_path / "in", tmp_path / "out")
    assert (tally.done, tally.failed) == (1, 2)
    assert {one.failures[0].kind for one in done if one.failures} == {"NotAnArticle"}


def test_files_that_workers_open_give_the_same_as_those_opened_here(stories: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(stories / "several.html", "w") as archive:
        for number in range(20, 23):
            archive.writestr(f"{number}.html", b"<p>x</p>")
            archive.writestr(f"{number}.ninjs", story(number))
    (stories / "empty.html").write_bytes(b"")
    told = {}
    # A limit, even one that is never reached, has files opened here.
    for name, more in (("there", {}), ("here", {"limit": 1000})):
        tally = Tally()
        found = list(run_job(job(stories, tmp_path / name, **more), tally=tally))  # type: ignore[arg-type]
        told[name] = (tally.done, tally.failed, tally.faults, tally.offered, dict(tally.skipped))
        assert [one.name.rpartition("/")[2] for one in found if isinstance(one, Fault)] == ["empty.html"]
    assert told["there"] == told["here"]
    assert files(tmp_path / "there") == files(tmp_path / "here")


def test_the_same_page_named_twice_counts_once(stories: Path, tmp_path: Path) -> None:
    twice = Job(
        inputs=(str(stories), str(stories)),
        options=Options(targets=TARGETS, out=str(tmp_path / "out")),
        pool=PoolLimits(jobs=2),
    )
    tally = Tally()
    found = [one for one in run_job(twice, tally=tally) if isinstance(one, Done)]
    assert (len(found), tally.done, tally.duplicates) == (12, 12, 12)


def test_the_same_archive_named_twice_counts_once(stories: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for number in range(5):
            archive.writestr(f"{number}.ninjs", story(number))
    told = []
    for more in ({}, {"limit": 100}):
        tally = Tally()
        twice = Job(
            inputs=(str(tmp_path / "all.zip"),) * 2,
            options=Options(targets=TARGETS, out=str(tmp_path / f"out{len(told)}")),
            pool=PoolLimits(jobs=2),
            **more,  # type: ignore[arg-type]
        )
        assert len([one for one in run_job(twice, tally=tally) if isinstance(one, Done)]) == 5
        told.append((tally.done, tally.duplicates, tally.offered))
    assert told == [(5, 5, 10)] * 2


def test_of_two_copies_the_first_is_written_whoever_is_done_first(tmp_path: Path) -> None:
    record = warc_of_a_page()
    for name in ("a.warc", "b.warc"):
        (tmp_path / name).write_bytes(record)
    tally = Tally()
    out = tmp_path / "out"
    twice = Job(
        inputs=(str(tmp_path / "a.warc"), str(tmp_path / "b.warc")),
        options=Options(targets=("json",), out=str(out)),
        pool=PoolLimits(jobs=2),
    )
    (done,) = [one for one in run_job(twice, tally=tally) if isinstance(one, Done)]
    assert (tally.done, tally.duplicates) == (1, 1)
    written = (out / done.outputs[0].path).read_bytes()
    assert len(written) == done.outputs[0].size
    assert b"a.warc@0" in written
    again = Tally()
    list(run_job(replace(twice, resume=True), tally=again))
    assert (again.done, again.already) == (0, 1)


def warc_of_a_page() -> bytes:
    head = b"WARC-Type: resource\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: https://news.example.org/1\r\n"
    parts = b"pier quay slipway customs crane light wall".split()
    page = b"<html><title>Harbour plan</title><article><h1>Harbour plan</h1>" + b"".join(
        b"<p>The board read its plan for the %s aloud, and put it to the vote of all who had come.</p>" % part
        for part in parts
    )
    return b"WARC/1.1\r\n%sContent-Type: text/html\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n" % (head, len(page), page)


def test_filters_limits_and_samples(stories: Path, tmp_path: Path) -> None:
    (stories / "old.json").write_bytes(story(50, date="2020-05-06"))
    assert run(stories, tmp_path / "a", only=("date:2020",))[1].filtered == 12
    assert run(stories, tmp_path / "b", exclude=("date:2024-01..2024-12",))[1].done == 1
    assert run(stories, tmp_path / "c", only=("lang:en",))[1].done == 13
    assert run(stories, tmp_path / "d", only=("host:example.org",))[1].done == 0
    assert run(stories, tmp_path / "e", limit=4)[1].done == 4
    first = {one.key for one in run(stories, tmp_path / "f", sample=3)[0]}
    assert 0 < len(first) < 13
    assert {one.key for one in run(stories, tmp_path / "g", sample=3)[0]} == first


def test_a_dry_run_writes_nothing(stories: Path, tmp_path: Path) -> None:
    done, _ = run(stories, tmp_path / "out", dry_run=True)
    assert len(done) == 12
    assert not (tmp_path / "out").exists()


def test_two_writers_do_not_meet(stories: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    lock = Lock(str(out))
    with pytest.raises(OutputError, match=r"another run is writing here \(process \d+\)"):
        run(stories, out)
    lock.release()
    assert run(stories, out)[1].done == 12


def test_leftovers_of_a_crash_are_cleaned(stories: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "part0").mkdir(parents=True)
    (out / "part0" / f"{PART}12-34").write_bytes(b"half")
    (out / ".newsarchive-running").touch()
    (out / JOURNAL).write_bytes(b'{"kind":"run"}\n{"kind":"done","done":{"ke')
    tally = run(stories, out, resume=True)[1]
    assert (tally.cleaned, tally.done) == (1, 12)
    assert not (out / "part0" / f"{PART}12-34").exists()
    assert sorted(path.name for path in out.glob(".*")) == [JOURNAL, LOCK]


def test_a_folder_that_cannot_be_made_is_refused(stories: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError):
        run(stories, tmp_path / "file" / "out")


def command(source: Path, out: Path, *more: str) -> list[str]:
    words = [
        "convert",
        str(source),
        "--to",
        ",".join(TARGETS),
        "--out",
        str(out),
        "--jobs",
        "2",
        "--progress",
        "none",
        *more,
    ]
    return [sys.executable, "-m", "newsarchive", *words]


def receipts(out: Path) -> int:
    try:
        return (out / JOURNAL).read_bytes().count(b'"kind":"done"')
    except FileNotFoundError:
        return 0


@pytest.fixture
def many(tmp_path: Path) -> Path:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(60):
        (folder / f"{number}.json").write_bytes(story(number))
    return folder


def test_a_run_that_is_killed_at_any_moment_goes_on_to_the_same_bytes(many: Path, tmp_path: Path) -> None:
    run(many, tmp_path / "whole")
    out = tmp_path / "out"
    for wanted in (1, 13, 37):
        process = subprocess.Popen(command(many, out, "--resume"), stderr=subprocess.DEVNULL)
        while receipts(out) < wanted and process.poll() is None:
            time.sleep(0.005)
        process.kill()
        process.wait()
    # Nothing that a user would open is ever half written.
    whole = files(tmp_path / "whole")
    assert all(whole[name] == data for name, data in files(out).items())
    ended = subprocess.run(command(many, out, "--resume"), stderr=subprocess.PIPE, check=False)
    assert ended.returncode == 0, ended.stderr
    assert {name: data for name, data in files(out).items() if name not in _REPORTS} == whole
    write_reports(str(tmp_path / "whole"))
    write_reports(str(out))
    for name in ("manifest.csv", "failures.jsonl", "report.html"):
        assert (out / name).read_bytes() == (tmp_path / "whole" / name).read_bytes(), name
    assert not list(out.rglob(f"{PART}*"))


_REPORTS = {"manifest.csv", "failures.jsonl", "timings.csv", "report.html"}


def test_workers_stop_when_the_main_process_is_killed(many: Path, tmp_path: Path) -> None:
    for number in range(60, 600):
        (many / f"{number}.json").write_bytes(story(number))
    out = tmp_path / "out"
    process = subprocess.Popen(command(many, out), stderr=subprocess.DEVNULL)
    while receipts(out) < 40 and process.poll() is None:
        time.sleep(0.005)
    process.kill()
    process.wait()
    before = -1
    # Each worker ends the page that it is at, and no other.
    while before != (before := len(list(out.rglob("*")))):
        time.sleep(0.5)
    assert before < 1000
    assert not list(out.rglob(f"{PART}*"))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_run_in_order(many: Path, tmp_path: Path, number: signal.Signals) -> None:
    out = tmp_path / "out"
    process = subprocess.Popen(command(many, out, "--jobs", "1"), stderr=subprocess.PIPE)
    while receipts(out) < 2 and process.poll() is None:
        time.sleep(0.005)
    process.send_signal(number)
    said = process.communicate()[1].decode()
    assert process.returncode == 130
    assert "--resume" in said
    assert "Traceback" not in said
    assert not list(out.rglob(f"{PART}*"))
    assert subprocess.run(command(many, out, "--resume"), stderr=subprocess.DEVNULL, check=False).returncode == 0
    assert len([name for name in files(out) if name not in _REPORTS]) == 120


def test_a_heading_of_marks_alone_does_not_hide_the_story(tmp_path: Path) -> None:
    source = tmp_path / "pages"
    source.mkdir()
    marks = "a" + "\u0301" * 400
    lines = "".join(
        f"<p>The ferry came back to the quay on day {i}, and the harbour office said that it would stay.</p>"
        for i in range(4)
    )
    (source / "a.html").write_text(f"<title>{marks}</title><article><h1>{marks}</h1>{lines}</article>", "utf-8")
    done, tally = run(source, tmp_path / "out")
    assert (tally.done, tally.failed) == (1, 0), done


def test_a_flood_of_faults_is_counted_and_cut_short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsarchive.batch.job._FAULTS", 20)
    (tmp_path / "flood.jsonl").write_bytes(b"x\n" * 500)
    out = tmp_path / "out"
    tally = Tally()
    told = list(
        run_job(
            Job(inputs=(str(tmp_path / "flood.jsonl"),), options=Options(targets=("json",), out=str(out))), tally=tally
        )
    )
    assert len(told) == 21
    assert isinstance(told[-1], Fault)
    assert told[-1].reason == "480 more of it cannot be read, and is not told one by one"
    assert tally.faults == 21


def test_inputs_come_from_lists_while_the_run_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(story(1))
    (tmp_path / "b.html").write_bytes(story(2))
    (tmp_path / "list").write_text(f"{tmp_path}/a.html\n# no\n{tmp_path}/b.html\n", "utf-8")
    job = Job(inputs=(), lists=(str(tmp_path / "list"),), options=Options(targets=("json",), out=str(tmp_path / "out")))
    tally = Tally()
    list(run_job(job, tally=tally))
    assert (tally.done, tally.faults) == (2, 0)
