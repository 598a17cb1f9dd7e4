"""Read photo credits: split them off the end of a caption, and tell the photographer from the agency."""

from __future__ import annotations

import re
from functools import cache

from newsarchive.model import Credit
from newsarchive.page.facts.agency import agency_named
from newsarchive.page.facts.people import clean_name, is_name
from newsarchive.page.facts.words import alternation, by_language

__all__ = ["credit_tail", "is_control", "parse_credit"]

_LONGEST = 160
_PIECES = re.compile(r"\s*(?:/|\||•|·|;|\s[–—-]\s|,\s|©|\bvia\b|\bfor\b(?=\s[A-Z])|\bcourtesy of\b|\()\s*")
_SENTENCE = re.compile(r"(?:[.!?…。！？][\"”’»」）)\]]*|[|•·|]|\n|\s[–—])\s*")
_TRIM = " \t\n.,;:|()[]{}–—-•·/［］（）【】"
_CAPITALISED = re.compile(
    r"^[\"“„(\[]?[A-ZÀ-ÞĀ-Žß\u0400-\u042f©@\u0590-\u05ff\u0600-\u06ff\u3040-\u9fff\uac00-\ud7af0-9]"
)
_FUNCTION = frozenset(
    "the a an of in on at to for by and with from is was were are has have had his her their its as that this after during "
    "der die das den dem des im in am auf mit von bei und ist war sind wird zu zum zur le la les des dans sur et est en el los "
    "las del una un con por para y de o da do no na".split()
)


@cache
def _lead() -> re.Pattern[str]:
    words = alternation(by_language("credits", "lead"))
    return re.compile(
        rf"^\(?\s*(?:©\s*)?(?:(?:{words})(?:\s*(?:[:：/|©=]|\bby\b|\bvon\b|\bde\b)\s*|\s+(?=[A-ZÀ-Þ©\"]|$|\d)|\.\s*)|©\s*(?:copyright\b[\s:]*)?)+",
        re.IGNORECASE,
    )


@cache
def _lead_inside() -> re.Pattern[str]:
    """Return the pattern of a credit's first word inside a caption: it needs its colon, "by" or ©, or a bracket before it."""
    words = alternation(by_language("credits", "lead"))
    return re.compile(
        rf"(?:(?<=[.!?…)\"”’»|\]。」）–—-])|(?<=\s\s)|^|(?<=\s))[\s(\[（［|–—-]*(?:(?:{words})\.?\s*(?:[:：©=/](?!/)|\bby\s+(?=[A-Z]))|©)\s*",
        re.IGNORECASE,
    )


@cache
def _alone() -> frozenset[str]:
    return frozenset(by_language("credits", "alone"))


@cache
def _controls() -> frozenset[str]:
    return frozenset(word.casefold() for word in by_language("credits", "controls"))


def is_control(text: str) -> bool:
    """Tell whether a line beside a picture is a control of the page, not its caption.

    >>> is_control("Hide caption"), is_control("Image 1 of 5"), is_control("Ice on the lake")
    (True, True, False)
    """
    folded = " ".join(text.split()).casefold().strip(" .:»>[]()+-–")
    if folded in _controls() or not folded:
        return True
    return bool(
        re.fullmatch(
            r"(?:image|photo|foto|bild|slide|picture)?\s*\d{1,3}\s*(?:/|of|von|de|sur|di|av|af|\|)\s*\d{1,3}", folded
        )
    )


def parse_credit(text: str) -> Credit | None:
    """Read a whole line as a credit; the photographer and the agency stand on either side of a slash, a bar or "via".

    >>> parse_credit("THE CANADIAN PRESS/Ana Example").photographer
    'Ana Example'
    >>> parse_credit("Photo: Jan Muster/dpa").agency
    'Deutsche Presse-Agentur'
    """
    printed = " ".join(text.split()).strip()
    printed = (
        printed.strip(_TRIM)
        if printed.count("(") != printed.count(")") or printed[:1] in "([（［"
        else printed.strip(" |•·–—,;")
    )
    if not printed or len(printed) > _LONGEST:
        return None
    body = printed
    match = _lead().match(body + " ")
    if match and match.end() <= len(body):
        body = body[match.end() :].strip(_TRIM)
    if not body:
        body = printed
    agency = photographer = None
    whole = agency_named(body)
    if whole:
        return Credit(printed, None, whole.name)
    for piece in filter(None, (part.strip(_TRIM) for part in _PIECES.split(body))):
        known = agency_named(piece) or agency_named(
            re.sub(r"\s+(?:photo|foto|images?|wire|pool|file)$", "", piece, flags=re.IGNORECASE)
        )
        if known:
            if agency is None or known.photo is False:
                agency = agency or known.name
            continue
        name = clean_name(piece)
        if (
            photographer is None and is_name(name) and 1 < len(name.split()) <= 5 and name.casefold() not in _alone()
        ) or (photographer is None and re.search(r"[\u3040-\u9fff\uac00-\ud7af]", name) and is_name(name)):
            photographer = name
    return Credit(printed, photographer, agency)


def credit_tail(caption: str) -> int | None:
    """Return where the credit begins at the end of a caption, or None where the caption has none.

    >>> text = "Ice on the lake, Monday. THE CANADIAN PRESS/Ana Example"
    >>> text[credit_tail(text):]
    'THE CANADIAN PRESS/Ana Example'
    >>> credit_tail("Ice on the lake, Monday.") is None
    True
    """
    if len(caption) > 1200:
        return None
    best: int | None = None
    for match in _lead_inside().finditer(caption):
        if len(caption) - match.end() <= 110 and caption[match.end() :].strip(_TRIM):
            best = match.start()
            break
    if best is not None:
        return _past_space(caption, best)
    stripped = caption.rstrip(" .")
    if stripped.endswith((")", "]", "）", "］")):
        at = max(stripped.rfind("("), stripped.rfind("["), stripped.rfind("（"), stripped.rfind("［"))
        inside = stripped[at + 1 : -1]
        if at >= 0 and len(inside) < 100 and _is_credit(inside, strict=at > 0):
            return _past_space(caption, at)
    starts = [match.end() for match in _SENTENCE.finditer(stripped)]
    for start in reversed(starts[-4:]):
        tail = stripped[start:]
        if tail and len(tail) <= 100 and _is_credit(tail, strict=True):
            best = start
        elif tail:
            break
    if best is None and _is_credit(stripped, strict=True) and len(stripped) < 80:
        best = 0
    return best


def _past_space(text: str, at: int) -> int:
    while at < len(text) and (text[at].isspace() or text[at] in "|–—-•"):
        at += 1
    return at


def _is_credit(text: str, *, strict: bool) -> bool:
    """Tell whether a short stretch is a credit by its build: agencies, names and slashes, hardly a plain word."""
    text = text.strip(_TRIM)
    folded = text.casefold()
    if folded in _alone():
        return True
    match = _lead().match(text + " ")
    if match and match.end() < len(text) and len(text) < 90:
        return True
    words = [word for word in re.split(r"[\s/|,]+", text) if word]
    if not words or len(words) > 12:
        return False
    plain = sum(1 for word in words if word in _FUNCTION or not _CAPITALISED.match(word))
    if plain > (1 if "via" in folded or "for" in folded else 0) + (len(words) > 5):
        return agency_named(text) is not None
    pieces = [piece.strip(_TRIM) for piece in _PIECES.split(text) if piece.strip(_TRIM)]
    if any(
        agency_named(piece)
        or agency_named(re.sub(r"\s+(?:photo|foto|images?|pool|file)$", "", piece, flags=re.IGNORECASE))
        for piece in pieces
    ):
        return True
    if "/" in text and len(pieces) == 2 and len(words) <= 7:
        return any(is_name(piece) and len(piece.split()) > 1 for piece in pieces)
    return not strict and len(words) <= 6 and all(is_name(piece) for piece in pieces)
