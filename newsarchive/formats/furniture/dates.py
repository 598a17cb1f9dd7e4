"""Take an ISO 8601 date apart, at the precision that it has."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

__all__ = ["epoch_of", "parts"]

_ISO = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?\Z", re.ASCII
)


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
