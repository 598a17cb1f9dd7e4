"""Read the words of a ninjs item from the best of the alternatives that it gives, and its pictures."""

from __future__ import annotations

import re

from lxml import etree
from msgspec.structs import replace

from newsarchive.errors import InvalidDocument, TooLarge
from newsarchive.formats.markup import cut_out, from_xhtml, local_name, parse_xml
from newsarchive.formats.ninjs import terms
from newsarchive.formats.ninjs.unfold import (
    SUMMARY,
    Data,
    agency_of,
    alt_id,
    listed,
    lower_keys,
    number_in,
    one_of,
    said_in,
    text_in,
    unfolded,
)
from newsarchive.model import Block, Credit, Figure, Media, MediaKind, Paragraph, Run
from newsarchive.model.gate import clean
from newsarchive.model.walk import text_of
from newsarchive.notes import Account, Note

__all__ = ["Body", "figures_in"]

_ALREADY = ("lead", *terms.TYPES.values())
_PLAIN = 2
_FOREIGN = 3


class Body:
    """The body of an item, from the best of the alternatives it gives: markup, else plain text."""

    def __init__(self, item: Data, notes: Account) -> None:
        self.parts = [lower_keys(part) for part in listed(item, "bodies") if isinstance(part.get("value"), str)]
        self.notes = notes

    def blocks(self, dateline: str | None) -> tuple[Block, ...]:
        """Return the words as blocks, without the dateline that a plain text of ours begins with."""
        ranked = sorted(self.parts, key=_rank)
        for part in ranked:
            blocks = _paragraphs(part["value"]) if _rank(part) == _PLAIN else self.marked_up(part["value"])
            if dateline and _rank(part) == _PLAIN:
                blocks = _without_dateline(blocks, dateline)
            if text_of(blocks):
                return blocks
        return self.marked_up(ranked[0]["value"]) if ranked and _rank(ranked[0]) != _PLAIN else ()

    def marked_up(self, value: str) -> tuple[Block, ...]:
        """Return markup as blocks; a headline that it repeats and the dateline of our own are cut out."""
        root = _parsed(value)
        if root is None:
            return _paragraphs(value)
        for part in list(root.iter()):
            if local_name(part) == "h1":
                self.notes.add(
                    Note("NA302", "ninjs-headline", "the body repeats a headline", "".join(map(str, part.itertext())))
                )
                cut_out(part)
            elif local_name(part) == "span" and part.get("class") == "dateline":
                cut_out(part)
        return from_xhtml(root, notes=self.notes)


def _rank(part: Data) -> int:
    """Rank an alternative: XHTML, HTML, plain text, and last what only some other program reads (NITF and the like)."""
    kind = f"{part.get('contenttype') or ''} {part.get('role') or ''}".lower()
    marked = re.search(r"<(p|div|body|section)\b", part["value"]) is not None
    if "xhtml" in kind:
        return 0
    if "html" in kind:
        return 1
    if "nitf" in kind or "xml" in kind:
        return _FOREIGN if marked else _PLAIN
    return _PLAIN if "plain" in kind or "text" in kind or not marked else 1


def _parsed(value: str) -> etree._Element | None:
    data = value.strip().encode("utf-8", "replace")
    try:
        return parse_xml(data, what="ninjs body")
    except (InvalidDocument, TooLarge):
        pass
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(b"<div>" + data + b"</div>", parser)
    except (etree.LxmlError, ValueError):
        return None


def _paragraphs(text: str) -> tuple[Block, ...]:
    lines = clean(text).strip()
    parts = re.split(r"\n\s*\n", lines) if re.search(r"\n\s*\n", lines) else lines.split("\n")
    words = (
        "\n".join(filter(None, (re.sub(r"[ \t\f]+", " ", line).strip(" ") for line in part.split("\n"))))
        for part in parts
    )
    return tuple(Paragraph((Run(part),)) for part in words if part)


def _without_dateline(blocks: tuple[Block, ...], dateline: str) -> tuple[Block, ...]:
    match blocks:
        case (Paragraph(runs=(Run() as first, *_)) as block, *rest) if first.text.startswith(dateline):
            return (
                replace(block, runs=(replace(first, text=first.text.removeprefix(dateline)), *block.runs[1:])),
                *rest,
            )
        case _:
            return blocks


def figures_in(item: Data) -> list[Figure]:
    """Return the figures of an item: its own renditions, then its associations, those of the lead first as one."""
    out = []
    kind = str(item.get("type") or "")
    if kind in ("picture", "graphic", "video", "audio") and (own := _figure(item)):
        out.append(own)
    parts = [unfolded(part) for part in listed(item, "associations")]
    lead = [figure for part in parts if re.fullmatch(r"lead\d*", str(part.get("name"))) and (figure := _figure(part))]
    if lead:
        out.append(replace(lead[0], media=tuple(media for figure in lead for media in figure.media)))
    # What our own writer lists beside the lead stands in the body already.
    ours = re.compile(rf"({'|'.join(_ALREADY)})\d+")
    strangers = (part for part in parts if not ours.fullmatch(str(part.get("name"))))
    out.extend(figure for part in strangers if (figure := _figure(part)))
    if not lead and out and any(ours.fullmatch(str(part.get("name"))) for part in parts):
        return out if kind in ("picture", "graphic", "video", "audio") else []
    return out


def _figure(item: Data) -> Figure | None:
    renditions = [lower_keys(part) for part in listed(item, "renditions") if text_in(part.get("href"))]
    best = max(renditions, key=lambda part: (part.get("name") == "main", number_in(part.get("width")) or 0), default={})
    address = alt_id(item, "url") or text_in(best.get("href"))
    if address is None:
        return None
    kinds: dict[str, MediaKind] = {"video": "video", "audio": "audio"}
    said = said_in(item, "descriptions")
    alt = next((part.get("value") for part in listed(item, "descriptions") if part.get("role") == "alt"), None)
    media = Media(
        address,
        kinds.get(str(item.get("type")), "image"),
        clean(alt) if isinstance(alt, str) else None,
        number_in(best.get("width")),
        number_in(best.get("height")),
        text_in(best.get("contenttype")) or text_in(best.get("mimetype")),
        alt_id(item, "sha256"),
        text_in(best.get("title")),
    )
    caption = one_of(said, "caption", *SUMMARY)
    printed = one_of(said, terms.CREDIT, "credit") or text_in(item.get("by")) or text_in(item.get("copyrightnotice"))
    agency = agency_of(item)
    credit = Credit(printed, text_in(item.get("by")), agency.name if agency else None) if printed else None
    return Figure((media,), (Run(caption),) if caption else (), credit, text_in(item.get("language")))
