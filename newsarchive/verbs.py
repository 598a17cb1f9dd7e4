"""Read, inspect, write and convert: the same words in the library and on the command line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from newsarchive import registry
from newsarchive.errors import InvalidDocument, NewsArchiveError, TooLarge, UnreadableInput, UsageError
from newsarchive.model import Article
from newsarchive.notes import Account
from newsarchive.page.uncollected import uncollected
from newsarchive.sources.page import Page

if TYPE_CHECKING:
    from newsarchive.page.read import Reading
    from newsarchive.page.site import Layout, Sites
    from newsarchive.sources.limits import Limits

__all__ = ["dumps", "inspect", "inspect_page", "loads", "read", "read_all", "stories_of", "write"]

_PAGES = {"page": "page", "html": "page", "scrape": "scrape", "text": "scrape"}
MAX_BYTES = 1 << 30


def loads(
    data: bytes | str,
    url: str | None = None,
    format: str | None = None,  # noqa: A002
    *,
    sites: Sites | str | Path | None = None,
    overrides: Layout | str | Path | None = None,
) -> Article:
    """Read an article from memory.

    ``format`` is sniffed where it is not given: a page of HTML, a plain-text scrape of a page, NewsML-G2, NITF, ninjs, JSON-LD,
    our own JSON, HTML, Markdown, EPUB and PDF. ``url`` is the address the page came from. ``sites`` are rules for the
    pages of some publishers, or the folder they lie in; ``overrides`` is what you say about this page, or a TOML file of it.

    Raises:
        NewsArchiveError: whatever is wrong with the bytes; nothing else leaves this function.
    """
    with uncollected():  # until the rest of the reading is gone as well
        return inspect_page(_page(data, url), format=format, sites=sites, overrides=overrides).article


def read(
    path: str | Path,
    url: str | None = None,
    format: str | None = None,  # noqa: A002
    *,
    sites: Sites | str | Path | None = None,
    overrides: Layout | str | Path | None = None,
) -> Article:
    """Read an article from a file; ``-`` is standard input. See ``inspect``."""
    with uncollected():
        return inspect(Path(path), url, format, sites=sites, overrides=overrides).article


def read_all(
    data_or_path: bytes | str | Path,
    url: str | None = None,
    format: str | None = None,  # noqa: A002
    *,
    sites: Sites | str | Path | None = None,
    overrides: Layout | str | Path | None = None,
) -> tuple[Article, ...]:
    """Read every article of a document, in its order: of a news message or a package, of a book, of an edition in print.

    A page is one article. The arguments are those of ``inspect``; for an archive of many pages there is ``convert_all``.

    Raises:
        NewsArchiveError: whatever is wrong with the input.
    """
    if isinstance(data_or_path, Path) or (isinstance(data_or_path, str) and _is_file(data_or_path)):
        page, overrides = _page_of_file(data_or_path, url), _with_sidecar(data_or_path, overrides)
    else:
        page = _page(data_or_path, url)
    return tuple(each.article for each in stories_of(page, format=format, sites=sites, overrides=overrides))


def inspect(
    data_or_path: bytes | str | Path,
    url: str | None = None,
    format: str | None = None,  # noqa: A002
    *,
    sites: Sites | str | Path | None = None,
    overrides: Layout | str | Path | None = None,
) -> Reading:
    """Read an article and keep the account of the trip.

    Bytes are a page. A string is the path of a file if there is such a file, else a page. A file may be packed (gzip,
    Brotli, Zstandard, MHTML, an archive: of several pages the first), and ``page.html.toml`` beside it holds overrides.

    Raises:
        NewsArchiveError: whatever is wrong with the input.
    """
    if isinstance(data_or_path, Path) or (isinstance(data_or_path, str) and _is_file(data_or_path)):
        page = _page_of_file(data_or_path, url)
        return inspect_page(page, format=format, sites=sites, overrides=_with_sidecar(data_or_path, overrides))
    return inspect_page(_page(data_or_path, url), format=format, sites=sites, overrides=overrides)


def inspect_page(
    page: Page,
    *,
    format: str | None = None,  # noqa: A002
    sites: Sites | str | Path | None = None,
    overrides: Layout | str | Path | None = None,
) -> Reading:
    """Read a page that a source gave; see ``inspect``."""
    return _stories(page, format, sites, overrides, every=False)[0]


def stories_of(
    page: Page,
    *,
    format: str | None = None,  # noqa: A002
    sites: Sites | str | Path | None = None,
    overrides: Layout | str | Path | None = None,
) -> tuple[Reading, ...]:
    """Read every article of a page that a source gave; they share one account. See ``read_all``."""
    return _stories(page, format, sites, overrides, every=True)


def _stories(
    page: Page,
    format_: str | None,
    sites: Sites | str | Path | None,
    overrides: Layout | str | Path | None,
    *,
    every: bool,
) -> tuple[Reading, ...]:
    from newsarchive.page.read import Reading, read_page

    name = format_ or registry.sniff(page.data)
    try:
        if name in _PAGES and not (name == "html" and registry.sniff(page.data) == "html"):
            kind = _PAGES[name]
            return (read_page(page, kind=kind, sites=_sites(sites), overrides=_overrides(overrides)),)  # type: ignore[arg-type]
        account = Account()
        reader, all_of = registry.reader(registry.get(name)), registry.reader_of_all(registry.get(name))
        if every and all_of is not None:
            articles = all_of(page.data, notes=account, url=page.url)
        else:
            articles = (reader(page.data, notes=account, url=page.url),)
        return tuple(Reading(_with_source(article, page, name), account, page) for article in articles)
    except NewsArchiveError:
        raise
    except (RecursionError, MemoryError) as error:
        raise TooLarge(f"{page.name}: too deep or too large to read ({type(error).__name__})") from error
    except Exception as error:
        # A bug of ours must not take a batch down; it is named, with its place, so that it can be reported.
        raise InvalidDocument(f"{page.name}: cannot be read as {name}: {_where(error)}") from error


def dumps(
    article: Article | Sequence[Article],
    format: str,  # noqa: A002
    *,
    notes: Account | None = None,
    **options: Any,
) -> bytes:
    """Write an article as bytes, or several as one publication where the format can hold them.

    ``notes`` receives what the format cannot say; ``options`` are those of the format (see its page in the docs).

    Raises:
        UnknownFormat: no such format, or it holds one article only.
        MissingLibrary: the format needs something that is not installed.
    """
    account = Account() if notes is None else notes
    format_ = registry.get(format)
    try:
        if isinstance(article, Article):
            return registry.writer(format_)(article, notes=account, **options)
        return registry.binder(format_)(tuple(article), notes=account, **options)
    except NewsArchiveError:
        raise
    except TypeError as error:
        if "unexpected keyword argument" in str(error):
            raise UsageError(f"{format_.name}: {error}") from error
        raise InvalidDocument(f"{format_.name}: cannot be written: {_where(error)}") from error
    except Exception as error:
        raise InvalidDocument(f"{format_.name}: cannot be written: {_where(error)}") from error


def write(
    article: Article | Iterable[Article],
    path: str | Path,
    to: str | None = None,
    *,
    notes: Account | None = None,
    **options: Any,
) -> None:
    """Write an article to a file; the format comes from ``to`` or from the file's name.

    The file appears under its name only when it is whole.

    Raises:
        UnknownFormat: the name stands for no format.
        OutputError: the file cannot be written.
    """
    from newsarchive.batch.write import write_whole

    name = to
    if name is None:
        format_ = registry.format_of_name(str(path))
        if format_ is None:
            raise UsageError(f"{path}: the name tells no format; say to=…, one of {', '.join(registry.names())}")
        name = format_.name
    whole = article if isinstance(article, Article) else tuple(article)
    write_whole(Path(path), dumps(whole, name, notes=notes, **options))


def _page(data: bytes | str, url: str | None) -> Page:
    if isinstance(data, str):
        return Page(data=data.encode("utf-8", "replace"), name="<text>", url=url, http_charset="utf-8")
    if not isinstance(data, bytes | bytearray | memoryview):
        raise UsageError(f"expected bytes or str, got {type(data).__name__}")
    return Page(data=bytes(data), name="<bytes>", url=url)


def _page_of_file(path: str | Path, url: str | None) -> Page:
    from newsarchive.sources.files import STDIN, one_page

    try:
        page = one_page(STDIN if str(path) == STDIN else str(path), limits=_limits(path))
    except (OSError, ValueError) as error:
        raise UnreadableInput(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    return replace(page, url=url) if url else page


def _limits(path: str | Path) -> Limits:
    """Return the limits for a file: it may be as large as it is, what it unpacks to may not.

    Raises:
        UnreadableInput: it is no file.
        TooLarge: it is over MAX_BYTES.
    """
    from newsarchive.sources.limits import LIMITS

    if str(path) == "-":
        return LIMITS
    where = Path(path)
    if not where.is_file():
        what = "is a folder; use `newsarchive convert`" if where.is_dir() else "there is no such file"
        raise UnreadableInput(f"{path}: {what}")
    if (size := where.stat().st_size) > MAX_BYTES:
        raise TooLarge(f"{path}: over {MAX_BYTES >> 20} MB")
    return replace(LIMITS, page=max(LIMITS.page, size))


def _sites(sites: Sites | str | Path | None) -> Sites | None:
    if not isinstance(sites, str | Path):
        return sites
    from newsarchive.page.site import read_sites

    return read_sites([Path(sites)])


def _overrides(overrides: Layout | str | Path | None) -> Layout | None:
    if not isinstance(overrides, str | Path):
        return overrides
    from newsarchive.page.site import read_overrides

    return read_overrides(Path(overrides))


def _with_sidecar(path: str | Path, overrides: Layout | str | Path | None) -> Layout | str | Path | None:
    from newsarchive.sources.beside import overrides_beside

    if (beside := overrides_beside(str(path))) is None:
        return overrides
    from newsarchive.page.site import joined

    return joined([_overrides(overrides), _overrides(beside)])


def _is_file(name: str) -> bool:
    if len(name) > 4096 or "\n" in name or "\0" in name or "<" in name:
        return False
    try:
        return name == "-" or Path(name).is_file()
    except OSError:
        return False


def _with_source(article: Article, page: Page, name: str) -> Article:
    """Say where a document of a news format came from, unless it knows that itself."""
    known = article.provenance
    if known.sha256 is not None:
        return article
    return replace(
        article,
        provenance=replace(
            known,
            sha256=page.sha256,
            size=page.size,
            source=known.source or page.source,
            format=known.format or name,
            url=known.url or page.url,
            captured=known.captured or page.captured,
        ),
    )


def _where(error: BaseException) -> str:
    trace = error.__traceback__
    place = ""
    while trace is not None:
        code = trace.tb_frame.f_code
        if "newsarchive" in code.co_filename:
            place = f"{Path(code.co_filename).name}:{trace.tb_lineno}"
        trace = trace.tb_next
    said = str(error).splitlines()[0][:200] if str(error) else ""
    return f"{type(error).__name__}{': ' if said else ''}{said} ({place}); please report it with the page"
