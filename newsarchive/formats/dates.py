"""Read the dates that agencies and sites write into JSON, and write full ones where a format asks for them."""

from __future__ import annotations

import re
from datetime import datetime

from newsarchive.model import Moment

__all__ = ["full", "moment_of"]

_DATE = re.compile(
    r"(?P<year>\d{4})(?:-?(?P<month>\d\d)(?:-?(?P<day>\d\d)"
    r"(?:[Tt ]\s*(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,]\d+)?)?"
    r"\s*(?P<zone>[Zz]|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?)?)?\Z",
    re.ASCII,
)


def moment_of(text: object) -> Moment | None:
    """Return what a string says as a date, at its own precision; None where it says none.

    Basic form, a space for the T, fractions of a second and offsets without a colon are seen in the wild.

    >>> moment_of("2012-03-15 12:00:00.000+0100").iso, moment_of("20210217").iso, moment_of("yesterday")
    ('2012-03-15T12:00:00+01:00', '2021-02-17', None)
    """
    found = _DATE.match(text.strip()) if isinstance(text, str) else None
    if found is None:
        return None
    date = "-".join(part for part in (found["year"], found["month"], found["day"]) if part)
    time = ":".join(part for part in (found["hour"], found["minute"], found["second"]) if part)
    iso = f"{date}T{time}{_zone(found['zone'])}" if time else date
    return Moment(iso) if _is_real(iso) else None


def full(iso: str) -> str | None:
    """Return a date with time and zone, as JSON Schema's ``date-time`` has it; None where it is no date.

    What is not known is the start of what is, and UTC.

    >>> full("2021-02"), full("2021-02-17T09:05-08:00")
    ('2021-02-01T00:00:00Z', '2021-02-17T09:05:00-08:00')
    """
    moment = moment_of(iso)
    if moment is None:
        return None
    date, _, time = moment.iso.partition("T")
    clock, zone = re.match(r"([\d:]*)(.*)", time).groups()  # type: ignore[union-attr]  # it always matches
    return f"{date + '-01-01'[len(date) - 4 :] if len(date) < 10 else date}T{clock + '00:00:00'[len(clock) :]}{zone or 'Z'}"


def _zone(zone: str | None) -> str:
    if not zone:
        return ""
    if zone[0] not in "+-":
        return "Z"
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return f"{zone[0]}{digits[:2]}:{digits[2:]}"


def _is_real(iso: str) -> bool:
    date, _, time = iso.partition("T")
    try:
        datetime.fromisoformat(f"{date + '-01-01'[len(date) - 4 :] if len(date) < 10 else date}T{time or '00:00'}")
    except ValueError:
        return False
    return True
