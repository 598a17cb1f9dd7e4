"""List, begin, import and test the rules of single sites, for ``newsarchive rules``."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from newsarchive.cli.out import columns, say
from newsarchive.errors import NewsArchiveError, UnreadableInput, UsageError
from newsarchive.formats.json import decode, write
from newsarchive.model import Article, Block
from newsarchive.model.walk import whole_text_of
from newsarchive.page.site import Layout, Site, Sites, read_folder, read_site
from newsarchive.page.site.write import as_toml, host_of, skeleton

__all__ = ["begin", "bring_in", "described", "table", "tested"]

_PAGES = frozenset({".html", ".htm", ".xhtml", ".mhtml", ".gz"})
# How a page was come by, and how sure we are: no part of what a page says.
_ASIDE = frozenset({"provenance", "evidence"})


def described(folders: Sequence[str]) -> list[dict[str, object]]:
    """Return the site files of some folders as rows for programs; of two for one host the first counts."""
    return [
        {
            "file": site.source,
            "hosts": list(site.hosts),
            "publisher": site.publisher,
            "layouts": [_days(layout) for layout in site.layouts],
            "unread": list(site.unread),
        }
        for folder in folders
        for site in read_folder(Path(folder))
    ]


def table(folders: Sequence[str]) -> str:
    """Return the site files of some folders as a table for people."""
    rows = [
        (
            Path(site.source).name,
            ", ".join(site.hosts),
            ", ".join(map(_days, site.layouts)) or "–",
            "; ".join(site.unread),
        )
        for folder in folders
        for site in read_folder(Path(folder))
    ]
    return columns([("file", "hosts", "layouts", "not done"), *rows]) if rows else "no site file"


def begin(words: str, out: str | None) -> int:
    """Write a rule file to begin with, for a host or an address."""
    host = host_of(words)
    _put(skeleton(host), out, f"{host}.toml")
    return 0


def bring_in(files: Sequence[str], out: str | None) -> int:
    """Write rule files of the ftr-site-config format as TOML of ours; 1 where one of them cannot be read."""
    if len(files) > 1 and out is None:
        raise UsageError("rules import: several files need a folder to go to; give one with --out")
    status = 0
    for name in files:
        try:
            site = read_site(Path(name))
            if any(layout.clean for layout in site.layouts):
                raise UsageError(f"{name}: a function cannot be written as TOML; use the file as it is")
            _put(as_toml(site), out, f"{site.hosts[0]}.toml")
        except NewsArchiveError as error:
            if len(files) == 1:
                raise
            say(f"newsarchive: {' '.join(str(error).split())}")
            status = 1
    return status


def tested(folders: Sequence[str], *, accept: bool) -> int:
    """Read the pages beside each site file by its rules, and say where an article is not the one that is expected.

    Args:
        folders: of site files. The pages of ``hillpost.toml`` are ``hillpost.html`` and those in the folder ``hillpost``;
            what is expected of ``ferry.html`` is ``ferry.json``, an article of ours.
        accept: write what is read now as what is expected.

    Returns:
        1 where a page differs, has nothing expected of it, or cannot be read.
    """
    trials = 0
    bad = 0
    for folder in folders:
        for site in read_folder(Path(folder)):
            for page in _pages(Path(site.source)):
                trials += 1
                found = _tried(site, page, accept=accept)
                bad += found.status not in {"ok", "accepted"}
                print(columns([(found.status, str(page))]))
                for line in found.lines:
                    print(f"  {line}")
    if not trials:
        raise UnreadableInput(
            f"{', '.join(folders)}: no page to test; put pages of example.toml into the folder example/ beside it"
        )
    said = f"{trials - bad} of {trials} pages {'accepted' if accept else 'as expected'}"
    say(f"newsarchive: {said}")
    return 1 if bad else 0


@dataclass(frozen=True, slots=True)
class _Outcome:
    status: str
    lines: tuple[str, ...] = ()


def _pages(rules: Path) -> Iterator[Path]:
    """Yield the pages that belong to a rule file, in the order of their names."""
    beside = rules.with_suffix(".html")
    if beside.is_file():
        yield beside
    folder = rules.with_suffix("")
    if folder.is_dir():
        yield from sorted(path for path in folder.iterdir() if path.suffix in _PAGES and path.is_file())


def _tried(site: Site, page: Path, *, accept: bool) -> _Outcome:
    target = page.with_name(page.name.partition(".")[0] + ".json")
    try:
        expected = decode(target.read_bytes()) if target.exists() and not accept else None
        found = _read(site, page, expected)
    except (NewsArchiveError, OSError) as error:
        return _Outcome("failed", (" ".join(str(error).split()),))
    if found.provenance.site is None:
        return _Outcome("failed", (f"the rules do not hold for the page, which is of {found.url}",))
    if accept:
        from newsarchive.batch.write import write_whole

        write_whole(target, write(found))
        return _Outcome("accepted")
    if expected is None:
        return _Outcome("new", (f"nothing is expected of it: there is no {target.name}; --accept writes it",))
    lines = tuple(_differences(expected, found))
    return _Outcome("differs" if lines else "ok", lines)


def _read(site: Site, page: Path, expected: Article | None) -> Article:
    import newsarchive

    sites = Sites([site])
    article = newsarchive.read(page, sites=sites)
    if article.provenance.site is None and (article.url is None or expected is not None):
        # A page that does not say where it came from is taken for one of the site.
        url = (expected.url if expected else None) or f"https://{site.hosts[0]}/"
        article = newsarchive.read(page, url, sites=sites)
    return article


def _differences(expected: Article, found: Article) -> Iterator[str]:
    for name in Article.__struct_fields__:
        before, after = getattr(expected, name), getattr(found, name)
        if name in _ASIDE or before == after:
            continue
        if name != "body":
            yield f"{name}: {_short(before)} expected, {_short(after)} read"
            continue
        lines = list(difflib.unified_diff(_outline(before), _outline(after), n=0, lineterm=""))[2:]
        yield "body: " + ("what is expected (-), what was read (+)" if lines else "the same words, marked up otherwise")
        yield from (f"  {line[0]} {line[1:]}" for line in lines if not line.startswith("@@"))


def _outline(body: tuple[Block, ...]) -> list[str]:
    return [f"{type(block).__name__.lower()}: {_line(whole_text_of((block,)))}" for block in body]


def _short(value: Any) -> str:
    if value is None or value == ():
        return "nothing"
    return _line(value if isinstance(value, str) else json.dumps(msgspec.to_builtins(value), ensure_ascii=False))


def _line(text: str) -> str:
    return " ".join(text.split())


def _days(layout: Layout) -> str:
    if not layout.since and not layout.until:
        return "always"
    return f"{layout.since or ''}..{layout.until or ''}"


def _put(text: str, out: str | None, name: str) -> None:
    """Print a rule file, or write it into a folder, over none that is there."""
    if out is None:
        print(text, end="")
        return
    from newsarchive.batch.write import refusal, write_whole

    path = Path(out) / name
    if path.exists():
        raise UsageError(f"{path} is there already; remove it, or give another folder with --out")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refusal(error, str(path)) from error
    write_whole(path, text.encode())
    say(f"written: {path}")
