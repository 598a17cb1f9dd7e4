"""Take a text dump apart into the lines of the page: wrapped lines joined again, bullets, columns and indentation seen."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

__all__ = ["Line", "lines_of", "wrap_width"]

# What browsers without pictures put before list items. A hyphen or an "o" is one only in company, and a dash opens speech.
_BULLET = re.compile(r"(?:([•‣▪▫■□☆★◦○●◆◇▶►»*+])|([-o·–])|(\(?\d{1,3}[.)]))(?:\s+|$)(?=\D|$|\d)")
_HEADING = re.compile(r"#{1,6}(?=\s+\S)")
_GAP = re.compile(r"(?<=\S)[ \u00a0\u3000]{3,}(?=\S)|\t+(?=\S)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_BREAKS = re.compile(r"\r\n?|\n|\u2028|\u2029|\x85|\x0c")
_SENTENCE_END = tuple('.!?…。！？:;"”»)')
_WIDEST = 200  # columns; nothing is wrapped wider, and a paragraph that is not wrapped is soon longer
_NARROWEST = 40
_WIDER = 0.05  # of a wrapped dump's text in lines that are wider all the same
_COMPANY = 3  # times: what is seen less often is chance
_SHORT = 12  # characters that a link inside a paragraph has at least, or the name of a section at most
_CLOSING = frozenset(",.;)]!?…’”»、。，")
_OPENING = frozenset("([“„«‘¿¡")


@dataclass(slots=True)
class Line:
    """One line of the page: where it began (1-based), its words without the bullet, and how it was laid out.

    ``blanks`` counts the blank lines before it, ``indent`` the columns before its first sign, ``gaps`` the wide gaps inside it
    (a row of a layout table), ``level`` the marks of a heading as Markdown writes them (0 where there are none).
    """

    number: int
    text: str
    bullet: str = ""
    ordered: bool = False
    indent: int = 0
    blanks: int = 0
    gaps: int = 0
    level: int = 0

    @property
    def listed(self) -> bool:
        """Whether this is an item of a list; the mark of a heading is no bullet of one."""
        return bool(self.bullet) and not self.level


def lines_of(text: str) -> list[Line]:
    """Return the lines of a dump that hold words, in order; no sign but white space is left out."""
    raw = [_CONTROL.sub(" ", line).rstrip() for line in _BREAKS.split(text)]
    found = [(number, line) for number, line in enumerate(raw, 1) if line.strip()]
    doubtful = _companies(line for _, line in found)
    lines: list[Line] = []
    before = 0
    for number, line in found:
        counted = _next_number(lines[-1]) if lines else ""
        lines.append(_line(number, line, number - before - 1, doubtful | {counted}))
        before = number
    width = wrap_width(raw)
    return _mended(_joined(lines, raw, width) if width else lines)


def wrap_width(raw: list[str]) -> int:
    """Return the column at which a dump breaks its lines, 0 where it does not.

    A dump is wrapped where, time and again, a line ends in mid-sentence just where the next line's first word would not have
    fitted any more. A few lines are wider: the page's title before the dump, addresses, and rows of tables.
    """
    widths = [_columns(line) for line in raw]
    first = next((i for i, width in enumerate(widths) if width), 0)
    spare = _WIDER * sum(widths)
    last = 0
    for limit in sorted((width for i, width in enumerate(widths) if width >= _NARROWEST and i != first), reverse=True):
        if limit != last and limit <= _WIDEST and _is_wrapped(raw, widths, limit):
            return limit
        last = limit
        spare -= limit
        if spare < 0:
            break
    return 0


def _is_wrapped(raw: list[str], widths: list[int], limit: int) -> bool:
    """Tell whether lines are broken at this column."""
    full = broken = 0
    for i in range(len(raw) - 1):
        if not 0.75 * limit <= widths[i] <= limit:
            continue
        full += 1
        following = raw[i + 1].strip()
        if following and not raw[i].endswith(_SENTENCE_END) and _would_not_fit(widths[i], following, limit):
            broken += 1
    return broken >= 4 and broken >= 0.3 * full


def _line(number: int, raw: str, blanks: int, doubtful: frozenset[str]) -> Line:
    stripped = raw.lstrip()
    indent = _columns(raw[: len(raw) - len(stripped)].expandtabs())
    if heading := _HEADING.match(stripped):
        words = " ".join(stripped[heading.end() :].split())
        return Line(number, words, heading[0], indent=indent, blanks=blanks, level=heading.end())
    found = _BULLET.match(stripped)
    bullet = ""
    ordered = False
    if found and (found[1] or (found[2] and found[2] in doubtful) or (found[3] and (indent or found[3] in doubtful))):
        bullet = found[0].strip()
        ordered = bool(found[3])
        stripped = stripped[found.end() :]
    return Line(number, " ".join(stripped.split()), bullet, ordered, indent, blanks, len(_GAP.findall(stripped)))


def _next_number(line: Line) -> str:
    """Return what the next item of a numbered list begins with: the ten and more are not indented."""
    digits = line.bullet.strip("(.)")
    return line.bullet.replace(digits, str(int(digits) + 1)) if line.ordered else ""


def _companies(raw: object) -> frozenset[str]:
    """Return the doubtful bullets that stand before several indented lines."""
    counts: dict[str, int] = {}
    for line in raw:  # type: ignore[attr-defined]
        stripped = line.lstrip()
        found = _BULLET.match(stripped)
        if found and found[2] and (len(stripped) < len(line) or found[2] == "-") and found[2] != "–":
            counts[found[2]] = counts.get(found[2], 0) + 1
    return frozenset(bullet for bullet, count in counts.items() if count >= _COMPANY)


def _joined(lines: list[Line], raw: list[str], width: int) -> list[Line]:
    """Join what a dump wrapped: a line goes on where the next word would not have fitted."""
    out: list[Line] = []
    open_to = 0  # the raw line that the last block reaches
    hang = 0  # where its words begin
    for line in lines:
        last = raw[open_to - 1] if open_to else ""
        if (
            out
            and line.number == open_to + 1
            and not line.bullet
            and line.indent in {hang, out[-1].indent}
            and not (out[-1].gaps and line.gaps)
            and _columns(last) <= width
            and _would_not_fit(_columns(last), raw[line.number - 1].strip(), width)
        ):
            space = "" if _wide(out[-1].text[-1:]) and _wide(line.text[:1]) else " "
            out[-1].text += space + line.text
        else:
            out.append(line)
            hang = line.indent + (_columns(line.bullet) + 1 if line.bullet else 0)
        open_to = line.number
    return out


def _mended(lines: list[Line]) -> list[Line]:
    """Join the pieces of paragraphs that a dump cut at each link: no blank line between them, in mid-sentence."""
    pieces = [i for i in range(1, len(lines)) if _goes_on(lines[i - 1], lines[i])]
    if len(pieces) < _COMPANY:
        return lines
    out: list[Line] = []
    for i, line in enumerate(lines):
        before = out[-1] if len(out) > 1 else None  # nothing goes on from the page's title
        if before is not None and (
            _goes_on(before, line)
            or (_leads_into(before, line) and i + 1 < len(lines) and _resumes(line, lines[i + 1]))
        ):
            tight = (
                line.text[0] in _CLOSING or before.text[-1] in _OPENING or _wide(before.text[-1]) or _wide(line.text[0])
            )
            before.text += line.text if tight else f" {line.text}"
        else:
            out.append(line)
    return out


def _touches(before: Line, line: Line) -> bool:
    return not line.blanks and not line.bullet and not line.gaps and bool(before.text) and bool(line.text)


def _leads_into(before: Line, line: Line) -> bool:
    return _touches(before, line) and len(before.text) >= 2 * _SHORT and not before.text.endswith(_SENTENCE_END)


def _goes_on(before: Line, line: Line) -> bool:
    """Tell whether a line starts in the middle of the sentence that the one before it left open."""
    return _resumes(before, line) and (len(before.text) >= _SHORT or line.text[0] in _CLOSING)


def _resumes(before: Line, line: Line) -> bool:
    if not _touches(before, line):
        return False
    first = line.text[0]
    return first in _CLOSING or (first.islower() and not before.text.endswith(_SENTENCE_END))


def _would_not_fit(width: int, following: str, limit: int) -> bool:
    first = following.split(None, 1)[0]
    if _wide(first[0]):
        return width + 4 > limit  # unspaced scripts break anywhere but before a stop
    return width + 1 + _columns(first) > limit


def _columns(text: str) -> int:
    """Return how many columns a text takes; signs of East Asian scripts take two."""
    return len(text) if text.isascii() else sum(2 if _wide(sign) else 1 for sign in text)


def _wide(sign: str) -> bool:
    return bool(sign) and unicodedata.east_asian_width(sign) in {"W", "F"}
