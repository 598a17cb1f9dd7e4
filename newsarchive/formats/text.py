"""Write an article as plain text: what a person wants to read, and what grep and diff want to find.

One paragraph is one line, so that a phrase is found across what would have been a break, and a changed word
changes one line. Windows, terminals and editors wrap for the eye; ``width`` wraps for those that do not.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import groupby

from newsarchive.errors import UsageError
from newsarchive.model import (
    Article,
    Block,
    Embed,
    Figure,
    Footnote,
    Heading,
    Item,
    Listing,
    Paragraph,
    Preformatted,
    Quote,
    Rights,
    Rule,
    Run,
    Runs,
    Table,
    plain,
)
from newsarchive.model.gate import clean
from newsarchive.model.leaves import leaves_of
from newsarchive.model.media import MediaLookup, no_media
from newsarchive.model.walk import blocks_of, map_runs, runs_of, sentence_of_dateline
from newsarchive.notes import Account

__all__ = ["write"]


def write(article: Article, *, notes: Account | None = None, media: MediaLookup = no_media, width: int = 0) -> bytes:
    """Write the article as UTF-8 text: head, story, what the publisher adds, whose it is and where it is from.

    Args:
        article: the article.
        notes: where it is filed what plain text cannot say.
        media: not used.
        width: characters a line; 0 leaves each paragraph on one line.

    Raises:
        UsageError: the width is less than 20, and not 0.
    """
    del media
    if width and width < 20:
        raise UsageError(f"text: a width of {width} is too narrow to read; give 20 or more, or 0 for whole paragraphs")
    footnotes = [block for block in blocks_of(article.body) if isinstance(block, Footnote)]
    labels = {block.id: block.label or str(number) for number, block in enumerate(footnotes, 1)}
    parts = [part for part in (*_head(article), *_story(article, labels), *_end(article)) if part]
    if notes is not None:
        _file_losses(article, clean("\n\n".join(parts)), notes)
    text = "\n\n".join(_wrapped(part, width) if width else part for part in parts)
    return (clean(text).strip("\n") + "\n").encode("utf-8", "replace")


def _head(article: Article) -> Iterator[str]:
    dates = [moment.printed or moment.iso for moment in (article.issued,) if moment]
    if article.updated:
        dates.append(f"Updated {article.updated.printed or article.updated.iso}")
    agency = [article.agency.name] if article.agency else []
    names = ", ".join(person.name for person in article.authors)
    yield "\n".join(filter(None, (article.kicker, article.headline)))
    yield article.deck or ""
    yield "\n".join(filter(None, (article.byline or names, " · ".join(agency + dates))))


def _story(article: Article, labels: dict[str, str]) -> Iterator[str]:
    if article.lead:
        yield _figure(article.lead)
    blocks = [_block(block, labels) for block in article.body]
    if article.dateline:
        # The dateline stood at the head of the first paragraph, and stands there again.
        at = sentence_of_dateline(article.body)
        if at is not None:
            blocks[at] = article.dateline.printed + blocks[at]
        else:
            yield article.dateline.printed
    yield from blocks


def _end(article: Article) -> Iterator[str]:
    rights = article.rights or Rights()
    yield "\n".join(_links(article))
    for notice in article.notices:
        yield notice.printed
    if article.first_published:
        yield article.first_published.printed
    if article.paywalled:
        yield "[The page says that its text is cut.]"
    yield "\n".join(filter(None, (rights.notice, rights.usage, rights.license_url)))
    yield "\n".join(f"{label}: {value}" for label, value in _record(article) if value)


def _links(article: Article) -> Iterator[str]:
    """Yield the links of the story, one a line."""
    known: dict[str, list[str]] = {}

    def heard(runs: Runs) -> Runs:
        # Runs that stand together are one link, whatever their marks.
        for href, linked in groupby(runs, key=lambda run: run.href):
            if href:
                known.setdefault(href, []).append(" ".join("".join(run.text for run in linked).split()))
        return runs

    map_runs(article.body, heard)
    for href, texts in known.items():
        words = "; ".join(dict.fromkeys(filter(None, texts)))
        yield f"Link: {words}: {href}" if words else f"Link: {href}"


def _record(article: Article) -> Iterator[tuple[str, str | None]]:
    """Yield label and value of where the story is from, one a line, each to be found by its label."""
    yield "Source", article.url or article.provenance.url
    yield "Publisher", article.publisher.name if article.publisher else None
    yield "Section", article.section
    rights = article.rights
    if rights and not rights.notice:
        yield "Rights", ", ".join(filter(None, (rights.holder, str(rights.year or ""))))
    yield "Keywords", "; ".join(article.keywords)
    yield "Subjects", "; ".join(f"{subject.name} ({subject.code})" for subject in article.subjects)
    yield (
        "Contributors",
        "; ".join(", ".join(filter(None, (each.name, each.role, each.place))) for each in article.contributors),
    )
    yield "Summary", article.summary
    yield "Identifiers", "; ".join(f"{each.scheme} {each.value}" for each in article.identifiers)
    yield "Language", article.language
    captured = article.provenance.captured
    yield "Captured", captured.iso if captured else None
    yield "SHA-256 of the source", article.provenance.sha256


def _block(block: Block, labels: dict[str, str]) -> str:
    match block:
        case Paragraph() | Heading():
            return _words(block.runs, labels)
        case Quote():
            said = f"— {_words(block.attribution, labels)}" if block.attribution else ""
            return _prefixed(
                "\n\n".join(filter(None, (*(_block(inner, labels) for inner in block.blocks), said))), "> ", "> "
            )
        case Listing():
            return "\n".join(
                _item(item, f"{block.start + index}. " if block.ordered else "- ", labels)
                for index, item in enumerate(block.items)
            )
        case Figure():
            return _figure(block)
        case Table():
            return _table(block, labels)
        case Embed():
            inner = [_block(child, labels) for child in block.blocks]
            where = " · ".join(filter(None, (block.provider, block.title)))
            told = f"[{': '.join(filter(None, (where, block.url)))}]" if where or block.url else ""
            return _prefixed("\n\n".join(filter(None, (*inner, told))), "| ", "| ")
        case Preformatted():
            return _prefixed(block.text.strip("\n"), "    ", "    ")
        case Rule():
            return "* * *"
        case Footnote():
            inside = "\n\n".join(_block(inner, labels) for inner in block.blocks)
            return _prefixed(inside, f"[{labels[block.id]}] ", "    ")


def _words(runs: Runs, labels: dict[str, str]) -> str:
    """Return the words; a reference to a footnote in brackets, as the footnote itself has its label."""
    return "".join(_reference(run, labels) if run.note is not None else run.text for run in runs)


def _reference(run: Run, labels: dict[str, str]) -> str:
    label = labels.get(run.note or "", run.note or "")
    return f"[{run.text}]" if run.text.strip() in (label, "") else f"{run.text}[{label}]"


def _item(item: Item, marker: str, labels: dict[str, str]) -> str:
    inner = "\n".join(filter(None, (_block(block, labels) for block in item.blocks)))
    return _prefixed(inner, marker, " " * len(marker))


def _figure(figure: Figure) -> str:
    lines = []
    for media in figure.media:
        kind = {"image": "Picture", "video": "Video", "audio": "Sound"}[media.kind]
        told = ": ".join(filter(None, (media.alt or media.title, _address(media.url))))
        lines.append(f"[{kind}: {told}]")
    told = " ".join(filter(None, (plain(figure.caption), f"({figure.credit.printed})" if figure.credit else "")))
    return "\n".join(filter(None, (*lines, told)))


def _address(url: str) -> str:
    return f"{url[:40]}…" if url.startswith("data:") else url


def _table(table: Table, labels: dict[str, str]) -> str:
    """Return a table with a tab between cells: it greps, it cuts, and a sheet program takes it."""
    rows = ["\t".join(_words(cell.runs, labels).replace("\n", " ") for cell in row.cells) for row in table.rows]
    return "\n".join(filter(None, (_words(table.caption, labels), *rows)))


def _prefixed(text: str, first: str, rest: str) -> str:
    lines = text.split("\n")
    return "\n".join(
        (first if index == 0 else rest).rstrip() if not line else (first if index == 0 else rest) + line
        for index, line in enumerate(lines)
    )


def _wrapped(text: str, width: int) -> str:
    """Return lines no longer than the width, what begins a line in the margin kept there."""
    out = []
    for line in text.split("\n"):
        if "\t" in line or line.startswith("    "):
            out.append(line)
            continue
        body = line.lstrip("> |-")
        margin = line[: len(line) - len(body)]
        following = margin if ">" in margin or "|" in margin else " " * len(margin)
        out.append(
            "\n".join(
                textwrap.wrap(
                    line,
                    width,
                    subsequent_indent=following,
                    break_long_words=False,
                    break_on_hyphens=False,
                    expand_tabs=False,
                    replace_whitespace=False,
                )
            )
            or line
        )
    return "\n".join(out)


def _file_losses(article: Article, text: str, notes: Account) -> None:
    """File the facts whose words are not in the text, and the looks that plain text cannot have."""
    lost: dict[str, list[tuple[str, str]]] = {}
    for path, value in leaves_of(article).items():
        fact, _, part = path.partition(".")
        if fact not in ("paywalled", "dir") and not path.endswith(("._", ".kind")) and clean(value) not in text:
            lost.setdefault(fact, []).append((part, value))
    for fact, parts in lost.items():
        named = ", ".join(part for part, _ in parts if part)
        notes.lost(fact, f"plain text leaves it out{named and ': '}{named}", parts[0][1])
    runs = list(runs_of(article.body))
    if any(run.marks for run in runs):
        notes.lost("marks", "plain text has no emphasis", code="NA402")
    if any(run.lang or run.dir for run in runs) or article.dir:
        notes.lost("dir", "plain text does not say how a stretch is written", code="NA402")
