"""Derive from an article what it implies: its blocks in order, its plain text, its pictures, its fingerprint."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec
from msgspec.structs import replace

from newsarchive.model.article import Article, Picture
from newsarchive.model.blocks import (
    Block,
    Cell,
    Embed,
    Figure,
    Footnote,
    Heading,
    Item,
    Listing,
    Paragraph,
    Preformatted,
    Quote,
    Table,
)
from newsarchive.model.gate import clean, cleaned
from newsarchive.model.inline import Run, Runs, are_settled, joined, plain

__all__ = [
    "blocks_of",
    "figures_of",
    "fingerprint",
    "map_figures",
    "map_runs",
    "pictures_of",
    "runs_of",
    "sentence_of_dateline",
    "settled",
    "story_text",
    "text_of",
    "whole_text_of",
    "word_count",
]

# How JSON spells the controls that the gate stops, and a few harmless words.
_ESCAPED_CONTROL = re.compile(rb"\\(?:u00|[bfr])")
_OF_RUNS = frozenset({Paragraph, Heading})
_SURELY_CLEAN = bytes(range(0x7F))  # of what JSON holds unescaped


def blocks_of(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield every block in reading order, each before the blocks inside it."""
    for block in blocks:
        yield block
        match block:
            case Quote() | Embed() | Footnote():
                yield from blocks_of(block.blocks)
            case Listing():
                for item in block.items:
                    yield from blocks_of(item.blocks)
            case _:
                pass


def runs_of(blocks: Iterable[Block]) -> Iterator[Run]:
    """Yield every run in reading order, captions and cells included."""
    for block in blocks_of(blocks):
        match block:
            case Paragraph() | Heading():
                yield from block.runs
            case Quote():
                yield from block.attribution
            case Figure():
                yield from block.caption
            case Table():
                yield from block.caption
                for row in block.rows:
                    for cell in row.cells:
                        yield from cell.runs
            case _:
                pass


def figures_of(article: Article) -> tuple[Figure, ...]:
    """Return the figures of the article, the lead figure first."""
    lead = (article.lead,) if article.lead else ()
    return lead + tuple(block for block in blocks_of(article.body) if isinstance(block, Figure))


def pictures_of(article: Article) -> tuple[Picture, ...]:
    """Return a view of each picture, with its caption and its credit as printed.

    A figure of which only the caption is known, as in a plain-text scrape, is a picture without an address.
    """
    return tuple(
        Picture(
            media.url if media else None,
            plain(figure.caption) or None,
            figure.credit.printed if figure.credit else None,
            (media.alt if media else None) or None,
        )
        for figure in figures_of(article)
        for media in (figure.media or (None,))
        if media is None or media.kind == "image"
    )


def text_of(blocks: Iterable[Block]) -> str:
    """Return the words of blocks, a blank line between blocks; captions of figures are left out."""
    return "\n\n".join(text for block in blocks if (text := _text(block)))


def story_text(article: Article) -> str:
    """Return the words of the body as they are read aloud: the dateline runs into the first paragraph, as in print.

    A story that begins with something else has its dateline on a line before it. What a pull quote says is said once.
    """
    of_runs = _OF_RUNS
    texts = [
        plain(block.runs).strip() if type(block) in of_runs else _text(block, pulls=False)  # type: ignore[union-attr]
        for block in article.body
    ]
    text = "\n\n".join(filter(None, texts))
    if article.dateline is None or not text:
        return text
    printed = article.dateline.printed
    if sentence_of_dateline(article.body) is None:
        return f"{printed.strip()}\n\n{text}"
    # A dateline out of a field of its own has nothing that divides it from the sentence.
    return f"{printed} {text}" if _ends_bare(printed) else printed + text


def sentence_of_dateline(body: Sequence[Block]) -> int | None:
    """Return the number of the block that a dateline runs into; None where the story begins with no sentence.

    A picture above the first words does not part them from their dateline; the time of an entry and a question are no sentence.
    """
    at = next((number for number, block in enumerate(body) if not isinstance(block, Figure)), None)
    if at is None:
        return None
    first = body[at]
    return at if isinstance(first, Paragraph) and first.role is None else None


def _ends_bare(printed: str) -> bool:
    last = printed[-1:]
    return bool(last) and (last.isalnum() or last in ")].") and unicodedata.east_asian_width(last) not in {"W", "F"}


def whole_text_of(blocks: Iterable[Block]) -> str:
    """Return the words of blocks with the captions and credits of their figures."""
    return "\n\n".join(text for block in blocks if (text := _text(block, captions=True)))


def _text(block: Block, *, captions: bool = False, pulls: bool = True) -> str:
    match block:
        case Paragraph() | Heading():
            return plain(block.runs).strip()
        case Quote(kind="pull") if not pulls:
            return ""  # its words stand in the story already
        case Quote():
            inner = [_text(child, captions=captions, pulls=pulls) for child in block.blocks]
            return "\n\n".join(filter(None, [*inner, plain(block.attribution).strip()]))
        case Listing():
            return "\n".join(filter(None, (_item(item, captions=captions, pulls=pulls) for item in block.items)))
        case Table():
            lines = [" ".join(filter(None, (plain(cell.runs).strip() for cell in row.cells))) for row in block.rows]
            return "\n".join(filter(None, [plain(block.caption).strip(), *lines]))
        case Embed() | Footnote():
            return "\n\n".join(filter(None, (_text(child, captions=captions, pulls=pulls) for child in block.blocks)))
        case Preformatted():
            return block.text.strip("\n")
        case Figure() if captions:
            credit = block.credit.printed if block.credit else ""
            return "\n".join(filter(None, (plain(block.caption).strip(), credit)))
        case _:
            return ""


def _item(item: Item, *, captions: bool, pulls: bool) -> str:
    return "\n".join(filter(None, (_text(block, captions=captions, pulls=pulls) for block in item.blocks)))


def map_runs(blocks: Iterable[Block], change: Callable[[Runs], Runs]) -> tuple[Block, ...]:
    """Return the blocks with each sequence of runs replaced by ``change`` of it."""
    return tuple([_mapped(block, change) for block in blocks])


def _mapped(block: Block, change: Callable[[Runs], Runs]) -> Block:
    match block:
        case Paragraph() | Heading():
            runs = change(block.runs)
            return block if runs is block.runs else replace(block, runs=runs)
        case Quote():
            return replace(block, blocks=map_runs(block.blocks, change), attribution=change(block.attribution))
        case Embed() | Footnote():
            return replace(block, blocks=map_runs(block.blocks, change))
        case Listing():
            items = tuple(Item(map_runs(item.blocks, change)) for item in block.items)
            return replace(block, items=items)
        case Figure():
            return replace(block, caption=change(block.caption))
        case Table():
            rows = tuple([replace(row, cells=tuple([_cell(cell, change) for cell in row.cells])) for row in block.rows])
            return replace(block, rows=rows, caption=change(block.caption))
        case _:
            return block


def _cell(cell: Cell, change: Callable[[Runs], Runs]) -> Cell:
    runs = change(cell.runs)
    return cell if runs is cell.runs else replace(cell, runs=runs)


def map_figures(article: Article, change: Callable[[Figure], Figure]) -> Article:
    """Return the article with each of its figures, the lead one as well, replaced by ``change`` of it."""
    lead = change(article.lead) if article.lead else None
    return replace(article, lead=lead, body=_with_figures(article.body, change))


def _with_figures(blocks: tuple[Block, ...], change: Callable[[Figure], Figure]) -> tuple[Block, ...]:
    made: list[Block] = []
    for block in blocks:
        match block:
            case Figure():
                made.append(change(block))
            case Quote() | Embed() | Footnote():
                made.append(replace(block, blocks=_with_figures(block.blocks, change)))
            case Listing():
                items = tuple(Item(_with_figures(item.blocks, change)) for item in block.items)
                made.append(replace(block, items=items))
            case _:
                made.append(block)
    return tuple(made)


def settled(article: Article) -> Article:
    """Return the article in normal form: its runs as ``inline.joined`` has them, every text through the gate."""
    lead = replace(article.lead, caption=joined(article.lead.caption)) if article.lead else None
    of_runs = _OF_RUNS
    body = [
        block if type(block) in of_runs and are_settled(block.runs) else _mapped(block, joined)  # type: ignore[union-attr]
        for block in article.body
    ]
    article = replace(article, body=tuple(body), lead=lead)
    return article if _is_clean(article) else msgspec.convert(cleaned(msgspec.to_builtins(article)), Article)


def _is_clean(article: Article) -> bool:
    """Tell whether the gate would leave the article as it is; one look at its JSON is quicker than one at each text."""
    try:
        whole = msgspec.json.encode(article)
    except UnicodeEncodeError:  # half a character, which no encoding has
        return False
    if _ESCAPED_CONTROL.search(whole):
        return False
    rest = whole.translate(None, _SURELY_CLEAN).decode()
    return clean(rest) == rest


def word_count(article: Article) -> int:
    """Count the words of the body, parts divided by white space."""
    return len(article.text.split())


def fingerprint(article: Article) -> str:
    """Return the SHA-256 (hex) of the headline and the words of the body, NFC, white space and case folded.

    Two copies of one story on two sites have the same fingerprint; where it came from plays no part.
    """
    words = " ".join(f"{article.headline or ''} {text_of(article.body)}".split()).casefold()
    return hashlib.sha256(unicodedata.normalize("NFC", words).encode("utf-8", "replace")).hexdigest()
