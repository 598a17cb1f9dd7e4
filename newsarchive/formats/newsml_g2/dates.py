"""Write dates as XML Schema wants them, and read what agencies write instead."""

from __future__ import annotations

import re
from datetime import date

from newsarchive.formats.dates import moment_of

__all__ = ["full", "lenient", "newest", "truncated"]

_ISO = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)"
    r"(?:T(?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d+)?)?(?P<zone>Z|[+-]\d\d:\d\d)?)?)?)?\Z",
    re.ASCII,
)
_ZONE_OF_A_DAY = re.compile(r"(?<=-\d\d)(Z|[+-]\d\d:\d\d)\Z", re.ASCII)


def truncated(iso: str) -> str | None:
    """Return a date as TruncatedDateTime (year, month, day or full time), None where it is none.

    >>> truncated("2021-02"), truncated("2021-02-17T09:05"), truncated("2021-02-31")
    ('2021-02', '2021-02-17T09:05:00', None)
    """
    found = _ISO.match(iso)
    if found is None or not _real(found):
        return None
    if found["hour"] is None:
        return iso
    return f"{iso[:16]}:{found['second'] or '00'}{found['zone'] or ''}"


def full(iso: str) -> str | None:
    """Return a date as xs:dateTime with its zone: what is not known is the start of the day, and UTC.

    >>> full("2021-02-17"), full("2021-02-17T09:05")
    ('2021-02-17T00:00:00Z', '2021-02-17T09:05:00Z')
    """
    known = truncated(iso)
    if known is None:
        return None
    if "T" not in known:
        return f"{known + '-01-01'[len(known) - 4 :]}T00:00:00Z"
    return known if known[19:] else f"{known}Z"


def newest(dates: list[str]) -> str:
    """Return the latest of several dates in the form of ``full``."""
    return max(dates, key=_moment)


def _moment(text: str) -> tuple[str, str]:
    # Compared in UTC by hand, since a year such as 0001 with an offset is none that datetime knows.
    zone = text[19:]
    minutes = int(text[11:13]) * 60 + int(text[14:16])
    if zone != "Z":
        shift = int(zone[1:3]) * 60 + int(zone[4:6])
        minutes += shift if zone[0] == "-" else -shift
    days = date.fromisoformat(text[:10]).toordinal() + minutes // 1440
    return f"{days:08}{minutes % 1440:04}{text[17:19]}", text


def lenient(text: str | None) -> str | None:
    """Return the ISO 8601 form of a date as agencies write it, None where it is none.

    Space round it, basic format, offsets without a colon and fractions of a second are seen in the wild.

    >>> lenient(" 2012-03-15T12:00:00+0100 "), lenient("20210217T000000Z"), lenient("20010714"), lenient("")
    ('2012-03-15T12:00:00+01:00', '2021-02-17T00:00:00Z', '2001-07-14', None)
    """
    said = (text or "").strip()
    # xs:date lets a day have a zone, which an article does not keep.
    moment = moment_of(said) or moment_of(_ZONE_OF_A_DAY.sub("", said))
    return moment.iso if moment else None


def _real(found: re.Match[str]) -> bool:
    try:
        date(int(found["year"]), int(found["month"] or 1), int(found["day"] or 1))
    except ValueError:
        return False
    zone = found["zone"] or "Z"
    # Time zones reach from -14:00 to +14:00 (XML Schema 1.1, part 2, section 3.3.7).
    inside = zone == "Z" or (zone[1:] <= "14:00" and zone[4:] <= "59")
    return (
        inside and (found["hour"] or "0") < "24" and (found["minute"] or "0") < "60" and (found["second"] or "0") < "60"
    )
