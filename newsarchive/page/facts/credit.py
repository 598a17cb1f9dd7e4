"""Read photo credits: split them off the end of a caption, and tell the photographer from the agency."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

from newsarchive.model import Credit
from newsarchive.page.facts.agency import Agency, agency_named
from newsarchive.page.facts.people import clean_name, is_name
from newsarchive.page.facts.words import alternation, beginning, by_language, holding, plainly_cased

__all__ = ["credit_tail", "is_control", "is_credit", "parse_credit"]

_LONGEST, _LONGEST_LEAD = 160, 100  # characters; the words that introduce a credit are shorter
_PIECES = re.compile(r"\s*(?:/|\||•|·|;|\s[–—-]\s|,\s|©|\bvia\b|\bfor\b(?=\s[A-Z])|\bcourtesy of\b|\()\s*")
_DIVIDERS = (
    "/",
    "|",
    "•",
    "·",
    ";",
    "–",
    "—",
    "-",
    ",",
    "©",
    "via",
    "for",
    "of",
    "(",
)  # what each of these pieces holds
_SENTENCE = re.compile(r"(?:[.!?…。！？][\"”’»」）)\]]*|[|•·|]|\n|\s[–—])\s*")
_TRIM = " \t\n.,;:|()[]{}–—-•·/［］（）【】"
_CAPITALISED = re.compile(
    r"^[\"“„(\[]?[A-ZÀ-ÞĀ-Žß\u0400-\u042f©@\u0590-\u05ff\u0600-\u06ff\u3040-\u9fff\uac00-\ud7af0-9]"
)
_MADE = re.compile(r"(?:さん)?(?:撮影|提供|摄|攝|촬영|제공)$")
_KINDS = ("photo", "photos", "foto", "fotos", "image", "images", "pic", "pics", "picture", "pictures", "wire", "pool", "file",
          "handout", "archiv", "archive")  # fmt: skip
_KIND_OF_PICTURE = re.compile(rf"\s+(?:{'|'.join(_KINDS)})$", re.IGNORECASE)
# A name behind a slash, a photographer in Japanese brackets, a copyright sign, at the end of a caption.
_SIGNED = re.compile(
    r"(?:\s/\s+(?=[A-ZÀ-Þ][\w.'’-]+(?:\s[A-ZÀ-Þ][\w.'’-]+){1,2}$)|(?=[（(][^（）()]{1,24}(?:撮影|提供|摄|攝|資料)[）)]$)|(?=[（(][CcＣｃ][）)]|©|ⓒ))(\S.*)$"
)
# What a credit's first word inside a caption is followed by, or is: without one of these no caption needs the long pattern.
_LED = (":", "：", "=", "©", "by ", "图", "圖", "fot. ", "zdj. ", "nuotr. ", "phot. ")
_SIGNED_WITH = re.compile("[/（(©ⓒ]")
_SPLIT = re.compile(r"[\s/|,]+")
_VIA = re.compile(r"\b(?:via|for)\b")
_UNSPACED = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]")
_COUNTED = re.compile(r"(?:image|photo|foto|bild|slide|picture)?\s*\d{1,3}\s*(?:/|of|von|de|sur|di|av|af|\|)\s*\d{1,3}")
_FUNCTION = frozenset(
    "the a an of in on at to for by and with from is was were are has have had his her their its as that this after during "
    "der die das den dem des im in am auf mit von bei und ist war sind wird zu zum zur le la les des dans sur et est en el los "
    "las del una un con por para y de o da do no na".split()
)


@cache
def _lead() -> re.Pattern[str]:
    """Return the pattern of the words that introduce a credit at its start."""
    words = alternation(by_language("credits", "lead"))
    return re.compile(
        rf"^\(?\s*(?:©\s*)?(?:(?:{words})(?:\s*(?:[:：/|©=]|\bby\b|\bvon\b|\bde\b)\s*|\s+(?=(?-i:[A-ZÀ-Þ©\"]|$|\d))|\.\s*)"
        rf"|©\s*(?:copyright\b[\s:]*)?)+",
        re.IGNORECASE,
    )


def _may_lead(text: str) -> bool:
    """Tell whether a line may begin with what introduces a credit: one of the words, or a copyright sign."""
    head = " ".join(text[:_LONGEST_LEAD].split()).lstrip("( ")
    return head[:1] == "©" or not plainly_cased(head) or bool(_leads()(head.lower(), 0))


@cache
def _leads() -> Callable[[str, int], list[str]]:
    return beginning(by_language("credits", "lead"))


@cache
def _lead_inside() -> re.Pattern[str]:
    """Return the pattern of a credit's first word inside a caption: it needs its colon, "by", its full stop or ©."""
    words = alternation(by_language("credits", "lead"))
    return re.compile(
        rf"(?:(?<=[.!?…)\"”’»|\]。」）–—-])|^|(?<=\s))[\s(\[（［|–—-]{{0,4}}"
        rf"(?:(?:{words})\.?\s*(?:[:：©=]|\bby\s+(?-i:(?=[A-Z])))|[图圖]\s?[/／]|(?:fot|zdj|nuotr|phot)\.\s+(?-i:(?=[A-Z]))|©)\s*",
        re.IGNORECASE,
    )


@cache
def _led() -> Callable[[str], bool]:
    """Return what tells whether a caption holds what the pattern above needs."""
    return holding((*by_language("credits", "lead"), "fot.", "zdj.", "nuotr.", "phot.", "图", "圖", "©"))


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
    return folded in _controls() or not any(map(str.isalpha, folded)) or _COUNTED.fullmatch(folded) is not None


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
    match = _lead().match(body + " ") if _may_lead(body) else None
    if match and match.end() <= len(body):
        body = body[match.end() :].strip(_TRIM)
    if not body:
        body = printed
    agency = photographer = None
    library = False
    whole = agency_named(body)
    if whole:
        return Credit(printed, None, whole.name)
    for piece in filter(None, [part.strip(_TRIM) for part in _pieces(body)]):
        known = _supplier(piece)
        if known:
            # who took or sent it, before the library that keeps it
            if agency is None or (library and not known.photo):
                agency, library = known.name, known.photo
            continue
        name = clean_name(piece)
        if (
            photographer is None and is_name(name) and 1 < len(name.split()) <= 5 and name.casefold() not in _alone()
        ) or (photographer is None and _UNSPACED.search(name) and is_name(name)):
            photographer = name
    return Credit(printed, photographer, agency)


@lru_cache(maxsize=128)  # a line beside a picture is asked whether it is signed, whose it is, and where it ends
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
    lowered = caption.lower()
    if any(map(lowered.__contains__, _LED)) and (not plainly_cased(caption) or _led()(lowered)):
        for match in _lead_inside().finditer(caption):
            if len(caption) - match.end() <= 110 and caption[match.end() :].strip(_TRIM):
                return _past_space(caption, match.start())
    stripped = caption.rstrip(" .")
    if len(stripped) < 80 and is_credit(stripped):
        return 0
    if stripped.endswith((")", "]", "）", "］")):
        at = max(stripped.rfind("("), stripped.rfind("["), stripped.rfind("（"), stripped.rfind("［"))
        inside = stripped[at + 1 : -1]
        if at >= 0 and len(inside) < 100 and (is_credit(inside) or _alone_in_brackets(caption[:at], inside)):
            return _name_before(caption, at)
    signed = _SIGNED.search(stripped) if _SIGNED_WITH.search(stripped) else None
    if signed:
        return signed.start(1)
    starts = [found.end() for found in _SENTENCE.finditer(stripped)]
    best = None
    for start in reversed(starts[-4:]):
        tail = stripped[start:]
        if tail and len(tail) <= 100 and is_credit(tail):
            best = start
        elif tail:
            break
    return best


def _alone_in_brackets(before: str, inside: str) -> bool:
    """Tell whether brackets behind a whole sentence, or glued to it, can hold nothing but a name: ``… girls. (Hill Archive)``."""
    words = inside.split()
    if not 1 <= len(words) <= 6 or any(char.isdigit() for char in inside) or not inside[:1].isupper():
        return False
    return before.rstrip()[-1:] in '.!?…"”' or (bool(before) and not before[-1].isspace() and len(words) > 1)


def _name_before(caption: str, at: int) -> int:
    """Return where a credit begins that ends in brackets: at the name before them, if one stands behind a full stop."""
    ends = [found.end() for found in _SENTENCE.finditer(caption, 0, at)]
    if ends and ends[-1] < at:
        name = caption[ends[-1] : at].strip(_TRIM)
        if name and len(name) < 50 and is_name(name) and len(name.split()) > 1:
            return ends[-1]
    return _past_space(caption, at)


def _past_space(text: str, at: int) -> int:
    while at < len(text) and (text[at].isspace() or text[at] in "|–—-•"):
        at += 1
    return at


def is_credit(text: str) -> bool:
    """Tell whether a short stretch is a credit by its build: agencies, names and slashes, hardly a plain word.

    >>> is_credit("Philipp von Beispiel/dpa"), is_credit("Ice on the lake"), is_credit("Supplied")
    (True, False, True)
    """
    text = text.strip(_TRIM)
    if text.casefold() in _alone():
        return True
    match = _lead().match(text + " ") if len(text) < 90 and _may_lead(text) else None
    if match and match.end() < len(text):
        return True
    words = [word for word in _SPLIT.split(text) if word]
    if not words or len(words) > 12:
        return False
    pieces = [part for piece in _pieces(text) if (part := piece.strip(_TRIM))]
    known = [_supplier(piece) is not None for piece in pieces]
    rest = [piece for piece, agency in zip(pieces, known, strict=True) if not agency]
    if any(known) and all(is_name(piece) or piece.casefold() in _alone() or piece[:1] == "@" for piece in rest):
        return True
    plain = sum(1 for word in words if word in _FUNCTION or not ("A" <= word[0] <= "Z" or _CAPITALISED.match(word)))
    if plain > (1 if _VIA.search(text) else 0) + (len(words) > 5):
        return False
    return any(known) or (
        "/" in text
        and len(pieces) == 2
        and len(words) <= 7
        and any(is_name(piece) and len(piece.split()) > 1 for piece in pieces)
    )


def _pieces(text: str) -> list[str]:
    """Divide a credit where one name ends and another begins; a name alone holds nothing that could."""
    return _PIECES.split(text) if any(map(text.__contains__, _DIVIDERS)) else [text]


def _supplier(piece: str) -> Agency | None:
    """Return the agency that a part of a credit names, also as ``AFP pic`` or ``AP Photo``."""
    known = agency_named(piece)
    if known is None and piece.lower().endswith(_KINDS):
        known = agency_named(_KIND_OF_PICTURE.sub("", piece))
    return known
