"""Read what stands at the head of a wire story: the dateline that its first words repeat, the names in its byline."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from newsarchive.model import Block, Paragraph, Run, plain
from newsarchive.model.gate import squeeze
from newsarchive.notes import Account, Note

__all__ = ["cut_dateline", "find_dateline", "names_in", "opened"]

_END = re.compile(r"[\s,.]*(?:\([^()]{1,40}\))?[\s.]*(?:[-–—:_]+\s*|\Z)")
_OPENING = re.compile(r"\s*(?P<places>[^\W\d_][^()\n]{1,50}?)\s*\((?P<agency>[^()]{1,20})\)\s*(?:[-–—:_.]+\s*)+")
_LONGEST = 300  # characters of a first paragraph that are looked at; a dateline is shorter
_SPACE = re.compile(r"\s+")
_BY = re.compile(r"^(?:by|von|par|por|di|door|av|af)[:\s]+", re.IGNORECASE)
_ASIDE = re.compile(r"\s*\([^()]{0,40}\)\s*")
_AND = re.compile(r"\s*(?:,|&|\band\b|\bund\b|\bet\b|\by\b|\be\b|\ben\b|\boch\b|\bog\b)\s*")
# Words of desks and agencies, which sign where no person does.
_NO_NAME = re.compile(r"\b(the|staff|agency|press|news|wire|desk|team|redaktion|redaction|redacción|agencias|report\w*|correspondent|editor\w*|writer)\b", re.IGNORECASE)  # fmt: skip


def opened(
    body: tuple[Block, ...], told: dict[str, Any] | None, agencies: Iterable[str], *, notes: Account, rule: str
) -> tuple[tuple[Block, ...], dict[str, Any] | None]:
    """Return the story without its dateline, and the dateline: what the metadata tells of it, and as the story prints it.

    Args:
        body: the story.
        told: ``printed`` and ``place`` as the metadata tells them; None where it tells nothing.
        agencies: names and short names of the agency that the metadata tells.
        notes: learns that words were claimed.
        rule: the name of the format.
    """
    if told:
        printed, place = told.get("printed") or "", told.get("place") or ""
        cut, line = cut_dateline(body, printed, notes=notes, rule=rule)
        if cut is body and place and place != printed and _begins_as_dateline(body, place):
            cut, line = cut_dateline(body, place, notes=notes, rule=rule)
        if cut is not body:
            return cut, {**told, "printed": line}
        if printed:
            return body, told
    if found := find_dateline(body, agencies, notes=notes, rule=rule):
        body, line, place = found
        return body, {"place": place, **(told or {}), "printed": line}
    return body, told


def _begins_as_dateline(body: tuple[Block, ...], place: str) -> bool:
    """Tell whether the story begins with a place and a dash of its own, or an agency: a firm may be Leeds-based."""
    text = _first_words(body) or ""
    return (
        re.match(rf"\s*{re.escape(place)}[\s,.]*(?:\([^()]{{1,40}}\)|\s[-–—_]+\s|:\s)", text, re.IGNORECASE) is not None
    )


def cut_dateline(body: tuple[Block, ...], printed: str, *, notes: Account, rule: str) -> tuple[tuple[Block, ...], str]:
    """Return the story without the dateline at its start, and the dateline as it was printed there.

    Agencies tell ``LEEDS`` in the metadata and begin the story with ``LEEDS (Wire) - ``; then the latter is the
    printed line. Where the story does not begin with it, both are returned as they are.

    Args:
        body: the story.
        printed: the dateline as the metadata tells it.
        notes: learns that words were claimed.
        rule: the name of the format.
    """
    known = printed.strip(" -–—:_.,\u00a0")
    text = _first_words(body)
    if not known or text is None or len(known) > _LONGEST // 2:
        return body, printed
    start = re.compile(r"\s*" + r"\s+".join(map(re.escape, _SPACE.split(known))), re.IGNORECASE).match(text)
    end = _END.match(text, start.end()) if start else None
    if end is None or end.end() == _LONGEST:
        return body, printed
    notes.add(Note("NA302", rule, "the story begins with the dateline", text[: end.end()], fact="dateline"))
    return _from(body, end.end()), text[: end.end()].lstrip()


def find_dateline(
    body: tuple[Block, ...], agencies: Iterable[str], *, notes: Account, rule: str
) -> tuple[tuple[Block, ...], str, str] | None:
    """Return the story without its dateline, the dateline and its place, where the metadata tells none.

    Only a line that names the agency of the story in brackets is taken for one: ``Oslo (NTB): ``.

    Args:
        body: the story.
        agencies: names and short names of the agency that the metadata tells.
        notes: learns that words were claimed.
        rule: the name of the format.
    """
    text = _first_words(body)
    found = _OPENING.match(text) if text else None
    known = {name.casefold() for name in agencies}
    if found is None or found["agency"].partition("/")[0].strip().casefold() not in known:
        return None
    notes.add(Note("NA301", rule, "the story begins with a dateline that names its agency", found[0], fact="dateline"))
    place = found["places"].partition(",")[0].strip()
    return _from(body, found.end()), found[0].lstrip(), place


def names_in(byline: str) -> list[str]:
    """Return the people that a byline names; none where it names a desk or an agency, or is not understood.

    >>> names_in("By Ann Lee and Bo van Lens"), names_in("By The Example Press"), names_in("Ann Lee (dpa), Staff Writer")
    (['Ann Lee', 'Bo van Lens'], [], ['Ann Lee'])
    """
    said = _ASIDE.sub(" ", _BY.sub("", byline.strip()))
    names = [squeeze(name).strip(" .") for name in _AND.split(said)]
    return [name for name in names if 1 < len(name.split()) < 5 and len(name) < 50 and not _NO_NAME.search(name)]


def _first_words(body: tuple[Block, ...]) -> str | None:
    return plain(body[0].runs)[:_LONGEST] if body and isinstance(body[0], Paragraph) else None


def _from(body: tuple[Block, ...], start: int) -> tuple[Block, ...]:
    """Return the story from a character of its first paragraph on."""
    first = body[0]
    assert isinstance(first, Paragraph)
    rest: list[Run] = []
    for part in first.runs:
        if start < len(part.text):
            rest.append(replace(part, text=part.text[max(start, 0) :]))
        start -= len(part.text)
    return (*((replace(first, runs=tuple(rest)),) if rest else ()), *body[1:])
