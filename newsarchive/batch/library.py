"""Convert many sources from Python: a job, its workers and its journal behind one function."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from newsarchive import registry
from newsarchive.batch.job import Job, run_job
from newsarchive.batch.parquet import ready, write_table
from newsarchive.batch.pool import PoolLimits
from newsarchive.batch.report import write_reports
from newsarchive.batch.task import PARQUET, Done, Failure, Options
from newsarchive.errors import UsageError
from newsarchive.sources.fetch import FETCH, FetchLimits
from newsarchive.sources.fetch import ready as ready_to_fetch
from newsarchive.sources.page import Fault
from newsarchive.sources.remote import is_address, local_path

__all__ = ["convert_all"]


def convert_all(
    sources: str | Path | Iterable[str | Path],
    to: str | Iterable[str],
    out: str | Path,
    *,
    jobs: int = 1,
    resume: bool = False,
    sites: str | Path | None = None,
    url: str | None = None,
    pictures: bool = True,
    picture_folder: str | Path | None = None,
    fetch: FetchLimits | bool = False,
    options: Mapping[str, Mapping[str, str | int | bool]] | None = None,
    timeout: float = 50,
    report: bool = False,
) -> Iterator[Done]:
    """Convert files, folders, globs and archives of pages, and yield what became of each page as it happens.

    It is ``newsarchive convert`` without the talk: every page has a worker process of its own, a failure is a value
    (``done.status``, ``done.failures``) and stops nobody else, and a run that was given up can be resumed. What of a
    source cannot be read is yielded as well, as failed. Workers import the script that calls this, as those of every
    library that starts processes do: put the call under ``if __name__ == "__main__":``.

    Args:
        sources: one or several of what ``newsarchive convert`` takes, but standard input.
        to: names of formats, ``parquet`` for one table of all among them.
        out: the output folder, or an address such as ``s3://…``.
        jobs: how many pages are converted at a time.
        resume: leave out what an earlier run into the same folder did by the same rules.
        sites: a folder of site rules.
        url: the address a page came from, where its source does not say.
        pictures: whether pictures found beside a page are carried.
        picture_folder: look for pictures there as well.
        fetch: fetch pictures that are found nowhere else from the network, within these limits (True: those of ``FETCH``).
        options: options of formats by their names, such as ``{"html": {"pictures": "beside"}}``.
        timeout: seconds one page may take.
        report: write manifest.csv, failures.jsonl, timings.csv and report.html at the end.

    Raises:
        UsageError: no source, no format, or one that cannot be written.
        UnknownFormat: there is no format of this name.
        MissingLibrary: a library that the call needs is not installed.
        NewsArchiveError: while it runs: the rules of a site are wrong, the output folder cannot be used.
    """
    inputs = (sources,) if isinstance(sources, str | Path) else tuple(sources)
    targets = (to,) if isinstance(to, str) else tuple(dict.fromkeys(to))
    if not inputs or "-" in map(str, inputs):
        raise UsageError("convert_all: name at least one file, folder, glob or archive")
    if not targets:
        raise UsageError(f"convert_all: name at least one format in to=…, of {', '.join(registry.names())}")
    for name in targets:
        if name != PARQUET and registry.get(name).writes is None:
            raise UsageError(f"convert_all: {name} can be read but not written")
    if PARQUET in targets:
        ready()
        if is_address(str(out)):
            raise UsageError("convert_all: parquet is one table of a whole run; give a folder in out=…")
    job = Job(
        inputs=tuple(os.fspath(source) for source in inputs),
        options=Options(
            targets=targets,
            out=local_path(os.fspath(out)),
            url=url,
            pictures=pictures,
            album=os.path.abspath(picture_folder) if picture_folder is not None else None,
            fetch=_limits(fetch),
            format_options={name: dict(given) for name, given in (options or {}).items()},
            sites=(os.fspath(sites),) if sites is not None else (),
        ),
        pool=PoolLimits(jobs=max(1, jobs), seconds=timeout),
        resume=resume,
    )
    return _run(job, report=report)


def _limits(fetch: FetchLimits | bool) -> FetchLimits | None:  # noqa: FBT001 - a fact of the call above
    if fetch is False:
        return None
    ready_to_fetch()
    return FETCH if fetch is True else fetch


def _run(job: Job, *, report: bool) -> Iterator[Done]:
    # A worker of ours that imports a script without that line comes by here again: there is nothing to do for it.
    if getattr(multiprocessing.current_process(), "_inheriting", False):
        return
    for found in run_job(job):
        if isinstance(found, Done):
            yield found
        elif isinstance(found, Fault):
            yield Done(key="", name=found.name, status="failed", failures=(Failure(found.reason, kind="Fault"),))
    out = job.options.out or os.curdir
    if PARQUET in job.options.targets:
        write_table(out)
    if report:
        write_reports(out)
