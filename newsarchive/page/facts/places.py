"""Know cities by the names that datelines print, in their scripts, and tell their countries where that is sure."""

from __future__ import annotations

import gzip
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from newsarchive.model import Place
from newsarchive.page.facts.words import table

__all__ = ["is_place", "is_region", "resolve_place"]

_WINDOW = 1024  # bytes of the list that are searched as they stand


class _Row(NamedTuple):
    country: str
    region: str
    geonames: int
    sure: bool
    name: str


@cache
def _gazetteer() -> bytes:
    """Return the list of places: one line for each name and country, in order of the names, the largest city of one first."""
    return gzip.decompress((files(__package__) / "data" / "places.txt.gz").read_bytes())


@cache
def _regions() -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    """Return regions (to country and code) and countries by their printed forms, folded."""
    data = table("regions")
    regions: dict[str, tuple[str, str]] = {}
    for code, forms in data["regions"].items():
        country, region = code.split()
        for form in forms:
            regions.setdefault(_fold(form), (country, region))
    countries = {_fold(form): country for country, forms in data["countries"].items() for form in forms}
    return regions, countries


def _fold(name: str) -> str:
    """Return the letters of a name without case and accents, as the list is folded."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return "".join(c for c in plain.casefold() if c.isalnum())


@lru_cache(maxsize=1024)
def _rows(name: str) -> tuple[_Row, ...]:
    mark = _fold(name)
    if len(mark) < 2:
        return ()
    data = _gazetteer()
    begin = f"\n{mark}\t".encode("utf-8", "replace")
    low, high = 0, len(data)
    while high - low > _WINDOW:
        middle = data.find(b"\n", (low + high) // 2, high)
        if middle < 0:
            break
        if data[middle : middle + len(begin)] < begin:
            low = middle
        else:
            high = middle
    at = data.find(begin, low, high + len(begin))
    found: list[_Row] = []
    while at >= 0 and data.startswith(begin, at):
        end = data.find(b"\n", at + 1)
        _, country, region, number, sure, shown = data[at + 1 : end].decode("utf-8").split("\t")
        found.append(_Row(country, region, int(number), sure == "1", shown))
        at = end
    return tuple(found)


def is_place(name: str) -> bool:
    """Tell whether a name is that of a city of the list.

    >>> is_place("Ottawa"), is_place("Moskau"), is_place("Werbung")
    (True, True, False)
    """
    return bool(_rows(name))


def is_region(name: str) -> bool:
    """Tell whether a name is that of a state, a province or a country, as datelines print it.

    >>> is_region("Ill."), is_region("Allemagne")
    (True, True)
    """
    regions, countries = _regions()
    mark = _fold(name)
    return mark in regions or mark in countries


def resolve_place(name: str, region: str | None = None) -> Place:
    """Return a place with what it resolves to; a name that several cities bear stays a name, unless the region decides.

    >>> resolve_place("Ottawa").country
    'CA'
    >>> resolve_place("Auburn", "Wash.").geonames
    5785965
    >>> resolve_place("Auburn").geonames is None
    True
    """
    regions, countries = _regions()
    rows = _rows(name)
    mark = _fold(region) if region else ""
    if mark:
        stated = regions.get(mark)
        if stated and not (stated[0] == "CA" and mark == "ca"):
            country, code = stated
            # London, Ont.; Victoria is a state as well, but the country is sure
            match = next((row for row in rows if row.country == country and row.region == code), None)
            return Place(name, region, country, match.geonames if match else None)
        if mark in countries:
            country = countries[mark]
            match = next((row for row in rows if row.country == country), None)
            return Place(name, region, country, match.geonames if match else None)
        return Place(name, region)
    if rows and rows[0].sure:
        return Place(name, None, rows[0].country, rows[0].geonames)
    if "/" in name:
        whole = resolve_place(name.partition("/")[0])
        return Place(name, None, whole.country, whole.geonames)
    return Place(name)
