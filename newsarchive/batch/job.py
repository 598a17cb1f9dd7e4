"""Describe a run as a small value, and carry it out: the same on one machine, as a shard, and as a task of an engine."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from newsarchive._version import __version__
from newsarchive.batch.alike import without_later
from newsarchive.batch.journal import JOURNAL, Entry, Journal, Lock
from newsarchive.batch.pool import PoolLimits, run_pool
from newsarchive.batch.report import collect
from newsarchive.batch.store import get, put
from newsarchive.batch.task import Done, Options, Task
from newsarchive.batch.write import leftovers, refusal
from newsarchive.errors import OutputError
from newsarchive.sources.beside import overrides_beside
from newsarchive.sources.files import open_sources
from newsarchive.sources.jsonl import FIELDS, Fields
from newsarchive.sources.limits import LIMITS, Limits
from newsarchive.sources.page import Fault, Page, Skipped
from newsarchive.sources.remote import is_address

__all__ = ["Job", "Tally", "run_job"]

_RUNNING = ".newsarchive-running"
_PUT_SECONDS = 30.0
# Formats that carry pictures; for the others nobody looks for them.
_SHOWS = frozenset({"epub", "pdf", "html"})


class Job(Struct, frozen=True, kw_only=True):
    """A run: what to read, how to convert it, where it goes, and which share of it is ours.

    ``shard`` is (i, n) with 1 <= i <= n: of each source, the pages whose key falls to i. ``limit`` ends the run after
    so many pages, ``sample`` takes one page in so many (by key, so that a sample is the same twice).
    With ``skip_alike`` the files of pages whose words an earlier page has are taken away at the end of the run.
    ``name`` gives a shard a journal of its own, where several write below one ``out``.
    """

    inputs: tuple[str, ...]
    options: Options
    pool: PoolLimits = PoolLimits()
    limits: Limits = LIMITS
    fields: Fields = FIELDS
    resume: bool = False
    shard: tuple[int, int] = (1, 1)
    limit: int | None = None
    sample: int | None = None
    dry_run: bool = False
    name: str = ""
    skip_alike: bool = False


@dataclass(slots=True)
class Tally:
    """What has happened so far: numbers only, so that a run of any length fits.

    ``passed`` counts the pages that are in another share, or not in the sample.
    """

    done: int = 0
    failed: int = 0
    faults: int = 0
    filtered: int = 0
    already: int = 0
    passed: int = 0
    duplicates: int = 0
    offered: int = 0
    outputs: int = 0
    lost: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    stopped: bool = False
    fatal: str | None = None
    cleaned: int = 0
    alike: int = 0
    source: str = ""

    @property
    def finished(self) -> int:
        """How many pages are through, however they ended."""
        return self.done + self.failed + self.filtered + self.already


def run_job(job: Job, *, tally: Tally | None = None, stopping: Any = None) -> Iterator[Done | Fault | Skipped]:
    """Carry out a job and yield what becomes of each page and each source, as it happens.

    The state that lets a run be resumed is kept in the output folder, where there is one.

    Args:
        job: the run.
        tally: counts along, for progress and for the exit status.
        stopping: ``is_set()`` says that the run shall end in order; what runs is abandoned and can be resumed.

    Raises:
        OutputError: the output folder cannot be used, or the disk is full; the run can be resumed.
        NewsArchiveError: the rules of a site are wrong, or their folder cannot be read.
    """
    tally = Tally() if tally is None else tally
    job = _with_rules(job)
    out = job.options.out
    if out is None or job.dry_run:
        yield from _run(job, None, tally, stopping)
        return
    if is_address(out):
        yield from _run_remote(job, out, tally, stopping)
        return
    try:
        os.makedirs(out, exist_ok=True)
    except OSError as error:
        raise refusal(error, os.path.join(out, "x")) from error
    lock = Lock(out, job.name)
    marker = os.path.join(out, f"{_RUNNING}-{job.name}" if job.name else _RUNNING)
    try:
        # Other shards may be writing here: what they have not finished is not ours to clean.
        crashed = os.path.exists(marker) and not job.name
        if crashed:
            tally.cleaned = sum(1 for _ in leftovers(out))
        _touch(marker)
        yield from _run_with_journal(job, Journal(out, resume=job.resume, name=job.name), tally, stopping)
        # A worker of a run that was killed may have been at its last page while this one began.
        if crashed or ((tally.failed or tally.stopped) and not job.name):
            tally.cleaned += sum(1 for _ in leftovers(out))
        os.unlink(marker)
    finally:
        lock.release()


def _with_rules(job: Job) -> Job:
    """Read the site rules before any page, so that what is wrong is said once, and put their digest into the options."""
    if not job.options.sites:
        return job
    from pathlib import Path

    from newsarchive.page.site import digest_of, read_sites

    # Workers stand elsewhere: the server they are forked from keeps the folder it was started in.
    folders = [Path(folder).absolute() for folder in job.options.sites]
    read_sites(folders)
    return replace(job, options=replace(job.options, sites=tuple(map(str, folders)), rules=digest_of(folders)))


def _with_overrides(options: Options, page: Page) -> Options:
    """Return the options for a page that has the user's word beside it."""
    if (beside := overrides_beside(page.name)) is None:
        return options
    with contextlib.suppress(OSError), open(beside, "rb") as file:
        digest = hashlib.sha256(options.rules.encode() + file.read()).hexdigest()[:16]
        return replace(options, overrides=os.path.abspath(beside), rules=digest)
    return options


def _run_with_journal(job: Job, journal: Journal, tally: Tally, stopping: Any) -> Iterator[Done | Fault | Skipped]:
    scratch = tempfile.mkdtemp(prefix="newsarchive-")
    try:
        journal.add(Entry("run", targets=job.options.targets, software=f"newsarchive {__version__}"))
        scratched = replace(job, options=replace(job.options, scratch=scratch))
        yield from _run(scratched, journal, tally, stopping)
        if job.skip_alike and not tally.stopped:
            receipts = collect([journal.path]).done
            for entry in without_later(job.options.out or os.curdir, receipts.values()):
                journal.add(entry)
                tally.alike += 1
                if entry.done is not None:
                    tally.outputs = max(0, tally.outputs - len(receipts[entry.done.key].outputs))
        if not tally.stopped:
            journal.add(Entry("end"))
    finally:
        journal.close()
        shutil.rmtree(scratch, ignore_errors=True)


def _run_remote(job: Job, out: str, tally: Tally, stopping: Any) -> Iterator[Done | Fault | Skipped]:
    """Run with the output in a store: the journal is kept here and put there now and then, and when the run ends."""
    name = f"{JOURNAL}-{job.name}" if job.name else JOURNAL
    with tempfile.TemporaryDirectory(prefix="newsarchive-") as state:
        path = os.path.join(state, name)
        if job.resume and (known := get(out, name)) is not None:
            with open(path, "wb") as file:
                file.write(known)
        journal = Journal(out, resume=job.resume, name=job.name, state=state)
        last = time.monotonic()
        try:
            for found in _run_with_journal(job, journal, tally, stopping):
                yield found
                if time.monotonic() - last > _PUT_SECONDS:
                    _put_journal(out, name, path)
                    last = time.monotonic()
        finally:
            _put_journal(out, name, path)


def _put_journal(out: str, name: str, path: str) -> None:
    with open(path, "rb") as file:
        put(out, name, file.read())


def _touch(path: str) -> None:
    try:
        with open(path, "wb"):
            pass
    except OSError as error:
        raise refusal(error, path) from error


def _run(job: Job, journal: Journal | None, tally: Tally, stopping: Any) -> Iterator[Done | Fault | Skipped]:
    aside: list[Fault | Skipped] = []
    tasks = _tasks(job, journal, tally, aside)
    first = list(islice(tasks, 2))
    yield from _flush(aside, journal, tally)
    if job.dry_run:
        for task in _chain(first, tasks):
            yield from _flush(aside, journal, tally)
            tally.done += 1
            yield Done(
                key=task.page.key, name=task.page.name, url=task.page.url, status="done", bytes_in=task.page.size
            )
        yield from _flush(aside, journal, tally)
        return
    results = (
        run_pool(_chain(first, tasks), job.pool, single=len(first) < 2, targets=job.options.targets, stopping=stopping)
        if first
        else iter(())
    )
    try:
        for done in results:
            yield from _flush(aside, journal, tally)
            _count(done, tally)
            if journal is not None:
                journal.add(Entry("done", done=done))
            yield done
            if done.fatal:
                tally.fatal = done.failures[-1].reason if done.failures else "the output cannot be written"
                raise OutputError(tally.fatal)
    finally:
        getattr(results, "close", lambda: None)()
    yield from _flush(aside, journal, tally)
    tally.stopped = stopping is not None and stopping.is_set()


def _chain(first: list[Task], rest: Iterator[Task]) -> Iterator[Task]:
    yield from first
    yield from rest


def _count(done: Done, tally: Tally) -> None:
    if done.status == "done":
        tally.done += 1
    elif done.status == "filtered":
        tally.filtered += 1
    else:
        tally.failed += 1
    tally.outputs += len(done.outputs)
    tally.lost += sum(count for code, count in done.codes.items() if code.startswith("NA4"))


def _flush(aside: list[Fault | Skipped], journal: Journal | None, tally: Tally) -> Iterator[Fault | Skipped]:
    """Yield what the sources told besides pages since the last time."""
    while aside:
        found = aside.pop(0)
        if isinstance(found, Fault):
            tally.faults += 1
        else:
            tally.skipped[found.reason] += found.count
        if journal is not None:
            entry = Entry("fault", fault=found) if isinstance(found, Fault) else Entry("skipped", skipped=found)
            journal.add(entry)
        yield found


def _tasks(job: Job, journal: Journal | None, tally: Tally, aside: list[Fault | Skipped]) -> Iterator[Task]:
    """Yield the pages that are ours and not done yet; what else the sources tell goes aside."""
    seen: set[bytes] = set()
    album = job.options.scratch if job.options.pictures and _SHOWS.intersection(job.options.targets) else None
    for found in open_sources(job.inputs, limits=job.limits, fields=job.fields, album=album):
        if not isinstance(found, Page):
            aside.append(found)
            continue
        tally.source = found.name
        # Worked out once, here: it is asked for again on the way to the files.
        page = replace(found, url=found.url or job.options.url, digest=found.sha256)
        key = page.key
        if not _ours(key, job):
            tally.passed += 1
            continue
        if job.limit is not None and tally.offered >= job.limit:
            return
        tally.offered += 1
        short = bytes.fromhex(key)[:12]
        if short in seen:
            # The same bytes from the same place, named twice.
            tally.duplicates += 1
            continue
        seen.add(short)
        options = _with_overrides(job.options, found)
        missing = options.targets
        if journal is not None and job.resume:
            missing = journal.missing(key, options.targets, options.rules)
        if not missing:
            tally.already += 1
            continue
        yield Task(page, replace(options, targets=missing) if missing != options.targets else options)


def _ours(key: str, job: Job) -> bool:
    """Tell by the key alone whether a page is in our share and in the sample: every machine decides alike."""
    share, shares = job.shard
    if shares > 1 and int(key[:12], 16) % shares != share - 1:
        return False
    return not job.sample or int(key[12:24], 16) % job.sample == 0
