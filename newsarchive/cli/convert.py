"""Convert pages, folders and archives of the web; one page is the smallest batch."""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import signal
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any, Self

from newsarchive.cli.options import REPORT_FROM, add_arguments
from newsarchive.cli.out import line, many
from newsarchive.errors import UsageError

if TYPE_CHECKING:
    from newsarchive.batch.job import Job, Tally
    from newsarchive.batch.task import Done
    from newsarchive.cli.progress import Shown
    from newsarchive.sources.fetch import FetchLimits
    from newsarchive.sources.page import Fault, Skipped

__all__ = ["HELP", "add_arguments", "run"]

HELP = """Convert pages, folders and web archives into records.

examples:
  newsarchive convert page.html -o story.epub
  newsarchive convert page.html --to newsml-g2,epub,pdf --out records/
  newsarchive convert pages/ crawl.warc.gz --to newsml-g2,json --out records/ --jobs 4 --resume
  curl -s https://example.org/story | newsarchive convert - --url https://example.org/story --to ninjs
  newsarchive convert crawl.warc.gz --to newsml-g2 --out records/ --shard 3/16
  newsarchive convert pages/ --to newsml-g2 --out records/ --sites rules/
  newsarchive convert page.html --to html,markdown --out records/ --pictures beside --fetch
  newsarchive convert page.html --to newsml-g2,pdf --out records/ --set newsml-g2.content=nitf --set pdf.paper=letter
"""

_FAULTS_SHOWN = 5
# After it the name of a page in an archive goes on.
_ARCHIVE = re.compile(r"(?<=\.zip)/|(?<=\.wacz)/|(?<=\.maff)/|@", re.IGNORECASE)
# Formats that can have their pictures as files beside them.
_BESIDE = ("html", "markdown")


def run(args: argparse.Namespace) -> int:
    """Convert what was asked for and return the exit status."""
    _begin(args)
    from newsarchive.batch.job import Tally, run_job
    from newsarchive.cli.progress import progress

    job = _job(args)
    tally = Tally()
    # A cluster reads the sources elsewhere: nobody here knows how far it is.
    shown = progress(args.progress, limit=args.limit, sources=None if args.engine == "ray" else job)
    if args.engine == "ray":
        return _on_cluster(args, job, tally, shown)
    notes = _Notes(args.notes)
    talk = _Talk(shown, quiet_success=job.options.out is None)
    error: Exception | None = None
    with _Stopping() as stopping:
        try:
            for found in run_job(job, tally=tally, stopping=stopping):
                talk.about(found, dry=job.dry_run)
                notes.take(found)
                shown.update(tally)
        except Exception as raised:  # noqa: BLE001 - said below, after the progress is out of the way
            error = raised
        finally:
            shown.close(tally)
            notes.close()
    talk.rest()
    if error is not None:
        from newsarchive.errors import InputError, NewsArchiveError

        if isinstance(error, NewsArchiveError):
            shown.say(f"newsarchive: {line(str(error))}")
            return 3 if isinstance(error, InputError) else 1
        raise error
    if stopping.is_set():
        more = "; run again with --resume to go on" if job.options.out else ""
        shown.say(f"newsarchive: interrupted after {many(tally.finished, 'page')}{more}")
        return 130
    if job.options.out is not None and not job.dry_run:
        _reports(args, job, tally, shown)
    return _status(args, job, tally, shown)


def _begin(args: argparse.Namespace) -> None:
    """Start what workers are forked from before anything else is loaded, where there will be several pages."""
    several = len(args.inputs) > 1 or args.from_file or any(map(os.path.isdir, args.inputs))
    if several and args.out and args.to and not args.dry_run and args.engine != "ray":
        from newsarchive.batch.server import begin

        begin(name.strip() for name in args.to.split(","))


def _on_cluster(args: argparse.Namespace, job: Job, tally: Tally, shown: Shown) -> int:
    from newsarchive.batch.cluster import run_ray

    if job.options.out is None or "-" in job.inputs:
        raise UsageError("convert: --engine ray needs --out and inputs that every machine can see")
    if args.sites:
        from pathlib import Path

        from newsarchive.page.site import read_sites

        read_sites([Path(folder) for folder in args.sites])  # what is wrong is said here, not by every machine
    said: set[str] = set()
    try:
        for summary in run_ray(job, shards=args.shards, address=args.ray_address):
            tally.done += summary.done
            tally.failed += summary.failed
            # Every shard meets the faults of all sources.
            tally.faults = max(tally.faults, summary.faults)
            tally.already += summary.already
            tally.filtered += summary.filtered
            tally.outputs += summary.outputs
            tally.source = summary.shard
            for name, reason in summary.failures:
                if name not in said:
                    said.add(name)
                    shown.say(f"newsarchive: {line(name)}: {line(reason)}")
            shown.update(tally)
    finally:
        shown.close(tally)
    shown.say(
        f"newsarchive: {tally.done} done, {tally.already} already there, {tally.failed} failed, {many(tally.faults, 'fault')} in "
        f"sources; {many(tally.outputs, 'file')} in {line(job.options.out)}; failures.jsonl there names the failures"
    )
    return _status(args, job, tally, shown)


def _reports(args: argparse.Namespace, job: Job, tally: Tally, shown: Shown) -> None:
    from newsarchive.batch.parquet import write_table
    from newsarchive.batch.report import write_reports
    from newsarchive.batch.task import PARQUET

    out = job.options.out or ""
    if PARQUET in job.options.targets:
        write_table(out)
    wanted = args.report if args.report is not None else tally.finished > REPORT_FROM
    if wanted:
        write_reports(out)
    said = [f"{tally.done} done"]
    said += [f"{tally.already} already there"] if tally.already else []
    said += [f"{tally.failed} failed"] if tally.failed else []
    said += [f"{many(tally.faults, 'fault')} in sources"] if tally.faults else []
    said += [f"{tally.filtered} filtered out"] if tally.filtered else []
    said += [f"{tally.alike} left out afterwards, having the words of another"] if tally.alike else []
    said += [f"{tally.duplicates} named twice"] if tally.duplicates else []
    said += [f"{sum(tally.skipped.values())} skipped ({_skipped(tally.skipped)})"] if tally.skipped else []
    said += [f"{many(tally.cleaned, 'unfinished file')} cleaned away"] if tally.cleaned else []
    report = "; see report.html there" if wanted else ""
    shown.say(f"newsarchive: {', '.join(said)}; {many(tally.outputs, 'file')} in {line(out)}{report}")


def _skipped(skipped: Counter[str]) -> str:
    shown = [f"{count} {reason}" for reason, count in skipped.most_common(3)]
    return ", ".join(shown) + (", …" if len(skipped) > len(shown) else "")


def _status(args: argparse.Namespace, job: Job, tally: Tally, shown: Shown) -> int:
    good = tally.done + tally.already + tally.filtered
    bad = tally.failed + tally.faults
    if not good and not bad:
        if tally.passed and job.shard == (1, 1):
            held = "does not hold the page" if tally.passed == 1 else f"holds none of the {tally.passed} pages"
            shown.say(f"newsarchive: the sample of one page in {job.sample} {held} found; take a smaller N")
        if tally.offered or tally.passed or job.shard != (1, 1):
            return 0
        shown.say(
            f"newsarchive: {line(', '.join([*job.inputs, *job.lists]))}: no page found; name files, folders or archives that hold pages"
        )
        return 3 if job.several else 1
    # One bad page is a failure named above; that nothing at all of several inputs could be read is said by the status.
    if not good and not tally.outputs and job.several:
        return 3
    if bad or (args.strict and tally.lost):
        return 1
    return 0


class _Talk:
    """Say each failure on one line, and keep a flood of faults of one source short."""

    def __init__(self, shown: Shown, *, quiet_success: bool) -> None:
        self._shown = shown
        self._quiet = quiet_success
        self._faults: Counter[str] = Counter()

    def about(self, found: Done | Fault | Skipped, *, dry: bool) -> None:
        """Say what there is to say about a page or a source."""
        from newsarchive.batch.task import Done
        from newsarchive.sources.page import Fault

        if isinstance(found, Fault):
            source = _ARCHIVE.split(found.name, maxsplit=1)[0]
            self._faults[source] += 1
            if self._faults[source] <= _FAULTS_SHOWN:
                self._shown.say(f"newsarchive: {line(str(found))}")
        elif isinstance(found, Done):
            if dry:
                print(line(found.name), line(found.url or ""), sep="\t")
            elif found.status == "failed":
                self._shown.say(f"newsarchive: {line(found.name)}: {line(_reasons(found))}")
            if found.payload is not None:
                sys.stdout.buffer.write(found.payload)

    def rest(self) -> None:
        """Say how many faults were not said."""
        for source, count in self._faults.items():
            if count > _FAULTS_SHOWN:
                self._shown.say(
                    f"newsarchive: {line(source)}: {many(count - _FAULTS_SHOWN, 'more fault')}; --report lists them in failures.jsonl"
                )


def _reasons(done: Done) -> str:
    by_reason: dict[str, list[str]] = {}
    for failure in done.failures:
        by_reason.setdefault(failure.reason, []).append(failure.format)
    return "; ".join(
        f"{', '.join(filter(None, formats))}: {reason}" if any(formats) else reason
        for reason, formats in by_reason.items()
    )


class _Notes:
    """The account of every page, as JSON lines, each with the page it belongs to."""

    def __init__(self, path: str | None) -> None:
        from newsarchive.batch.write import refusal

        self._file: Any = None
        if path == "-":
            self._file = sys.stdout
        elif path is not None:
            try:
                self._file = open(path, "w", encoding="utf-8", errors="backslashreplace")  # noqa: SIM115, PTH123
            except OSError as error:
                raise refusal(error, path) from error

    def take(self, found: Done | Fault | Skipped) -> None:
        """Write the notes of a page."""
        import json

        notes = getattr(found, "notes", "")
        if self._file is not None and notes:
            for line in notes.splitlines():
                self._file.write(json.dumps({"page": found.name, **json.loads(line)}, ensure_ascii=False) + "\n")

    def close(self) -> None:
        """Close the file."""
        if self._file is not None and self._file is not sys.stdout:
            self._file.close()


class _Stopping(contextlib.AbstractContextManager["_Stopping"]):
    """SIGINT and SIGTERM ask the run to stop; a second one stops it at once."""

    def __init__(self) -> None:
        self._set = False
        self._before: dict[int, Any] = {}

    def is_set(self) -> bool:
        """Tell whether someone asked."""
        return self._set

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM):
            with contextlib.suppress(ValueError):  # not the main thread
                self._before[number] = signal.signal(number, self._asked)
        return self

    def __exit__(self, *_: object) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)

    def _asked(self, number: int, frame: object) -> None:
        del number, frame
        if self._set:
            raise KeyboardInterrupt
        self._set = True


def _job(args: argparse.Namespace) -> Job:
    """Make the job that the command line asks for.

    Raises:
        UsageError: the options contradict each other.
    """
    from newsarchive import registry
    from newsarchive.batch.job import Job
    from newsarchive.batch.parquet import ready
    from newsarchive.batch.pool import PoolLimits
    from newsarchive.batch.task import PARQUET, Options
    from newsarchive.sources.files import STDIN
    from newsarchive.sources.limits import Limits
    from newsarchive.sources.remote import is_address, local_path

    inputs, lists = _inputs(args)
    _places(args)
    targets = tuple(name.strip() for name in (args.to or "").split(",") if name.strip())
    if not targets and args.output:
        named = registry.format_of_name(args.output)
        if named is None:
            raise UsageError(f"convert: the name {args.output!r} tells no format; say it with --to")
        targets = (named.name,)
    elif args.output:
        _agreed(args.output, targets)
    if not targets:
        raise UsageError("convert: say what to make with --to, such as --to newsml-g2,epub,pdf")
    for name in targets:
        ready() if name == PARQUET else _known(name, writes=True)
    if args.format is not None and args.format not in ("page", "scrape"):
        _known(args.format, writes=False)
    if args.near_duplicates == "skip" and (not args.out or is_address(args.out)):
        raise UsageError("convert: --near-duplicates skip needs a folder; give one with --out")
    if PARQUET in targets and (not args.out or is_address(args.out)):
        raise UsageError("convert: parquet is one table of a whole run; give a folder with --out")
    if not args.out and not args.dry_run:
        many = len(targets) > 1 or len(inputs) > 1 or bool(lists) or any(os.path.isdir(name) for name in inputs)  # noqa: PTH112
        if many:
            raise UsageError("convert: several pages or formats need a folder to go to; give one with --out")
    for rule in (*args.only, *args.exclude):
        if rule.partition(":")[0] not in ("host", "date", "lang") or not rule.partition(":")[2]:
            raise UsageError(
                f"convert: {rule!r} is no rule; rules are host:example.org, date:2021-02, date:2020..2021, lang:fr"
            )
    options = Options(
        targets=tuple(dict.fromkeys(targets)),
        out=local_path(args.out) if args.out else None,
        exact=args.output if args.output != STDIN else None,
        format=args.format,
        url=args.url,
        sites=tuple(args.sites),
        only=tuple(args.only),
        exclude=tuple(args.exclude),
        notes=args.notes is not None,
        pictures=args.pictures != "none",
        album=_picture_folder(args),
        fetch=_fetching(args),
        format_options=_settings(args, targets),
        sketch=args.near_duplicates is not None,
    )
    return Job(
        inputs=inputs,
        lists=lists,
        options=options,
        pool=PoolLimits(jobs=args.jobs, seconds=args.timeout, memory=args.memory),
        limits=Limits(page=args.max_bytes),
        fields=_fields(args.json_field),
        resume=args.resume,
        skip_alike=args.near_duplicates == "skip",
        shard=args.shard,
        limit=args.limit if args.out or args.dry_run else 1,
        sample=args.sample,
        dry_run=args.dry_run,
    )


def _inputs(args: argparse.Namespace) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the inputs that are named, and the lists that name more.

    Raises:
        UsageError: there is nothing to read.
        UnreadableInput: a list cannot be read.
    """
    from newsarchive.sources.files import STDIN, listed

    inputs, lists = tuple(args.inputs), () if args.from_file is None else (args.from_file,)
    if lists and (args.engine == "ray" or not args.out):
        # Other machines may not see the list; without a folder to write to, one page is the whole of it.
        inputs, lists = (*inputs, *listed(args.from_file)), ()
    if STDIN in inputs and STDIN in lists:
        raise UsageError("convert: standard input is either a page or a list of inputs")
    empty = not lists or (STDIN not in lists and next(listed(lists[0]), None) is None)
    if not inputs and empty:
        raise UsageError("convert: name at least one input, or - for standard input")
    return inputs, lists


def _settings(args: argparse.Namespace, targets: tuple[str, ...]) -> dict[str, dict[str, str | int | bool]]:
    """Return the options of the formats; ``--pictures beside`` is one of those formats that can."""
    from newsarchive.cli.settings import settings_from

    pairs = list(args.set)
    if args.pictures == "beside":
        able = [name for name in targets if name in _BESIDE]
        if not able or (not args.out and args.output in (None, "-")):
            raise UsageError(
                "convert: --pictures beside needs html or markdown in --to, and a place for them: --out or -o"
            )
        pairs = [*(f"{name}.pictures=beside" for name in able), *pairs]
    return settings_from(pairs, targets)


def _picture_folder(args: argparse.Namespace) -> str | None:
    if args.picture_folder is None:
        return None
    if not os.path.isdir(args.picture_folder):  # noqa: PTH112
        raise UsageError(f"convert: --picture-folder names a folder, and {args.picture_folder} is none")
    folder: str = os.path.abspath(args.picture_folder)  # noqa: PTH100 - workers stand elsewhere
    return folder


def _fetching(args: argparse.Namespace) -> FetchLimits | None:
    if not args.fetch:
        return None
    if args.pictures == "none":
        raise UsageError("convert: --fetch and --pictures none contradict each other")
    from newsarchive.sources.fetch import FETCH, FetchLimits, ready

    ready()
    # A page must be done in its time, whatever the network does.
    page = min(FETCH.page_seconds, args.timeout * 0.6)
    return FetchLimits(bytes=args.fetch_bytes, seconds=args.fetch_seconds, count=args.fetch_count, page_seconds=page)


def _places(args: argparse.Namespace) -> None:
    """Refuse a folder where a file is meant, and a file where a folder is."""
    if args.out and args.output:
        raise UsageError("convert: --out names a folder and -o one file; give one of them")
    if args.output and os.path.isdir(args.output):  # noqa: PTH112
        raise UsageError(f"convert: -o names one file, and {args.output} is a folder; give it with --out")
    if args.out and os.path.isfile(args.out):  # noqa: PTH113
        raise UsageError(
            f"convert: --out names a folder, and {args.out} is a file; choose another name, or give it with -o"
        )


def _agreed(path: str, targets: tuple[str, ...]) -> None:
    """Refuse a file name that stands for another format than the one that is asked for.

    Several formats share a last suffix (.xml, .json), so ``story.xml`` may well be NITF.
    """
    from newsarchive import registry

    named = registry.format_of_name(path)
    wanted = next((row for row in registry.FORMATS if row.name == targets[0]), None)
    if named is None or wanted is None or len(targets) > 1 or named is wanted:
        return
    last = os.path.splitext(path.lower())[1]  # noqa: PTH122
    shared = any(ending.endswith(last) for ending in wanted.extensions)
    if not shared and not (last == ".json" and wanted.media_type.endswith("json")):
        raise UsageError(f"convert: the name {path!r} says {named.name} and --to says {wanted.name}; let them agree")


def _known(name: str, *, writes: bool) -> None:
    """Refuse a format that nobody knows, and one that goes only the other way."""
    from newsarchive import registry
    from newsarchive.errors import UnknownFormat

    try:
        row = registry.get(name)
    except UnknownFormat as error:
        raise UsageError(f"convert: {error}") from error
    if (row.writes if writes else row.reads) is None:
        can, cannot = ("read", "written") if writes else ("written", "read")
        raise UsageError(f"convert: {name} can be {can} but not {cannot}")


def _fields(named: list[str]) -> Any:
    from msgspec.structs import replace

    from newsarchive.sources.jsonl import FIELDS

    changes = {}
    for pair in named:
        part, equals, name = pair.partition("=")
        if part not in FIELDS.__struct_fields__ or not equals or not name:
            raise UsageError(f"convert: {pair!r} names no field; say for example --json-field html=raw_page")
        changes[part] = (name,)
    return replace(FIELDS, **changes)
