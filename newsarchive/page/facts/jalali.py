"""Read dates of the Persian calendar, by which the papers of Iran and Afghanistan date their pages."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from newsarchive.page.facts.words import alternation, table

__all__ = ["find_jalali", "gregorian"]

_CYCLE, _LEAPS = 33, 8  # years, and the leap years in them (the arithmetic of 1925 to 2088 and far beyond)
_HALF_YEAR = 6  # months of 31 days; the others have 30, the last 29 or 30
_YEAR = re.compile(r"1[34]\d\d")
_NUMERIC = re.compile(r"(?<![\d/])(1[34]\d\d)/(\d{1,2})/(\d{1,2})(?![\d/])")


def gregorian(year: int, month: int, day: int) -> date | None:
    """Return a day of the Persian calendar in the Gregorian; None where there is no such day.

    >>> gregorian(1399, 4, 2).isoformat()
    '2020-06-22'
    """
    if not 1 <= month <= 12 or not 1 <= day <= (31 if month <= _HALF_YEAR else 30):
        return None
    since = year + 1595
    before = (month - 1) * 31 if month <= _HALF_YEAR else (month - 1) * 30 + _HALF_YEAR
    leaps = since // _CYCLE * _LEAPS + (since % _CYCLE + 3) // 4
    return date.fromordinal(365 * since + leaps + before + day - 356_033)


def find_jalali(text: str) -> list[tuple[int, int, date]]:
    """Return each date of the Persian calendar in a text whose digits are ASCII: ``(start, stop, day)``."""
    if not _YEAR.search(text):
        return []
    found = []
    for match in _named().finditer(text):
        day = gregorian(int(match["y"]), _months()[match["mon"]], int(match["d"]))
        if day is not None:
            found.append((*match.span(), day))
    for match in _NUMERIC.finditer(text):
        day = gregorian(int(match[1]), int(match[2]), int(match[3]))
        if day is not None:
            found.append((*match.span(), day))
    return found


@cache
def _months() -> dict[str, int]:
    return {
        word: number for number, words in enumerate(table("months")["calendars"]["jalali"], 1) for word in words.split()
    }


@cache
def _named() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\d)(?P<d>3[01]|[12]\d|0?[1-9])\s*(?P<mon>{alternation(_months())})\s*(?:ماه\s*)?(?P<y>1[34]\d\d)(?!\d)"
    )
