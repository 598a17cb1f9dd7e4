"""Read dates: machine-readable ones of any quality, and printed ones in the languages and scripts of the month lists.

A day stays a day. What is impossible (31 June), out of reach (before 1600) or in the future of the capture is refused. A
relative date ("two hours ago") means something only against a known time of capture.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from newsarchive.model import Moment
from newsarchive.page.facts.jalali import find_jalali
from newsarchive.page.facts.words import alternation, as_plain, plainly_cased, table

__all__ = ["as_datetime", "day_of", "find_dates", "parse_date", "parse_stamp"]

_YEARS = range(1600, 2100)
_STAMP = re.compile(
    r"^\D{0,3}(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"
    r"(?:(?:[T ,_]|\s+|T?\s*at\s+)+(?P<H>\d{1,2})[:.h](?P<M>\d{2})(?::(?P<S>\d{2})(?:[.,:]\d+)?)?"
    r"\s*(?P<z>Z\b|(?:UTC|GMT)?\s*[+-−]\s*\d{1,2}(?::?\d{2})?|[AaPp]\.?[Mm]\.?(?:\s+[A-Z]{2,4})?|[A-Z]{3,4}\b)?)?"
)
_COMPACT = re.compile(r"^(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(Z|[+-]\d{2}:?\d{2})?)?$")
_YEAR_MONTH = re.compile(r"^(\d{4})-(\d\d)$")
_EPOCH = re.compile(r"^1\d{9}(?:\d{3})?(?:\.\d+)?$")
_DIGITS = str.maketrans(
    "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९০১২৩৪৫৬৭৮৯๐๑๒๓๔๕๖๗๘๙０１２３４５６７８９：", "0123456789" * 6 + ":"
)
_OTHER_DIGIT = re.compile(f"[{''.join(map(chr, _DIGITS))}]")
_OFFSET = re.compile(r"([+-−])\s*(\d{1,2}):?(\d{2})?")
_TIME = re.compile(
    r"(?<![\d.:/-])(?P<pre>오전|오후|午前|午後|上午|下午)?\s?(?P<H>2[0-4]|[01]?\d)(?!\d)"
    r"(?:\s?(?:[:.hH։]|Uhr|時|시|點|点|时)\s?(?P<M>[0-5]\d)(?!\d)(?:[:.](?P<S>[0-5]\d))?(?:분|分)?)?"
    r"\s*(?P<half>[aApP]\.?\s?[mM]\b\.?|μ\.?μ\b|π\.?μ\b|ب\.ظ|ق\.ظ)?(?P<uhr>\s*(?:Uhr|uhr|h|hs|hrs|Hrs|น\.)(?!\w))?"
    r"[\s(,]{0,3}(?P<z>(?:UTC|GMT)?\s?[+-−]\s?\d{1,2}(?::?\d{2})?(?![\d/.-])|Z\b|\b[A-Z]{2,4}\b)?"
)
# What stands before the first digit is looked at behind it: a search skips what cannot begin a pattern, if that is a sign.
_NUMERIC = re.compile(r"(\d(?<![\d./-]\d)\d?)\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})(?![\d/])")
_YEAR_FIRST = re.compile(r"(\d(?<![\d./-]\d)\d{3})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?!\d)")
_FORMS = ("", "2", "3", "4")  # of a date with a month's name, as the groups of its pattern are called
_LETTERS = re.compile(r"[^\W\d_]+")
_FOUR_DIGITS = re.compile(r"\d\d{3}")
_CJK = re.compile(r"(\d{4}|令和\s?\d{1,2}|平成\s?\d{1,2})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_HALF = re.compile(r"([aApP])\.?[mM]\.?")
_HALVES = {
    "오전": "am",
    "오후": "pm",
    "午前": "am",
    "午後": "pm",
    "上午": "am",
    "下午": "pm",
    "μ": "pm",
    "π": "am",
    "ب": "pm",
    "ق": "am",
}
_MONTH_FIRST = frozenset({"en", "en-us", "en-ph", "en-ca", "fil", "tl"})
_PERSIAN = frozenset({"fa", "prs", "ps"})
_ZONE_BY_SEASON = {"ET": -300, "CT": -360, "MT": -420, "PT": -480}


class _Found(NamedTuple):
    start: int
    stop: int
    moment: Moment


def as_datetime(moment: Moment) -> datetime | None:
    """Return a moment as a datetime with or without zone; None where it is coarser than a day."""
    if len(moment.iso) < 10:
        return None
    try:
        return datetime.fromisoformat(moment.iso)
    except ValueError:
        return None


def day_of(moment: Moment) -> str:
    """Return the date of a moment without its time."""
    return moment.iso[:10]


@lru_cache(maxsize=64)  # the head and the data mostly give the same two dates
def parse_stamp(text: str) -> Moment | None:
    """Read a machine-readable date: ISO 8601 of any quality, RFC 5322, seconds since 1970; None for anything else.

    >>> parse_stamp("2021-02-17T09:05:00.000-0800").iso
    '2021-02-17T09:05:00-08:00'
    >>> parse_stamp("20210217").iso
    '2021-02-17'
    """
    text = text.strip()
    if len(text) > 80 or not text:
        return None
    match = _STAMP.match(text)
    if match:
        return _from_parts(
            int(match["y"]), int(match["m"]), int(match["d"]), match["H"], match["M"], match["S"], match["z"], text
        )
    compact = _COMPACT.match(text)
    if compact:
        y, m, d, hour, minute, second, zone = compact.groups()
        return _from_parts(int(y), int(m), int(d), hour, minute, second, zone, text)
    coarse = _YEAR_MONTH.match(text)
    if coarse and int(coarse[1]) in _YEARS and 1 <= int(coarse[2]) <= 12:
        return Moment(text)
    if _EPOCH.match(text):
        seconds = int(text[:10])
        return Moment(datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00"), text)
    return None


def parse_date(text: str, language: str | None = None, captured: Moment | None = None) -> Moment | None:
    """Read the first date in a short text, printed or machine-readable, with its time and zone where they stand beside it.

    ``language`` (BCP 47) decides between readings that differ: ``03/04/2020``, or a month name of two languages.

    >>> parse_date("Feb. 17, 2021").iso
    '2021-02-17'
    >>> parse_date("28. April 2023, 20:22 Uhr", "de").iso
    '2023-04-28T20:22'
    >>> parse_date("31 June 2020") is None
    True
    """
    stamp = parse_stamp(text)
    if stamp is not None:
        return stamp
    found = find_dates(text[:400], language, captured)
    return found[0].moment if found else None


def find_dates(text: str, language: str | None = None, captured: Moment | None = None) -> list[_Found]:
    """Return each date printed in a text: ``(start, stop, moment)`` in order of place."""
    if not text.isascii() and _OTHER_DIGIT.search(text):
        text = text.translate(_DIGITS)
    lang = (language or "").lower()
    # Only a slash is read by the country, so all other lines are read once for all of them.
    month_first = "/" in text and lang in _MONTH_FIRST
    found = list(_printed_dates(text, lang.partition("-")[0], month_first=month_first))
    if not found and captured is not None:
        relative = _relative(text, captured)
        if relative is not None:
            found.append(_Found(0, len(text), relative))
    return found


@lru_cache(maxsize=64)  # the byline, the date line and the deck ask about the same few lines
def _printed_dates(text: str, language: str, *, month_first: bool) -> tuple[_Found, ...]:
    """Return each date printed in a text whose digits are ASCII."""
    spans: list[tuple[int, int, int, int, int]] = []  # start, stop, year, month, day
    ascii_only = text.isascii()
    if language in _PERSIAN:
        spans.extend((start, stop, day.year, day.month, day.day) for start, stop, day in find_jalali(text))
    for match in _CJK.finditer(text) if not ascii_only else ():
        year = match[1]
        number = int("".join(c for c in year if c.isdigit()))
        number += 2018 if year.startswith("令和") else 1988 if year.startswith("平成") else 0
        spans.append((*match.span(), number, int(match[2]), int(match[3])))
    # most lines hold no year, and many no digit at all
    year_shown = _FOUR_DIGITS.search(text) is not None
    parted = "." in text or "/" in text or "-" in text
    if year_shown and parted:
        spans.extend(
            (*match.span(), int(match[1]), int(match[3]), int(match[4])) for match in _YEAR_FIRST.finditer(text)
        )
    for match in _NUMERIC.finditer(text) if parted else ():
        one, two, year = int(match[1]), int(match[3]), int(match[4])
        if year < 100:
            if match[2] == "-" or len(match[1]) + len(match[3]) < 3:
                continue
            year += 2000
        swap = two > 12 or (one <= 12 and match[2] == "/" and month_first)
        spans.append((*match.span(), year, *((one, two) if swap else (two, one))))
    for match in _named_dates(text, language) if year_shown else ():
        form = next(form for form in _FORMS if match["y" + form])
        month = _month_number(match["mon" + form], language)
        year, day_text = int(match["y" + form]), match["d" + form]
        spans.append((*match.span(), year - 543 if 2480 < year < 2600 else year, month, int(day_text)))
    found: list[_Found] = []
    at = 0
    for start, stop, year, month, day in sorted(spans):
        if start < at or not _possible(year, month, day):
            continue
        # "Thu May 02 10:11:12 CEST 2024": the time stands inside the date
        clock = _TIME.search(text, text.index(":", start) - 2, stop) if text.count(":", start, stop) == 2 else None
        begin = start
        time = clock or _time_in(text[stop : stop + 48])
        end = stop
        if time is None and not found:
            behind = _time_in(text[max(0, start - 28) : start], before=True)
            if behind is not None:
                time = behind
                begin = max(0, start - 28) + behind.start()
        elif time is not None and time is not clock:
            end = stop + time.end()
        printed = " ".join(text[begin:end].split())
        if time is None:
            moment = _from_parts(year, month, day, None, None, None, None, printed)
        else:
            half = time["pre"] or (time["half"] or "")[:1]
            moment = _from_parts(
                year,
                month,
                day,
                time["H"],
                time["M"] or "00",
                time["S"],
                time["z"],
                printed,
                half=_HALVES.get(half, half),
            )
        if moment is not None:
            found.append(_Found(begin, end, moment))
            at = end
    return tuple(found)


def _time_in(text: str, *, before: bool = False) -> re.Match[str] | None:
    """Find a time right beside a date: only words like "at", "um", "à" may stand between."""
    last = None
    for match in _TIME.finditer(text):
        # a bare number is no time: it needs minutes, or am/pm, or its word
        if match["M"] is None and not match["half"] and not (match["uhr"] and len(match["uhr"].strip()) > 1):
            continue
        gap = text[match.end() :] if before else text[: match.start()]
        if len(gap.split()) > 4 or any(c.isdigit() for c in gap) or len(gap) > 24:
            if before:
                continue
            return None
        if not before:
            return match
        last = match
    return last


def _possible(year: int, month: int, day: int) -> bool:
    if year not in _YEARS:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _from_parts(
    year: int, month: int, day: int, hour: str | None, minute: str | None, second: str | None, zone: str | None,
    printed: str, half: str = "",
) -> Moment | None:  # fmt: skip
    if not _possible(year, month, day):
        if 12 < month <= 31 and 1 <= day <= 12 and _possible(year, day, month):  # 2020-17-02
            month, day = day, month
        else:
            return None
    iso = f"{year:04}-{month:02}-{day:02}"
    if hour is None:
        return Moment(iso, printed)
    h, m = int(hour), int(minute or 0)
    zone = (zone or "").strip()
    halved = _HALF.match(zone)
    if halved:
        half, zone = halved[1], zone[halved.end() :].strip()
    if half[:1] in ("p", "P") and h < 12:
        h += 12
    elif half[:1] in ("a", "A") and h == 12:
        h = 0
    if h == 24:
        return Moment(iso, printed)
    if h > 24 or m > 59:
        return Moment(iso, printed)
    offset = _offset(zone, year, month, day)
    seconds = f":{int(second):02}" if second is not None and int(second) < 60 else ""
    return Moment(f"{iso}T{h:02}:{m:02}{seconds}{offset}", printed, "page" if offset else None)


def _offset(zone: str, year: int, month: int, day: int) -> str:
    """Return a zone as printed in the form of ISO 8601, "" where it is none."""
    if not zone:
        return ""
    if zone in ("Z", "z"):
        return "+00:00"
    match = _OFFSET.search(zone)
    if match:
        hours, minutes = int(match[2]), int(match[3] or 0)
        if hours > 14 or minutes > 59:
            return ""
        return f"{'+' if match[1] == '+' else '-'}{hours:02}:{minutes:02}"
    name = zone.upper()
    minutes_off = table("months")["zones"].get(name)
    if minutes_off is None and name in _ZONE_BY_SEASON:
        minutes_off = _ZONE_BY_SEASON[name] + (60 if _american_summer(year, month, day) else 0)
    if minutes_off is None:
        return ""
    sign = "-" if minutes_off < 0 else "+"
    return f"{sign}{abs(minutes_off) // 60:02}:{abs(minutes_off) % 60:02}"


def _american_summer(year: int, month: int, day: int) -> bool:
    """Tell whether daylight time holds in the USA (since 2007: second Sunday of March to first Sunday of November)."""
    march = date(year, 3, 8)
    november = date(year, 11, 1)
    begin = march + timedelta(days=(6 - march.weekday()) % 7)
    end = november + timedelta(days=(6 - november.weekday()) % 7)
    return begin <= date(year, month, day) < end


@cache
def _month_table(language: str) -> dict[str, int]:
    """Return month names in lower case with their numbers: those of the language and of English, else of all languages.

    A pattern of all languages takes ten times as long, and reads ``mar`` for three months.
    """
    months: dict[str, list[str]] = table("months")["months"]
    found: dict[str, int] = {}
    for lang, names in months.items():
        if language not in months and lang != "en":
            for number, words in enumerate(names, 1):
                for word in words.split():
                    found.setdefault(word, number)
    for lang in ("en", language):
        for number, words in enumerate(months.get(lang, ()), 1):
            for word in words.split():
                found[word] = number
    return found


def _month_number(word: str, language: str) -> int:
    return _month_table(language).get(word.lower().rstrip("."), 0)


def _named_dates(text: str, language: str) -> list[re.Match[str]]:
    """Return the dates with a month's name in a text, in order.

    A pattern of all names of a language takes long to make. So one that takes any word for a month goes before it: it finds
    whatever that one finds, since a name is always a whole word of letters, and where all its words are months it finds the
    same. Only where a month stands beside another word in the place of one, the names are needed.
    """
    if not _spelt_plainly(language) and not text.isascii():
        return list(_named(language).finditer(text))
    found = list(_any_named().finditer(text))
    known = _month_table(language)
    if not found or (plainly_cased(text) and all(_month_in(match) in known for match in found)):
        return found
    return list(_named(language).finditer(text)) if _holds_month(text, language) else []


def _month_in(match: re.Match[str]) -> str:
    """Return the name of the month in a date, in lower case."""
    return next(match["mon" + form] for form in _FORMS if match["y" + form]).lower().rstrip(".")


def _holds_month(text: str, language: str) -> bool:
    """Tell whether a word of a text may be the name of a month."""
    if not plainly_cased(text):
        return True
    return not _plain_months(language).isdisjoint(_LETTERS.findall(text.lower()))


@cache
def _spelt_plainly(language: str) -> bool:
    """Tell whether the names of all months are words of letters alone; marks of vowels in Indian scripts and Thai are none."""
    return all(map(str.isalpha, _month_table(language)))


@cache
def _plain_months(language: str) -> frozenset[str]:
    """Return the names of months as words in lower case that a pattern reads for them, in a text that is plainly cased."""
    return frozenset(map(as_plain, _month_table(language)))


@cache
def _any_named() -> re.Pattern[str]:
    """Return the pattern of dates with any word in the place of a month's name."""
    return _dates_with(r"[^\W\d_]+", r"(?=[^\W\d_]+\.?\s*\d)")


@cache
def _named(language: str) -> re.Pattern[str]:
    """Return the pattern of dates with a month's name."""
    return _dates_with(f"(?:{alternation(_month_table(language))})")


def _dates_with(names: str, led: str = "") -> re.Pattern[str]:
    """Return the pattern of dates with a month's name, given that of the names: day first, month first, year first.

    ``led``: what a date begins with that begins with its month, to be looked at before.
    """
    month = rf"(?P<mon%s>(?<!\w){names}(?!\w)\.?)"
    day = r"(?P<d%s>3[01]|[12]\d|0?[1-9])"
    year = r"(?P<y%s>(?:1[6-9]|2[0-5])\d\d)"
    # At each place the first letter is looked at before the names are: hardly any place of a line begins a date.
    return re.compile(
        rf"(?=\d)(?:(?<![\d.]){day % ''}(?:st|nd|rd|th|er|º|ª|°|\.|ος|-?го)?[\s,]*(?:de|of|d[’']|di|ng|σ)?[\s/-]*{month % ''}"
        rf"(?:\s?/\s?[^\W\d_]{{3,12}})?[\s,./-]*(?:de|del|of|ο)?[\s,’']*{year % ''}(?!\d)"
        rf"|(?<!\d){year % '3'}[.\s,]*(?:m\.|г\.|m)?\s*{month % '3'}\s*{day % '3'}(?!\d))"
        rf"|(?<!\w){led}(?:{month % '2'}\s*{day % '2'}(?:st|nd|rd|th)?(?:,|\s|\.|de|of)+\s*(?:at\s+[\d:.]+\s*[apm.]*,?\s*)?{year % '2'}(?!\d)"
        rf"|{month % '4'}\s*{day % '4'}\s+(?P<clock>\d\d:\d\d:\d\d\s+[A-Z]{{2,4}})\s+{year % '4'}(?!\d))",
        re.IGNORECASE,
    )


@cache
def _ago() -> re.Pattern[str]:
    units = table("months")["ago"]
    parts = "|".join(f"(?P<{unit}>{alternation(units[unit])})" for unit in ("minute", "hour", "day", "week"))
    words = alternation(units["words"])
    return re.compile(
        rf"(?:(?P<before>{words})\s*)?(?P<n>\d{{1,3}}|an?|eine[rm]?|une?|una?|één|en|ett)\s*(?:{parts})\.?(?:\s*(?P<after>{words}))?(?!\w)",
        re.IGNORECASE,
    )


def _relative(text: str, captured: Moment) -> Moment | None:
    """Read "2 hours ago" or "yesterday" against the time of capture, as coarse as the words are."""
    now = as_datetime(captured)
    if now is None or len(text) > 80:
        return None
    match = _ago().search(text)
    if match and (match["before"] or match["after"]):
        number = int(match["n"]) if match["n"].isdigit() else 1
        if match["minute"] or match["hour"]:
            if "T" not in captured.iso:
                return None
            then = now - (timedelta(minutes=number) if match["minute"] else timedelta(hours=number))
            # an hour is a rounded word: only its day is sure
            iso = then.isoformat(timespec="minutes") if match["minute"] else then.date().isoformat()
            return Moment(iso, text.strip())
        return Moment((now - timedelta(days=number * (7 if match["week"] else 1))).date().isoformat(), text.strip())
    folded = " ".join(text.lower().split())
    for word, days in (("today", 0), ("yesterday", 1)):
        for name in table("months")["relative"][word]:
            if folded == name or folded.startswith((name + ",", name + " at ", name + " um ")):
                return Moment((now - timedelta(days=days)).date().isoformat(), text.strip())
    return None
