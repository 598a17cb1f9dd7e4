"""Describe a run as a small value, and carry it out: the same on one machine, as a shard, and as a task of an engine."""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from newsarchive._version import __version__
from newsarchive.batch.alike import without_later
from newsarchive.batch.journal import JOURNAL, Entry, Journal, Lock
from newsarchive.batch.pool import PoolLimits, run_pool
from newsarchive.batch.state import collect
from newsarchive.batch.store import get, put
from newsarchive.batch.task import Done, Errand, Options, Task, task_of
from newsarchive.batch.write import leftovers, refusal
from newsarchive.errors import OutputError
from newsarchive.sources.beside import overrides_beside
from newsarchive.sources.files import found_in, listed, open_sources, unread_sources
from newsarchive.sources.jsonl import FIELDS, Fields
from newsarchive.sources.limits import LIMITS, Limits
from newsarchive.sources.page import Fault, Found, Page, Skipped, Unread
from newsarchive.sources.reach import Reach
from newsarchive.sources.remote import is_address
from newsarchive.sources.scratch import scratch

__all__ = ["Job", "Tally", "run_job"]

_RUNNING = ".newsarchive-running"
_PUT_SECONDS = 30.0
_FAULTS = 10_000  # of one source
# Formats that carry pictures; for the others nobody looks for them.
_SHOWS = frozenset({"epub", "pdf", "html"})


class Job(Struct, frozen=True, kw_only=True):
    """A run: what to read, how to convert it, where it goes, and which share of it is ours.

    ``shard`` is (i, n) with 1 <= i <= n: of each source, the pages whose key falls to i. ``limit`` ends the run after
    so many pages, ``sample`` takes one page in so many (by key, so that a sample is the same twice).
    ``lists`` are files that name more inputs, one a line; they are read while the run goes on.
    With ``skip_alike`` the files of pages whose words an earlier page has are taken away at the end of the run.
    ``name`` gives a shard a journal of its own, where several write below one ``out``.
    """

    inputs: tuple[str, ...]
    options: Options
    lists: tuple[str, ...] = ()
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

    @property
    def several(self) -> bool:
        """Whether more than one input is named."""
        return bool(self.lists) or len(self.inputs) > 1

    def named(self) -> Iterator[str]:
        """Yield the inputs, then those that the lists name."""
        yield from self.inputs
        for path in self.lists:
            yield from listed(path)


@dataclass(slots=True)
class Tally:
    """What has happened so far: numbers only, so that a run of any length fits; ``reach`` is how far the sources are read.

    ``passed`` counts the pages that are in another share, or not in the sample, ``crashes`` the workers that were lost.
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
    crashes: int = 0
    alike: int = 0
    source: str = ""
    reach: Reach = field(default_factory=Reach)

    @property
    def finished(self) -> int:
        """How many pages are through, however they ended."""
        return self.done + self.failed + self.filtered + self.already

    def lose_worker(self) -> None:
        """Count a worker that was lost with the page it was at."""
        self.crashes += 1


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
        if crashed or ((tally.crashes or tally.failed or tally.stopped) and not job.name):
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


def _with_overrides(options: Options, name: str) -> Options:
    """Return the options for a page that may have the user's word beside it."""
    if (beside := overrides_beside(name)) is None:
        return options
    with contextlib.suppress(OSError), open(beside, "rb") as file:
        digest = hashlib.sha256(options.rules.encode() + file.read()).hexdigest()[:16]
        return replace(options, overrides=os.path.abspath(beside), rules=digest)
    return options


def _run_with_journal(job: Job, journal: Journal, tally: Tally, stopping: Any) -> Iterator[Done | Fault | Skipped]:
    try:
        journal.add(Entry("run", targets=job.options.targets, software=f"newsarchive {__version__}"))
        yield from _run(job, journal, tally, stopping)
        if job.skip_alike and not tally.stopped:
            out = job.options.out or os.curdir
            for entry, files in without_later(out, collect([journal.path], folder=out)):
                journal.add(entry)
                tally.alike += 1
                tally.outputs = max(0, tally.outputs - files)
        if not tally.stopped:
            journal.add(Entry("end"))
    finally:
        journal.close()


def _run_remote(job: Job, out: str, tally: Tally, stopping: Any) -> Iterator[Done | Fault | Skipped]:
    """Run with the output in a store: the journal is kept here and put there now and then, and when the run ends."""
    name = f"{JOURNAL}-{job.name}" if job.name else JOURNAL
    with scratch() as state:
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
    # Pictures of archives are looked up by workers, in lists that are kept as long as the run.
    shows = job.options.pictures and journal is not None and _SHOWS.intersection(job.options.targets)
    with scratch() if shows else contextlib.nullcontext() as album:
        offers = _Offers(job, journal, tally, album)
        yield from _try_out(offers, tally) if job.dry_run else _work_off(offers, tally, stopping)


def _try_out(offers: _Offers, tally: Tally) -> Iterator[Done | Fault | Skipped]:
    for item in offers:
        yield from offers.aside()
        tally.done += 1
        if isinstance(item, Task):
            page = item.page
            yield Done(key=page.key, name=page.name, url=page.url, status="done", bytes_in=page.size)
    yield from offers.aside()


def _work_off(offers: _Offers, tally: Tally, stopping: Any) -> Iterator[Done | Fault | Skipped]:
    job, journal = offers.job, offers.journal
    first = list(islice(offers, 2))
    yield from offers.aside()
    results = (
        run_pool(
            chain(first, offers),
            job.pool,
            single=len(first) < 2,
            targets=job.options.targets,
            stopping=stopping,
            several=offers.instead_of,
            lost=tally.lose_worker,
        )
        if first
        else iter(())
    )
    try:
        for item, done in results:
            yield from offers.aside()
            if isinstance(item, Errand) and offers.met(done.key):
                tally.duplicates += 1
                continue
            _count(done, tally)
            if journal is not None:
                journal.add(Entry("done", done=done))
            yield done
            if done.fatal:
                tally.fatal = done.failures[-1].reason if done.failures else "the output cannot be written"
                raise OutputError(tally.fatal)
    finally:
        getattr(results, "close", lambda: None)()
    yield from offers.aside()
    tally.stopped = stopping is not None and stopping.is_set()


def _count(done: Done, tally: Tally) -> None:
    if done.status == "done":
        tally.done += 1
    elif done.status == "filtered":
        tally.filtered += 1
    else:
        tally.failed += 1
    tally.outputs += len(done.outputs)
    tally.lost += sum(count for code, count in done.codes.items() if code.startswith("NA4"))


class _Offers:
    """The pages that are ours and not done yet; what else the sources tell goes aside."""

    def __init__(self, job: Job, journal: Journal | None, tally: Tally, album: str | None) -> None:
        self.job, self.journal = job, journal
        self._tally, self._album = tally, album
        self._aside: list[Fault | Skipped] = []
        self._seen: set[bytes] = set()
        self._full = False
        self._faults: Counter[str] = Counter()
        # Whether something is asked of a page by its key, before it is worked on.
        known = journal is not None and journal.known and job.resume
        chosen = job.shard != (1, 1) or job.sample or job.limit is not None or job.dry_run
        self._asked = bool(known or chosen)
        self._offered = self._all()

    def __iter__(self) -> Iterator[Task | Errand]:
        return self._offered

    def aside(self) -> Iterator[Fault | Skipped]:
        """Yield what the sources told besides pages since the last time."""
        while self._aside:
            found = self._aside.pop(0)
            if isinstance(found, Fault):
                self._tally.faults += 1
                entry = Entry("fault", fault=found)
            else:
                self._tally.skipped[found.reason] += found.count
                entry = Entry("skipped", skipped=found)
            if self.journal is not None:
                self.journal.add(entry)
            yield found

    def met(self, key: str) -> bool:
        """Tell whether a page was met before; from now on it was."""
        short = bytes.fromhex(key)[:12]
        known = short in self._seen
        self._seen.add(short)
        return known

    def instead_of(self, errand: Errand) -> Iterator[Task | Errand]:
        """Yield the pages in a file that turned out not to be just one."""
        self._tally.offered -= 1
        for found in found_in(errand.unread, fields=self.job.fields, album=self._album):
            yield from self._taken(found)

    def _all(self) -> Iterator[Task | Errand]:
        job = self.job
        # In one folder no place occurs twice. Of several sources a page may be the same as another, with other pictures beside it:
        # which of the two is written is settled here, before, and not by who is done first.
        tree = not job.several and os.path.isdir(job.inputs[0])
        opened = unread_sources if tree and not self._asked else open_sources
        for found in opened(
            job.named(), limits=job.limits, fields=job.fields, album=self._album, reach=self._tally.reach
        ):
            yield from self._taken(found)
            if self._full:
                break
        for source, count in self._faults.items():
            if count > _FAULTS:
                reason = f"{count - _FAULTS} more of it cannot be read, and is not told one by one"
                self._aside.append(Fault(name=source, reason=reason))

    def _too_many(self, fault: Fault) -> bool:
        """Tell whether a source has so many faults that they would fill the journal: a line of two bytes is one."""
        source, inside, _ = fault.name.rpartition("@")
        if inside:
            self._faults[source] += 1
        return bool(inside) and self._faults[source] > _FAULTS

    def _taken(self, found: Found | Unread) -> Iterator[Task | Errand]:
        if not isinstance(found, Page | Unread):
            if not (isinstance(found, Fault) and self._too_many(found)):
                self._aside.append(found)
            return
        job, tally = self.job, self._tally
        tally.source = found.name
        if isinstance(found, Unread):
            tally.offered += 1
            yield Errand(found, _with_overrides(job.options, found.name))
            return
        task = task_of(found, _with_overrides(job.options, found.name))
        key = task.page.key
        if not _ours(key, job):
            tally.passed += 1
            return
        if job.limit is not None and tally.offered >= job.limit:
            self._full = True
            return
        tally.offered += 1
        if self.met(key):
            # The same bytes from the same place, named twice.
            tally.duplicates += 1
            return
        options = task.options
        missing = options.targets
        if self.journal is not None and job.resume:
            missing = self.journal.missing(key, options.targets, options.rules)
        if not missing:
            tally.already += 1
            return
        yield task if missing == options.targets else Task(task.page, replace(options, targets=missing))


def _ours(key: str, job: Job) -> bool:
    """Tell by the key alone whether a page is in our share and in the sample: every machine decides alike."""
    share, shares = job.shard
    if shares > 1 and int(key[:12], 16) % shares != share - 1:
        return False
    return not job.sample or int(key[12:24], 16) % job.sample == 0
