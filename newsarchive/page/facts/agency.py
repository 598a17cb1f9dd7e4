"""Know news agencies by their names and codes."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from newsarchive.model import Organisation
from newsarchive.page.facts.words import key, table

__all__ = ["Agency", "agencies_in", "agency_code", "agency_named", "as_organisation"]


_TAILS = ("staff", "newsagency", "agency", "news", "writers", "wire", "correspondent")


class Agency(NamedTuple):
    """An agency of the list; ``photo``: supplies pictures only, ``mock``: a parody of one."""

    name: str
    code: str
    photo: bool = False
    mock: bool = False


@cache
def _known() -> tuple[dict[str, Agency], dict[str, Agency]]:
    """Return agencies by the key of each name, and by each code as written."""
    names: dict[str, Agency] = {}
    codes: dict[str, Agency] = {}
    for entry in table("agencies")["agency"]:
        agency = Agency(entry["name"], entry["code"], entry.get("photo", False), entry.get("mock", False))
        for name in (entry["name"], *entry["also"]):
            names.setdefault(key(name), agency)
        for code in entry["codes"]:
            codes.setdefault(code, agency)
    return names, codes


def agency_code(text: str) -> Agency | None:
    """Return the agency that a code between brackets or slashes stands for: ``AP``, ``dpa/lno``.

    >>> agency_code("dpa/lno").code
    'dpa'
    >>> agency_code("CDU") is None
    True
    """
    text = text.strip(" ().[]")
    codes = _known()[1]
    found = codes.get(text)
    if found is None and "/" in text and text.split("/")[0] in ("dpa", "DPA"):
        found = codes["dpa"]
    return found


@lru_cache(maxsize=1024)  # the same names are asked for their agency by every fact that names somebody
def agency_named(text: str) -> Agency | None:
    """Return the agency that a whole text names, by name or by code.

    >>> agency_named("The Associated Press").code
    'AP'
    >>> agency_named("Reuters Staff").code
    'Reuters'
    """
    text = text.strip(" ()[].,;:|-–—/©")
    if not text or len(text) > 60:
        return None
    names, codes = _known()
    if text in codes:
        return codes[text]
    folded = key(text)
    found = names.get(folded) or names.get(folded.removeprefix("the"))
    if found is None:
        for tail in _TAILS if folded.endswith(_TAILS) else ():
            if folded.endswith(tail) and folded.removesuffix(tail) in names:
                return names[folded.removesuffix(tail)]
        found = agency_code(text) if "/" in text else None
    return found


_PARTS = re.compile(r"[/,;|&+]|\b(?:und|and|et|y|e|avec|mit|with)\b")


def agencies_in(text: str) -> list[Agency]:
    """Return the agencies that a short list names: ``afp/dpa``, ``AP, Reuters and staff``."""
    whole = agency_named(text)
    if whole:
        return [whole]
    found: list[Agency] = []
    for part in _PARTS.split(text.strip(" ()[].")):
        agency = agency_named(part) if (part := part.strip()) else None
        if agency and agency not in found:
            found.append(agency)
    return found


def as_organisation(agency: Agency, printed: str) -> Organisation:
    """Return an agency as a fact of the article."""
    return Organisation(agency.name, code=agency.code, printed=printed)
