"""Read the dates that agencies and sites write, write full ones where a format asks for them, and take those of an article apart."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from newsarchive.model import Moment

__all__ = ["epoch_of", "full", "moment_of", "parts"]

_DATE = re.compile(
    r"(?P<year>\d{4})(?:-?(?P<month>\d\d)(?:-?(?P<day>\d\d)"
    r"(?:[Tt ]\s*(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,]\d+)?)?"
    r"\s*(?P<zone>[Zz]|UTC|GMT|[+-]\d\d(?::?\d\d)?)?)?)?)?\Z",
    re.ASCII,
)
# As an article holds them.
_ISO = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?\Z", re.ASCII
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


def parts(iso: str) -> tuple[tuple[str, ...], tuple[str, ...], str] | None:
    """Return date, time and zone of a date that exists, as strings; None for anything else.

    >>> parts("2021-02-17T09:05Z")
    (('2021', '02', '17'), ('09', '05'), 'Z')
    """
    found = _ISO.match(iso)
    if not found or _moment(found) is None:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    date = tuple(part for part in (year, month, day) if part)
    time = tuple(part for part in (hour, minute, second) if part)
    if zone and zone != "Z" and ":" not in zone:
        zone = f"{zone[:3]}:{zone[3:]}"
    return date, time, zone or ""


def epoch_of(iso: str | None) -> int:
    """Return a date as seconds since 1970, the start of what it names, UTC where no zone is known; 0 for no date."""
    found = _ISO.match(iso or "")
    moment = _moment(found) if found else None
    return max(0, int(moment.timestamp())) if moment else 0


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


def _moment(found: re.Match[str]) -> datetime | None:
    year, month, day, hour, minute, second, zone = found.groups()
    try:
        offset: timezone = UTC
        if zone and zone != "Z":
            sign = -1 if zone[0] == "-" else 1
            offset = timezone(sign * timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:])))
        return datetime(
            int(year),
            int(month or 1),
            int(day or 1),
            int(hour or 0),
            int(minute or 0),
            min(59, int(second or 0)),
            tzinfo=offset,
        )
    except (ValueError, OverflowError):
        return None
