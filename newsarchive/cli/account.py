"""Lay an article and its account out for a reader at a terminal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from newsarchive.model import (
    Article,
    Block,
    Embed,
    Figure,
    Footnote,
    Heading,
    Listing,
    Moment,
    Organisation,
    Paragraph,
    Preformatted,
    Quote,
    Rule,
    plain,
)
from newsarchive.model import Table as TableBlock
from newsarchive.model.gate import squeeze
from newsarchive.model.walk import text_of
from newsarchive.notes import CODES, Note

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderableType

__all__ = ["PARTS", "excerpt", "parts_of"]

PARTS = ("facts", "body", "claimed", "removed", "notes")
_WIDTH = 160  # characters that an excerpt keeps, before it is cut to the width of the terminal
_WHOLE = 400  # characters that a fact keeps
_DOUBTFUL = 0.7  # a confidence below this is shown in yellow


def parts_of(article: Article, notes: Iterable[Note], wanted: Iterable[str]) -> Iterator[RenderableType]:
    """Yield what a terminal shows of an article and its account, the parts that are wanted, in the order of ``PARTS``."""
    notes = list(notes)
    wanted = set(wanted)
    yield Text(squeeze(article.headline or "(no headline)"), style="bold")
    yield Text(" · ".join(_about(article)), style="dim")
    if "facts" in wanted:
        yield _head("Facts", "")
        yield _table(_facts(article))
    if "body" in wanted:
        yield _head("Body", f"{_count(len(article.body), 'block')}, {_count(_letters(article.text), 'character')}")
        yield _Lines((*_outline(block), "") for block in article.body)
    if "claimed" in wanted:
        claimed = [note for note in notes if note.kind == "claimed"]
        yield _head("Claimed", _size(claimed))
        yield _Lines((note.fact or note.rule, excerpt(note.text), note.rule) for note in claimed)
    if "removed" in wanted:
        removed = [note for note in notes if note.kind == "removed"]
        yield _head("Removed", _size(removed))
        yield _Lines(_by_rule(removed))
    if "notes" in wanted:
        others = [note for note in notes if note.kind not in {"claimed", "removed"}]
        yield _head("Notes", "" if others else "none")
        yield _table((note.code, _said(note), note.rule) for note in others)


def excerpt(text: str, width: int = _WIDTH) -> str:
    r"""Return the words on one line, cut with an ellipsis, without anything that a terminal would obey.

    >>> excerpt("One\n two\x1b[2J three", 9)
    'One two[…'
    """
    line = squeeze(text)
    return line if len(line) <= width else line[: width - 1] + "…"


def _about(article: Article) -> Iterator[str]:
    source = article.provenance
    if source.source:
        yield excerpt(source.source)
    if source.media_type:
        yield source.media_type
    if source.charset:
        yield f"{source.charset} ({source.charset_evidence})" if source.charset_evidence else source.charset
    if source.confidence is not None:
        yield f"body confidence {source.confidence:.2f}"


def _facts(article: Article) -> Iterator[tuple[str, str, str]]:
    evidence = {entry.fact: entry for entry in article.evidence}
    for name, value in _values(article):
        entry = evidence.get(name)
        yield name, excerpt(value, _WHOLE), f"{entry.source} {entry.confidence:.2f}" if entry else ""


def _values(article: Article) -> Iterator[tuple[str, str]]:
    """Yield each fact that is known, under the name that the model gives it."""
    for name in ("headline", "kicker", "deck", "byline"):
        if value := getattr(article, name):
            yield name, value
    if article.authors:
        yield "authors", ", ".join(person.name for person in article.authors)
    if article.contributors:
        yield "contributors", ", ".join(_with(who.name, who.role) for who in article.contributors)
    for name in ("agency", "publisher"):
        found: Organisation | None = getattr(article, name)
        if found is not None:
            yield name, _with(found.name, found.code)
    if article.dateline is not None:
        yield "dateline", " → ".join(filter(None, (f"“{article.dateline.printed}”", article.dateline.place)))
    for name in ("published", "updated"):
        moment: Moment | None = getattr(article, name)
        if moment is not None:
            yield name, _moment(moment)
    if article.first_published is not None:
        when = article.first_published.date
        yield (
            "first_published",
            " ← ".join(filter(None, (when.iso if when else None, f"“{article.first_published.printed}”"))),
        )
    for name in ("section", "language", "url", "summary"):
        if value := getattr(article, name):
            yield name, value
    if article.keywords:
        yield "keywords", ", ".join(article.keywords)
    if article.subjects:
        yield "subjects", ", ".join(f"{subject.name} ({subject.code})" for subject in article.subjects)
    if article.identifiers:
        yield "identifiers", ", ".join(f"{identifier.scheme} {identifier.value}" for identifier in article.identifiers)
    if article.lead is not None:
        yield "lead", _figure(article.lead)
    if article.rights is not None:
        rights = article.rights
        yield "rights", "; ".join(filter(None, (rights.notice, rights.holder, str(rights.year or ""), rights.usage)))
    for notice in article.notices:
        yield notice.kind, notice.printed
    if article.paywalled is not None:
        yield "paywalled", "yes, the text is cut" if article.paywalled else "no"


def _moment(moment: Moment) -> str:
    printed = f" ← “{moment.printed}”" if moment.printed and moment.printed != moment.iso else ""
    return f"{moment.iso}{printed}"


def _with(name: str, more: str | None) -> str:
    return f"{name} ({more})" if more and more != name else name


def _outline(block: Block) -> tuple[str, str]:
    """Return the kind of a block and the start of its words."""
    match block:
        case Paragraph():
            return block.role or "paragraph", excerpt(plain(block.runs))
        case Heading():
            return f"heading {block.level}", excerpt(plain(block.runs))
        case Quote():
            return f"{block.kind} quote", excerpt(text_of((block,)))
        case Listing():
            kind = "numbered" if block.ordered else "bulleted"
            return "list", excerpt(f"{_count(len(block.items), 'item')}, {kind}: {text_of((block,))}")
        case Figure():
            return "figure", excerpt(_figure(block))
        case TableBlock():
            wide = max((len(row.cells) for row in block.rows), default=0)
            return "table", excerpt(f"{len(block.rows)} × {wide}: {plain(block.caption) or text_of((block,))}")
        case Embed():
            return "embed", excerpt(" ".join(filter(None, (block.provider, block.url, text_of((block,))))))
        case Preformatted():
            return "preformatted", excerpt(block.text)
        case Footnote():
            return f"footnote {block.label or block.id}", excerpt(text_of(block.blocks))
        case Rule():
            return "rule", "⁂"


def _figure(figure: Figure) -> str:
    credit = f"[{figure.credit.printed}]" if figure.credit else ""
    words = plain(figure.caption) or next((media.alt for media in figure.media if media.alt), "")
    return " ".join(filter(None, (words, credit))) or next((media.url for media in figure.media), "")


def _by_rule(notes: Iterable[Note]) -> Iterator[tuple[str, str, str]]:
    """Yield each rule once, with what it took; the pieces of one rule that say the same are one line."""
    rules: dict[str, list[Note]] = defaultdict(list)
    for note in notes:
        rules[note.rule].append(note)
    for rule, found in rules.items():
        same: dict[str, int] = defaultdict(int)
        for note in found:
            same[excerpt(note.text) or note.reason] += 1
        for number, (words, times) in enumerate(same.items()):
            label = f"{rule} × {len(found)}" if len(found) > 1 else rule
            yield (
                label if number == 0 else "",
                f"{words}  × {times}" if times > 1 else words,
                found[0].code if number == 0 else "",
            )


def _said(note: Note) -> str:
    words = f"{note.fact}: {note.reason}" if note.fact else note.reason or CODES[note.code]
    text = excerpt(note.text)
    return excerpt(f"{words} «{text}»" if text and text not in words else words, _WHOLE)


def _head(title: str, more: str) -> RenderableType:
    return Padding(Text.assemble((title, "bold cyan"), ("  " + more if more else "", "dim")), (1, 0, 0, 0))


class _Lines:
    """Rows of a label, words and a remark, one line each: the words are cut to what the terminal has room for."""

    def __init__(self, rows: Iterable[tuple[str, str, str]]) -> None:
        self.rows = list(rows)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        del console
        label = max((cell_len(row[0]) for row in self.rows), default=0)
        remark = max((cell_len(row[2]) for row in self.rows), default=0)
        room = max(options.max_width - label - remark - 6, 20)
        room = min(room, max((cell_len(row[1]) for row in self.rows), default=0))
        for row in self.rows:
            words = Text(row[1])
            words.truncate(room, overflow="ellipsis", pad=True)
            yield Text.assemble("  ", (set_cell_size(row[0], label), "green"), "  ", words, "  ", (row[2], "dim"))


def _table(rows: Iterable[tuple[str, str, str]]) -> RenderableType:
    """Lay out rows of a label, words and a remark, the words on as many lines as they need."""
    table = Table.grid(padding=(0, 2), expand=False)
    table.add_column(style="green", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(style="dim", no_wrap=True)
    for label, words, remark in rows:
        table.add_row(Text(label), Text(words), Text(remark, style="yellow" if _doubtful(remark) else ""))
    return Padding(table, (0, 0, 0, 2))


def _doubtful(remark: str) -> bool:
    _, _, figure = remark.rpartition(" ")
    return figure[:2] in {"0.", "1."} and float(figure) < _DOUBTFUL


def _size(notes: list[Note]) -> str:
    characters = sum(_letters(note.text) for note in notes)
    return f"{_count(len(notes), 'piece')}, {_count(characters, 'character')}"


def _letters(text: str) -> int:
    """Count the characters of a text, white space aside: the measure that works in every script."""
    return sum(map(len, text.split()))


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
