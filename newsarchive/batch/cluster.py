"""Run a job on a Ray cluster: one task a shard, inside it the same local pool, on any machine that is there.

Ray carries shards, and runs one again when the machine that held it is lost. What isolates pages, keeps receipts and
makes a second try harmless is the run of a shard itself (``run_job``): the cluster adds nothing to it.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from newsarchive.batch.job import Job, Tally, run_job
from newsarchive.batch.journal import JOURNAL, entries_of
from newsarchive.batch.merge import joined
from newsarchive.batch.report import write_reports
from newsarchive.batch.state import State
from newsarchive.batch.store import get, put_pieces
from newsarchive.batch.task import Done
from newsarchive.errors import MissingLibrary
from newsarchive.sources.page import Fault

__all__ = ["Summary", "run_ray", "shards_of"]

_RETRIES = 5
_NAMED = 100


class Summary(Struct, frozen=True):
    """What became of one shard, in numbers; ``failures`` names the first of its pages that failed, and why."""

    shard: str
    done: int
    failed: int
    faults: int
    already: int
    filtered: int
    outputs: int
    failures: tuple[tuple[str, str], ...] = ()


def shards_of(job: Job, count: int) -> list[Job]:
    """Cut a job into shards by the content of its pages; every shard resumes, so that it can be run again.

    >>> from newsarchive.batch.task import Options
    >>> jobs = shards_of(Job(inputs=("a",), options=Options(targets=("json",))), 2)
    >>> [(one.shard, one.name) for one in jobs]
    [((1, 2), '1-of-2'), ((2, 2), '2-of-2')]
    """
    return [
        replace(job, shard=(number, count), name=f"{number}-of-{count}", resume=True) for number in range(1, count + 1)
    ]


def run_ray(job: Job, *, shards: int, address: str | None = None) -> Iterator[Summary]:
    """Run the shards of a job on a cluster, yield a summary as each ends, and write the joined journal and reports.

    Args:
        job: its inputs and its output must be seen by every machine: a shared folder, or addresses of a store.
        shards: how many tasks there are; a few times the number of machines.
        address: of the cluster (``auto``, ``10.0.0.1:6379``); None starts Ray on this machine.

    Raises:
        MissingLibrary: Ray is not installed.
        OutputError: the output cannot be written.
    """
    try:
        import ray
    except ImportError as error:
        raise MissingLibrary("--engine ray: Ray is not installed; pip install 'newsarchive[ray]'") from error
    # Ray's own talk would drown the failures of pages.
    ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR, ignore_reinit_error=True)
    try:
        remote = ray.remote(num_cpus=job.pool.jobs, max_retries=_RETRIES, retry_exceptions=False)(_shard)
        waiting = [remote.remote(msgspec.msgpack.encode(one)) for one in shards_of(job, shards)]
        while waiting:
            ready, waiting = ray.wait(waiting, num_returns=1)
            yield msgspec.msgpack.decode(ray.get(ready[0]), type=Summary)
    finally:
        ray.shutdown()
    _join(job, shards)


def _shard(data: bytes) -> bytes:
    """Run one shard, on whatever machine."""
    job = msgspec.msgpack.decode(data, type=Job)
    tally = Tally()
    failures: list[tuple[str, str]] = []
    for found in run_job(job, tally=tally):
        if isinstance(found, Fault):
            failures.append((found.name, found.reason))
        elif isinstance(found, Done) and found.status == "failed":
            failures.append((found.name, "; ".join(failure.reason for failure in found.failures)))
        del failures[_NAMED:]
    numbers = (tally.done, tally.failed, tally.faults, tally.already, tally.filtered, tally.outputs)
    return msgspec.msgpack.encode(Summary(job.name, *numbers, tuple(failures)))


def _join(job: Job, shards: int) -> None:
    out = job.options.out or os.curdir
    state = State()
    for one in shards_of(job, shards):
        for entry in entries_of(get(out, f"{JOURNAL}-{one.name}") or b""):
            state.take(entry)
    put_pieces(out, JOURNAL, joined(state))
    write_reports(out, state)
