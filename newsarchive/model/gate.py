"""Let only text pass that every format can carry: the one gate for strings and links from strangers."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

__all__ = ["clean", "cleaned", "is_whole", "safe_href", "squeeze"]

# XML 1.0 (section 2.2, Char) forbids these; surrogates and non-characters are no text in any encoding form
# (Unicode, section 23.7). C1 controls are allowed by XML but mean nothing in print. Explicit direction overrides
# and embeddings are kept out of names by the sources, not here: in a story they may be meant.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
_HREF_NOISE = re.compile(r"[\x00-\x20\x7f-\x9f\u00a0\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
# An absolute address of plain signs alone: to join it to a base, to clean it and to look at its parts would change nothing.
_WHOLE = re.compile(r"https?://[A-Za-z0-9.-]*[A-Za-z0-9]/[!\"$-:<->@-~]*(?:\?[!\"$-~]+)?(?:#[!-~]+)?")
_LONGEST = 8192  # characters of an address
_SCHEMES = frozenset({"http", "https", "mailto"})


def clean(text: str) -> str:
    r"""Return the text without the characters that XML or Unicode forbid; joiners and direction marks stay.

    >>> clean("a\x00b\u200dc") == "ab\u200dc"
    True
    """
    # None of the forbidden is printable, so most texts need no closer look.
    if text.isprintable() or text.replace("\n", " ").replace("\t", " ").replace("\u00a0", " ").isprintable():
        return text
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def cleaned(value: Any) -> Any:
    r"""Return a JSON value, each text in it and each name cleaned.

    >>> cleaned({"a": ["b\x00", 1]})
    {'a': ['b', 1]}
    """
    match value:
        case str():
            return clean(value)
        case list() | tuple():
            return [cleaned(part) for part in value]
        case dict():
            return {clean(key): cleaned(part) for key, part in value.items()}
        case _:
            return value


def squeeze(text: str) -> str:
    """Return the text cleaned, each stretch of white space one space, none at the ends."""
    if text.isprintable():  # the only white space that is printable is the space
        return " ".join(text.split()) if "  " in text else text.strip()
    return " ".join(clean(text).split())  # what else ``split`` takes for white space is no text, and gone by then


def is_whole(href: str) -> bool:
    """Tell whether an address is absolute and of plain signs alone: then it is what ``safe_href`` and ``urljoin`` make of it.

    >>> is_whole("https://www.example.org/a?b=c#d"), is_whole("https://www.example.org/a b")
    (True, False)
    """
    return len(href) <= _LONGEST and _WHOLE.fullmatch(href) is not None


def safe_href(href: str | None) -> str | None:
    r"""Return the address if a reader may follow it (http, https, mailto, absolute), else None.

    >>> safe_href("java\tscript:alert(1)") is None
    True
    """
    if not href or len(href) > _LONGEST:
        return None
    if _WHOLE.fullmatch(href):
        return href
    href = _HREF_NOISE.sub("", clean(href))
    try:
        parts = urlsplit(href)
        if parts.scheme.lower() not in _SCHEMES:
            return None
        if parts.scheme.lower() == "mailto":
            return href if "@" in parts.path else None
        # .port raises where the port is no number
        whole = bool(parts.hostname) and (parts.port is None or parts.port >= 0)
    except ValueError:
        return None
    return href if whole else None
