"""Know the time of a publisher's country, where the country has one time and its domain names the country."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from urllib.parse import urlsplit

from newsarchive.model import Moment
from newsarchive.page.facts.words import table

__all__ = ["in_publishers_zone"]

_SINCE = 1996  # the European Union's summer ends in October since then (directive 94/21/EC)


def in_publishers_zone(moment: Moment, url: str | None) -> Moment:
    """Return a time without zone in the zone of the publisher's country; as it is where that is not sure.

    >>> in_publishers_zone(Moment("2024-07-01T09:05"), "https://zeitung.example.de/a").iso
    '2024-07-01T09:05+02:00'
    >>> in_publishers_zone(Moment("2024-07-01T09:05"), "https://paper.example/a").iso
    '2024-07-01T09:05'
    """
    if "T" not in moment.iso or not url:
        return moment
    try:
        country = (urlsplit(url).hostname or "").rpartition(".")[2]
        local = datetime.fromisoformat(moment.iso)
    except ValueError:
        return moment
    if local.tzinfo is not None:
        return moment
    hours = _zones()[0].get(country)
    if hours is None:
        hours = _zones()[1].get(country)
        if hours is None or local.year < _SINCE:
            return moment
        hours += _european_summer(local - timedelta(hours=hours))
    stamped = local.replace(tzinfo=timezone(timedelta(hours=hours)))
    spec = "seconds" if moment.precision == "second" else "minutes"
    return Moment(stamped.isoformat(timespec=spec), moment.printed, "publisher")


@cache
def _zones() -> tuple[dict[str, float], dict[str, float]]:
    data = table("zones")
    return data["fixed"], data["european"]


def _european_summer(instant: datetime) -> int:
    """Return 1 between one o'clock UTC of the last Sundays of March and October, else 0 (directive 2000/84/EC)."""
    begin, end = (
        max(datetime(instant.year, month, day, 1, tzinfo=UTC) for day in range(25, 32)
            if datetime(instant.year, month, day, tzinfo=UTC).weekday() == 6)
        for month in (3, 10)
    )  # fmt: skip
    return int(begin <= instant.replace(tzinfo=UTC) < end)
