"""Keep an article within what the renderer can lay out in reasonable time; what is changed is a note (NA404).

weasyprint takes time in proportion to what it is given, with two exceptions that are treated here: a word that
cannot be broken (quadratic: 100,000 letters took 277 s) and deep nesting, which the markup limits. For the rest
there is a budget in milliseconds, spent by rates that were measured on one core with weasyprint 70; when it is spent the
story goes on as plain text, and when that is too much as well it stops with a word. The attached article is whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from newsarchive.model import (
    Article,
    Block,
    Cell,
    Embed,
    Figure,
    Footnote,
    Heading,
    Listing,
    Paragraph,
    Preformatted,
    Quote,
    Row,
    Rule,
    Run,
    Runs,
    Table,
)
from newsarchive.model.walk import map_runs, runs_of, whole_text_of
from newsarchive.notes import Account

__all__ = ["FINE", "PLAIN", "within_limits"]

FINE = 12_000.0  # ms of layout as it should be; a story of 1,000 words takes some 60
PLAIN = 12_000.0  # ms of plain text after that: a novel of 1.5 million letters
_PER_BLOCK, _PER_CELL, _PER_RUN, _PER_BREAK, _PER_PICTURE = 1.7, 1.6, 0.35, 1.2, 4.0
_PER_ASCII, _PER_LETTER, _PER_SYMBOL, _PER_UNBROKEN = 0.008, 0.02, 1.3, 0.045
_MAX_COLUMNS = 40
_CHUNK = 12_000  # letters of one plain paragraph
_MAX_FACT, _MAX_HEADLINE, _MAX_FACTS = 4_000, 2_000, 200
# Letters of scripts whose lines break between words only; Chinese, Japanese, Thai and their like break anywhere.
_BREAKS_ANYWHERE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
)
_LONG_WORD = re.compile(rf"[^\s\u200b{_BREAKS_ANYWHERE}]{{400,}}")
_SYMBOL = re.compile("[\U0001f000-\U0001faff]")
_ENDLESS_FROM, _ENDLESS_KEPT = 20_000, 4_000
# An endless word, or an endless stretch of signs and spaces without a letter: neither is language.
_ENDLESS = re.compile(rf"[^\s\u200b{_BREAKS_ANYWHERE}]{{{_ENDLESS_FROM},}}|[\W_]{{{_ENDLESS_FROM},}}")
_STEP = 60


def within_limits(article: Article, notes: Account) -> Article:
    """Return the article as it is printed: the same value where it is within the limits."""
    budget = _Budget(notes)
    lead, body = article.lead, _without_endless_words(article.body, notes)
    if budget.cost(((lead,) if lead else ()) + body) > FINE or _too_wide(body):
        body = tuple(budget.spend(body))
        notes.lost(
            "body",
            "too large to be laid out; the end is set as plain text, the attached article is whole",
            code="NA404",
        )
    shortened = _shortened(article, notes)
    broken = map_runs(body, lambda runs: _with_breaks(runs, notes)) if _has_long_word(body) else body
    if lead and _has_long_word((lead,)):
        first = map_runs((lead,), lambda runs: _with_breaks(runs, notes))[0]
        lead = first if isinstance(first, Figure) else lead
    if broken is article.body and lead is article.lead:
        return shortened
    return replace(shortened, body=broken, lead=lead)


class _Budget:
    """What may still be spent on one article."""

    def __init__(self, notes: Account) -> None:
        self.notes = notes
        self.left = FINE

    def cost(self, blocks: Iterable[Block]) -> float:
        return sum(map(self._block, blocks))

    def _block(self, block: Block) -> float:
        match block:
            case Paragraph() | Heading():
                return _PER_BLOCK + _runs(block.runs)
            case Quote():
                return _PER_BLOCK + _runs(block.attribution) + self.cost(block.blocks)
            case Embed() | Footnote():
                return _PER_BLOCK + self.cost(block.blocks)
            case Listing():
                return sum(_PER_BLOCK + self.cost(item.blocks) for item in block.items)
            case Figure():
                return _PER_BLOCK + _PER_PICTURE * len(block.media) + _runs(block.caption)
            case Table():
                return _runs(block.caption) + sum(map(_row, block.rows))
            case Preformatted():
                return _PER_BLOCK + _text(block.text)
            case Rule():
                return _PER_BLOCK

    def spend(self, blocks: tuple[Block, ...]) -> Iterator[Block]:
        """Yield the blocks as long as the budget lasts, then the words of the others."""
        rest: list[Block] = []
        for block in blocks:
            if rest:
                rest.append(block)
                continue
            wide = isinstance(block, Table) and _too_wide((block,))
            price = self._block(block)
            if price <= self.left and not wide:
                self.left -= price
                yield block
                continue
            for part in self._split(block, wide=wide):
                if isinstance(part, tuple):
                    rest.extend(part)
                else:
                    yield part
            if wide and rest:
                yield from self._plain(rest)
                rest = []
        if rest:
            yield from self._plain(rest)

    def _split(self, block: Block, *, wide: bool) -> Iterator[Block | tuple[Block, ...]]:
        """Yield what of a list or a table can still be laid out, then the rest in a tuple."""
        match block:
            case Listing():
                count = self._fitting(_PER_BLOCK + self.cost(item.blocks) for item in block.items)
                if count:
                    yield replace(block, items=block.items[:count])
                yield tuple(inner for item in block.items[count:] for inner in item.blocks)
            case Table():
                count = 0 if wide else self._fitting(map(_row, block.rows))
                if count:
                    yield replace(block, rows=tuple(_clipped(block.rows[:count])))
                caption = (Paragraph(block.caption),) if block.caption and not count else ()
                yield (*caption, *(Paragraph(_joined(row)) for row in block.rows[count:]))
            case _:
                yield (block,)

    def _fitting(self, prices: Iterable[float]) -> int:
        count = 0
        for price in prices:
            if price > self.left:
                break
            self.left -= price
            count += 1
        return count

    def _plain(self, blocks: Iterable[Block]) -> Iterator[Block]:
        text = re.sub(r"\s*\n\s*", " ¶ ", whole_text_of(blocks))
        left = PLAIN
        for at in range(0, len(text), _CHUNK):
            chunk = text[at : at + _CHUNK]
            if left < 0:
                yield Paragraph((Run("[…]"),))
                self.notes.lost(
                    "body", f"{len(text) - at} letters at the end are not printed", text[at : at + 80], code="NA404"
                )
                return
            left -= _PER_BLOCK + _text(chunk)
            yield Paragraph((Run(chunk),))


def _without_endless_words(blocks: tuple[Block, ...], notes: Account) -> tuple[Block, ...]:
    """Cut what is no word of any language, so that it does not use up what the rest of the story needs."""
    if not any(len(run.text) >= _ENDLESS_FROM and _ENDLESS.search(run.text) for run in runs_of(blocks)):
        return blocks

    def cut(found: re.Match[str]) -> str:
        kept = found[0][:_ENDLESS_KEPT]
        notes.lost(
            "text", f"the first {len(kept)} of {len(found[0])} letters of one word are printed", kept[:80], code="NA404"
        )
        return f"{kept}[…]"

    return map_runs(blocks, lambda runs: tuple(replace(run, text=_ENDLESS.sub(cut, run.text)) for run in runs))


def _runs(runs: Runs) -> float:
    return sum(_PER_RUN + _text(run.text) for run in runs)


def _row(row: Row) -> float:
    return sum(_PER_CELL + _runs(cell.runs) for cell in row.cells)


def _text(text: str) -> float:
    if len(text) >= 400 and _LONG_WORD.search(text):
        return len(text) * _PER_UNBROKEN
    if text.isascii():
        return len(text) * _PER_ASCII + text.count("\n") * _PER_BREAK
    plain = len(text.encode("ascii", "ignore"))
    price = plain * _PER_ASCII + (len(text) - plain) * _PER_LETTER
    return price + text.count("\n") * _PER_BREAK + len(_SYMBOL.findall(text)) * _PER_SYMBOL


def _too_wide(blocks: Iterable[Block]) -> bool:
    return any(
        isinstance(block, Table) and any(len(row.cells) > _MAX_COLUMNS for row in block.rows) for block in blocks
    )


def _clipped(rows: tuple[Row, ...]) -> Iterator[Row]:
    for left, row in zip(range(len(rows), 0, -1), rows, strict=True):
        yield Row(
            tuple(replace(cell, rowspan=min(cell.rowspan, left)) if cell.rowspan > left else cell for cell in row.cells)
        )


def _joined(row: Row) -> Runs:
    cells: list[Cell] = [cell for cell in row.cells if cell.runs]
    return (Run(" · ".join("".join(run.text for run in cell.runs) for cell in cells)),)


def _shortened(article: Article, notes: Account) -> Article:
    """Return the article with its facts no longer than a page can show."""
    changes: dict[str, object] = {}
    for name in ("headline", "kicker", "deck", "byline", "section", "summary"):
        value = getattr(article, name)
        limit = _MAX_HEADLINE if name == "headline" else _MAX_FACT
        if value and len(value) > limit:
            changes[name] = value[:limit] + "…"
            notes.lost(name, f"printed to {limit} of {len(value)} letters", value[:80], code="NA404")
    for name in ("authors", "contributors", "keywords", "subjects", "identifiers", "notices"):
        values = getattr(article, name)
        if len(values) > _MAX_FACTS:
            changes[name] = values[:_MAX_FACTS]
            notes.lost(name, f"the first {_MAX_FACTS} of {len(values)} are printed", code="NA404")
    for name in ("headline", "kicker", "deck", "byline", "section"):
        value = changes.get(name, getattr(article, name))
        if isinstance(value, str) and _LONG_WORD.search(value):
            changes[name] = _LONG_WORD.sub(_with_spaces, value)
    return replace(article, **changes) if changes else article


def _has_long_word(blocks: Iterable[Block]) -> bool:
    return _LONG_WORD.search("".join(run.text for run in runs_of(blocks))) is not None


def _with_breaks(runs: Runs, notes: Account) -> Runs:
    """Let a word of enormous length break: a zero-width space after each 60 letters, runs of one word counted together."""
    if not _LONG_WORD.search("".join(run.text for run in runs)):
        return runs
    notes.lost(
        "text",
        "a word too long to be laid out may break anywhere",
        "".join(run.text for run in runs)[:80],
        code="NA404",
    )
    out: list[Run] = []
    since = 0  # letters since the last place where a line may end
    for run in runs:
        text: list[str] = []
        for letter in run.text:
            since = 0 if letter.isspace() or letter == "\u200b" else since + 1
            if since > _STEP:
                text.append("\u200b")
                since = 1
            text.append(letter)
        out.append(replace(run, text="".join(text)))
    return tuple(out)


def _with_spaces(found: re.Match[str]) -> str:
    return "\u200b".join(found[0][at : at + _STEP] for at in range(0, len(found[0]), _STEP))
