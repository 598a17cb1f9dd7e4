"""Take one page the whole way to its files: the pure heart of a batch, the same in every worker and on every machine."""

from __future__ import annotations

import hashlib
import os
import time
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache, reduce
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct

from newsarchive import registry
from newsarchive.batch.desk import Desk
from newsarchive.batch.names import day_of, folder_of, name_of
from newsarchive.batch.store import put
from newsarchive.batch.write import is_full, write_whole
from newsarchive.errors import NewsArchiveError, NotAnArticle, OutputError, UsageError
from newsarchive.model.walk import fingerprint, word_count
from newsarchive.notes import Account, Note
from newsarchive.sources.fetch import FetchLimits
from newsarchive.sources.page import Page, Unread

if TYPE_CHECKING:
    from newsarchive.model import Article
    from newsarchive.model.media import MediaLookup
    from newsarchive.page.read import Reading
    from newsarchive.page.site import Sites

__all__ = [
    "PARQUET", "Done", "Errand", "Failure", "Options", "Output", "Status", "Task", "convert", "failed", "ordered", "settled",
    "task_of",
]  # fmt: skip

Status: TypeAlias = Literal["done", "failed", "filtered"]

# Written last: what takes longest must not keep back what is quick, should the page run out of time.
_SLOW = ("epub", "pdf")
_SLOWEST = "pdf"
PARQUET = "parquet"
# What has fewer letters and no picture is no story, whatever it is called.
_LETTERS = 12
_LOOKED_AT = 4000  # characters: a heading may be hundreds of signs without a letter
_HEAVY = 8 * 1024 * 1024


class Options(Struct, frozen=True, kw_only=True):
    """How every page of a run is converted.

    ``targets`` are names of formats. ``out`` is the output folder, ``exact`` the one file to write instead of it
    (None in both: the bytes come back in ``Done.payload``). ``only`` and ``exclude`` are filters such as
    ``host:example.org``, ``date:2021-02``, ``lang:fr``. ``notes`` keeps the account. ``pictures`` says whether
    pictures are carried, ``album`` is a folder of them, ``fetch`` the limits within which they are fetched from the network (None: not
    at all). With ``sketch`` receipts hold what tells pages that are alike. ``sites`` are folders of site rules, ``overrides`` is the file
    with the user's word on the page; ``rules`` is the digest of both, which the receipt keeps.
    """

    targets: tuple[str, ...]
    out: str | None = None
    exact: str | None = None
    format: str | None = None
    url: str | None = None
    only: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    notes: bool = False
    pictures: bool = True
    album: str | None = None
    fetch: FetchLimits | None = None
    sketch: bool = False
    sites: tuple[str, ...] = ()
    overrides: str | None = None
    rules: str = ""
    format_options: dict[str, dict[str, str | int | bool]] = {}


class Task(Struct, frozen=True):
    """One page to convert."""

    page: Page
    options: Options


class Errand(Struct, frozen=True):
    """One file to open and convert: its name travels, its bytes do not."""

    unread: Unread
    options: Options

    def opened(self) -> Task | None:
        """Open the file; None where it is not just one page, so that whoever opens sources shall see to it."""
        from newsarchive.sources.files import page_of

        page = page_of(self.unread)
        return None if page is None else task_of(page, self.options)


def task_of(page: Page, options: Options) -> Task:
    """Return the task for a page; its digest is worked out once, here: it is asked for again on the way to the files."""
    from msgspec.structs import replace

    return Task(replace(page, url=page.url or options.url, digest=page.sha256), options)


class Output(Struct, frozen=True, omit_defaults=True):
    """One file that was written: its format, its path below the output folder, what is in it."""

    format: str
    path: str
    sha256: str
    size: int


class Failure(Struct, frozen=True, omit_defaults=True):
    """Why a page, or one format of it, did not come out; ``format`` is "" where it is the page."""

    reason: str
    format: str = ""
    kind: str = ""


class Done(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of one page: a receipt that says everything a journal and a report need.

    ``removed`` counts the words that were removed by rule, ``codes`` the notes by code. ``seconds`` is CPU time by stage;
    it is the only part of a receipt that differs between two runs. ``rules`` is the digest of the user's rules by which it
    was read. ``fatal`` means that the run cannot go on.
    """

    key: str
    name: str
    status: Status
    url: str | None = None
    sha256: str = ""
    outputs: tuple[Output, ...] = ()
    failures: tuple[Failure, ...] = ()
    headline: str | None = None
    date: str | None = None
    language: str | None = None
    publisher: str | None = None
    words: int = 0
    fingerprint: str = ""
    sketch: tuple[int, ...] = ()
    removed: dict[str, int] = {}
    codes: dict[str, int] = {}
    findings: tuple[str, ...] = ()
    seconds: dict[str, float] = {}
    bytes_in: int = 0
    fatal: bool = False
    notes: str = ""
    row: bytes = b""
    payload: bytes | None = None
    rules: str = ""

    @property
    def source(self) -> str:
        """Where the page came from, as talk names it."""
        return self.name


def ordered(targets: tuple[str, ...]) -> tuple[str, ...]:
    """Return the targets once each, the quick formats first."""
    unique = dict.fromkeys(targets)
    return tuple(sorted(unique, key=lambda name: _SLOW.index(name) + 1 if name in _SLOW else 0))


def convert(task: Task, desk: Desk | None = None) -> Done:
    """Read a page, write its files, and say what became of it. Nothing is raised: a failure is a value.

    With a ``desk`` the files have their names when that is cleared, and the receipt is true once it is ``settled``.

    >>> convert(Task(Page(data=b"", name="a.html"), Options(targets=("json",)))).status
    'failed'
    """
    mine = desk or Desk()
    done = _tried(task.page, task.options, mine)
    if done.rules != task.options.rules:
        done = _with(done, rules=task.options.rules)
    if desk is not None:
        return done
    mine.clear()
    return settled(done, mine.refused, task.options)


def settled(done: Done, refused: Mapping[str, OutputError], options: Options) -> Done:
    """Return a receipt without the files that could not have their names; ``refused`` is by path."""
    if not refused or options.out is None:
        return done
    kept: list[Output] = []
    lost: list[Failure] = []
    fatal = done.fatal
    for output in done.outputs:
        error = refused.get(os.path.join(options.out, *output.path.split("/")))
        if error is None:
            kept.append(output)
            continue
        lost.append(Failure(_unprefixed(str(error), output.format), output.format, type(error).__name__))
        fatal = fatal or is_full(error)
    if not lost:
        return done
    return _with(done, status="failed", outputs=tuple(kept), failures=(*done.failures, *lost), fatal=fatal)


def _tried(page: Page, options: Options, desk: Desk) -> Done:
    start = time.process_time()
    try:
        return _convert(page, options, desk, start)
    except NewsArchiveError as error:
        return failed(
            page, str(error), kind=type(error).__name__, fatal=isinstance(error, OutputError) and is_full(error)
        )
    except MemoryError:
        return failed(page, "needs more memory than a page may take; raise it with --memory", kind="Memory")
    except RecursionError:
        return failed(page, "nested too deeply to be read", kind="TooLarge")
    except Exception as error:  # noqa: BLE001 - a page that finds a bug of ours must not stop the others
        return failed(
            page,
            f"unexpected {type(error).__name__}: {_line(error)}; please report it with the page",
            kind="Unexpected",
        )


def failed(page: Page, reason: str, *, kind: str = "", fatal: bool = False) -> Done:
    """Return the receipt of a page of which nothing came out."""
    said = reason.removeprefix(f"{page.name}: ")
    return Done(
        key=page.key,
        name=page.name,
        url=page.url,
        sha256=page.sha256,
        status="failed",
        failures=(Failure(said, kind=kind),),
        findings=page.findings,
        bytes_in=page.size,
        fatal=fatal,
    )


def _convert(page: Page, options: Options, desk: Desk, start: float) -> Done:
    from newsarchive.verbs import stories_of

    # Tables, not values to be shared: one worker, one page at a time.
    sites = _sites(options.sites, options.rules) if options.sites else None
    readings = stories_of(page, format=options.format, sites=sites, overrides=options.overrides)
    readings = tuple(filter(_is_story, readings))
    if not readings:
        raise NotAnArticle("there is no story in it: neither a headline nor a text was found")
    if len(readings) > 1 and options.out is None:
        raise UsageError(f"it holds {len(readings)} stories; give them a folder with --out")
    account = readings[0].account
    for finding in page.findings:
        account.add(Note("NA110", "source", finding))
    spent = {"read": time.process_time() - start}
    receipts: list[Done] = []
    for number, reading in enumerate(readings):
        done = _receipt(reading, options, _key(page.key, number))
        if reason := _filtered(done, options):
            done = _with(done, status="filtered", failures=(Failure(reason),))
        else:
            before = [output for receipt in receipts for output in receipt.outputs]
            done = _written(reading, options, desk, done, {} if receipts else spent, before)
        receipts.append(done)
        if done.fatal:
            break
    return _with(reduce(_both, receipts), key=page.key)


def _key(key: str, number: int) -> str:
    """Return the key of one story of a page: that of the page for the first, so that a page of one story is as it ever was."""
    return hashlib.sha256(f"{key}/{number}".encode()).hexdigest() if number else key


def _is_story(reading: Reading) -> bool:
    article = reading.article
    letters = sum(map(str.isalnum, f"{article.headline or ''}{article.text[:_LOOKED_AT]}"))
    return letters >= _LETTERS or bool(article.images)


def _receipt(reading: Reading, options: Options, key: str) -> Done:
    page, article = reading.page, reading.article
    return Done(
        key=key,
        name=page.name,
        url=article.url or page.url,
        sha256=page.sha256,
        status="done",
        headline=article.headline,
        date=day_of(article),
        language=article.language,
        publisher=article.publisher.name if article.publisher else None,
        words=word_count(article),
        fingerprint=fingerprint(article),
        sketch=_sketch(article) if options.sketch else (),
        findings=page.findings,
        bytes_in=page.size,
        rules=options.rules,
    )


def _both(first: Done, second: Done) -> Done:
    """Return one receipt for two stories of a page: the facts of the first, the files and failures of both."""
    if second.status == "filtered":
        return first
    if first.status == "filtered":
        return second
    return _with(
        first,
        status="failed" if first.failures or second.failures else "done",
        outputs=first.outputs + second.outputs,
        failures=first.failures + second.failures,
        words=first.words + second.words,
        seconds={
            name: round(first.seconds.get(name, 0) + second.seconds.get(name, 0), 4)
            for name in {**first.seconds, **second.seconds}
        },
        # The account is that of the page: what was said of it when the last story was written is the whole of it.
        codes=second.codes or first.codes,
        notes=second.notes or first.notes,
        row=b"\n".join(filter(None, (first.row, second.row))),
        fatal=first.fatal or second.fatal,
    )


@lru_cache(maxsize=2)
def _sites(folders: tuple[str, ...], rules: str) -> Sites:
    """Read the site rules once a worker; other ``rules`` are read anew."""
    from pathlib import Path

    from newsarchive.page.site import read_sites

    del rules
    return read_sites([Path(folder) for folder in folders])


def _written(
    reading: Reading, options: Options, desk: Desk, done: Done, seconds: dict[str, float], before: list[Output]
) -> Done:
    """Write the files of one story; ``before`` are those of the stories of its page that are written already."""
    from newsarchive.verbs import dumps

    if options.pictures:
        start = time.process_time()
        reading = reading.with_pictures(folder=options.album, fetch=options.fetch or False)
        seconds["pictures"] = time.process_time() - start
    page, article, account = reading.page, reading.article, reading.account
    media = reading.media if options.pictures else None
    stem = name_of(article, done.key)
    folder = folder_of(page.folder, article)
    # The receipt of a page that does not live to give one: its facts, and what is written so far.
    so_far = _with(done, key=page.key, status="failed")
    outputs: list[Output] = []
    failures: list[Failure] = []
    payload: bytes | None = None
    fatal = False
    for name in ordered(options.targets):
        if name == _SLOWEST:
            desk.clear()  # should the time run out now, these are whole
        start = time.process_time()
        try:
            if name == PARQUET:
                continue
            settings = options.format_options.get(name, {})
            extra = (_carried(page) if name == "pdf" else {}) | settings
            data = dumps(article, name, notes=account, **({"media": media} if media else {}), **extra)
            if media and settings.get("pictures") == "beside":
                _put_beside(article, media, options, folder)
            if options.exact is not None:
                write_whole(options.exact, data)
                outputs.append(Output(name, options.exact, hashlib.sha256(data).hexdigest(), len(data)))
            elif options.out is None:
                payload = data
            else:
                path = "/".join(filter(None, (folder, stem + registry.get(name).extensions[0])))
                desk.put(options.out, path, data)
                outputs.append(Output(name, path, hashlib.sha256(data).hexdigest(), len(data)))
        except NewsArchiveError as error:
            fatal = fatal or (isinstance(error, OutputError) and is_full(error))
            failures.append(Failure(_unprefixed(str(error), name), name, type(error).__name__))
        except MemoryError:
            failures.append(Failure("needs more memory than a page may take; raise it with --memory", name, "Memory"))
        except RecursionError:
            failures.append(Failure("nested too deeply to be written", name, "TooLarge"))
        except Exception as error:  # noqa: BLE001 - the other formats of this page still come out
            failures.append(
                Failure(f"unexpected {type(error).__name__}: {_line(error)}; please report it", name, "Unexpected")
            )
        seconds[name] = time.process_time() - start
        desk.say(_with(so_far, outputs=(*before, *outputs), failures=tuple(failures)))
        if fatal:
            break
    return _with(
        done,
        status="failed" if failures else "done",
        outputs=tuple(outputs),
        failures=tuple(failures),
        seconds={stage: round(value, 4) for stage, value in seconds.items()},
        removed=_removed(account),
        codes=dict(sorted(Counter(note.code for note in account).items())),
        notes=account.as_jsonl() if options.notes else "",
        row=_row(article) if PARQUET in options.targets else b"",
        payload=payload,
        fatal=fatal,
    )


def _with(done: Done, **fields: object) -> Done:
    from msgspec.structs import replace

    return replace(done, **fields)


def _put_beside(article: Article, media: MediaLookup, options: Options, folder: str) -> None:
    """Write the pictures that stand beside a file, before the file that shows them; their names are made of their content."""
    from newsarchive.formats.markup import neighbours

    below = (os.path.dirname(options.exact) or os.curdir, "") if options.exact is not None else (options.out, folder)
    for name, data in neighbours(article, media=media).items():
        if below[0] is not None:
            put(below[0], "/".join(filter(None, (below[1], name))), data)


def _carried(page: Page) -> dict[str, object]:
    """Return the page itself for a print to carry along, unless it is heavier than a print should be."""
    if page.size > _HEAVY:
        return {}
    return {
        "source": page.data,
        "source_name": page.name.partition("!")[2] or page.name,
        "source_type": page.media_type,
    }


def _removed(account: Account) -> dict[str, int]:
    words: Counter[str] = Counter()
    for note in account.of("removed"):
        words[note.rule] += len(note.text.split())
    return dict(sorted(words.items()))


def _sketch(article: Article) -> tuple[int, ...]:
    from newsarchive.batch.alike import sketch_of

    return sketch_of(article.text)


def _row(article: Article) -> bytes:
    from newsarchive.formats.json import encode

    return encode(article)


def _filtered(done: Done, options: Options) -> str:
    if options.only and not any(_matches(done, rule) for rule in options.only):
        return "not among those asked for with --only"
    if options.exclude and any(_matches(done, rule) for rule in options.exclude):
        return "left out by --exclude"
    return ""


def _matches(done: Done, rule: str) -> bool:
    kind, _, wanted = rule.partition(":")
    wanted = wanted.lower()
    match kind:
        case "host":
            from urllib.parse import urlsplit

            try:
                host = (urlsplit(done.url or "").hostname or "").lower()
            except ValueError:
                return False
            return host == wanted or host.endswith(f".{wanted}")
        case "date":
            first, dots, last = wanted.partition("..")
            date = done.date or ""
            if not dots:
                return bool(date) and date.startswith(first)
            return bool(date) and (not first or date >= first) and (not last or date[: len(last)] <= last)
        case _:
            language = (done.language or "").lower()
            return language == wanted or language.startswith(f"{wanted}-")


def _unprefixed(said: str, name: str) -> str:
    return said.removeprefix(f"{name}: ")


def _line(error: BaseException) -> str:
    return (str(error).splitlines() or [""])[0][:200]
