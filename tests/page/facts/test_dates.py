"""Dates, printed and machine-readable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.model import Moment
from newsarchive.page.facts.dates import _month_table, _named, _named_dates, find_dates, parse_date, parse_stamp
from newsarchive.page.facts.jalali import gregorian

PRINTED = [
    ("Feb. 17, 2021", "en", "2021-02-17"),
    ("Wednesday, 17th of February 2021", "en", "2021-02-17"),
    ("28. April 2023, 20:22 Uhr", "de", "2023-04-28T20:22"),
    ("1. Jänner 2020", "de", "2020-01-01"),
    ("1er janvier 2020 à 08h05", "fr", "2020-01-01T08:05"),
    ("2 de mayo de 2024 a las 20:56h", "es", "2024-05-02T20:56"),
    ("12 de março de 2022 às 9h30", "pt", "2022-03-12T09:30"),
    ("08 febbraio 2020", "it", "2020-02-08"),
    ("3 mei 2024 om 14:05", "nl", "2024-05-03T14:05"),
    ("16. april 2025 kl. 12:00", "da", "2025-04-16T12:00"),
    ("3 maj 2024", "sv", "2024-05-03"),
    ("5. elokuuta 2024", "fi", "2024-08-05"),
    ("2 lutego 2025, 23:49", "pl", "2025-02-02T23:49"),
    ("18. června 2019", "cs", "2019-06-18"),
    ("2024. március 3.", "hu", "2024-03-03"),
    ("2024 m. kovo 3 d. 12:22", "lt", "2024-03-03T12:22"),
    ("25 ноября 2020, 12:33", "ru", "2020-11-25T12:33"),
    ("24 серпня 2023", "uk", "2023-08-24"),
    ("3 Μαΐου 2024", "el", "2024-05-03"),
    ("17 Şubat 2021 09:05", "tr", "2021-02-17T09:05"),
    ("20 Januari 2026 18:30", "id", "2026-01-20T18:30"),
    ("٣ مايو ٢٠٢٤", "ar", "2024-05-03"),
    ("3 במאי 2024", "he", "2024-05-03"),
    ("24 نيسان / أبريل 2020", "ar", "2020-04-24"),
    ("21. juni/lipanj, 2020.", None, "2020-06-21"),
    ("3 मई 2024", "hi", "2024-05-03"),
    ("3 พฤษภาคม 2567", "th", "2024-05-03"),
    ("۲ تیر ۱۳۹۹ - ۲:۰۹ ب.ظ", "fa", "2020-06-22T14:09"),
    ("۱۴۰۳/۰۲/۱۴", "fa", "2024-05-03"),
    ("2024年5月3日 18時05分", "ja", "2024-05-03T18:05"),
    ("令和6年5月3日", "ja", "2024-05-03"),
    ("2024년 5월 3일 오후 5:12", "ko", "2024-05-03T17:12"),
    ("2024. 05. 03. 오후 5:12", "ko", "2024-05-03T17:12"),
    ("03.05.2024 | 12:45 Uhr", "de", "2024-05-03T12:45"),
    ("25.04.24 | 14:07 Uhr", "de", "2024-04-25T14:07"),
    ("5/3/2024", "en-US", "2024-05-03"),
    ("5/3/2024", "en-GB", "2024-03-05"),
    ("25/3/2024", "en-US", "2024-03-25"),
]


@pytest.mark.parametrize("text, language, iso", PRINTED)
def test_printed_dates_are_read_in_their_language(text, language, iso):
    assert parse_date(text, language).iso == iso


@pytest.mark.parametrize(
    "text, iso",
    [
        ("2021-02-17", "2021-02-17"),
        ("2021-02", "2021-02"),
        ("2021-02-17T09:05", "2021-02-17T09:05"),
        ("2021-02-17T09:05:00.000-0800", "2021-02-17T09:05:00-08:00"),
        ("2021-02-17 09:05:30 UTC", "2021-02-17T09:05:30+00:00"),
        ("2021-02-17T09:05Z", "2021-02-17T09:05+00:00"),
        ("20210217T090500", "2021-02-17T09:05:00"),
        ("2020-17-02", "2020-02-17"),
        ("1714730000", "2024-05-03T09:53:20+00:00"),
        ("1714730000123", "2024-05-03T09:53:20+00:00"),
    ],
)
def test_stamps_of_any_quality_keep_their_precision(text, iso):
    assert parse_stamp(text).iso == iso


@pytest.mark.parametrize(
    "text", ["31 June 2020", "2020-13-45", "30.02.2021", "0000-00-00", "", "soon", "12", "2.0.1", "1.2.3.4"]
)
def test_what_is_no_date_is_refused(text):
    assert parse_date(text, "en") is None


@pytest.mark.parametrize(
    "text, iso",
    [
        ("May 3, 2024 at 4:05 PM EDT", "2024-05-03T16:05-04:00"),
        ("Published 4:05 p.m. ET May 3, 2024", "2024-05-03T16:05-04:00"),
        ("Dec. 3, 2024, 4:05 p.m. ET", "2024-12-03T16:05-05:00"),
        ("Thu, 02 May 2024 10:11:12 +0000", "2024-05-02T10:11:12+00:00"),
        ("Thu May 02 10:11:12 CEST 2024", "2024-05-02T10:11:12+02:00"),
        ("22/10/2025, 19:25 (GMT+7)", "2025-10-22T19:25+07:00"),
    ],
)
def test_a_zone_beside_the_time_is_taken_with_it(text, iso):
    found = parse_date(text, "en")
    assert (found.iso, found.zone) == (iso, "page")


def test_a_time_without_date_or_a_bare_number_beside_one_is_no_time():
    assert parse_date("May 3, 2024 12 photos", "en").iso == "2024-05-03"
    assert find_dates("Meeting at 12:30", "en") == []


def test_several_dates_are_found_in_order():
    found = find_dates("Published May 3, 2024, updated May 4, 2024", "en")
    assert [each.moment.iso for each in found] == ["2024-05-03", "2024-05-04"]


def test_a_month_of_two_languages_is_read_by_the_page():
    assert parse_date("3. listopada 2020", "hr").iso == "2020-10-03"
    assert parse_date("3 listopada 2020", "pl").iso == "2020-11-03"


@pytest.mark.parametrize(
    "text, iso",
    [("2 hours ago", "2024-05-03"), ("vor 30 Minuten", "2024-05-03T09:30"), ("gestern", "2024-05-02"), ("3 days ago", "2024-04-30"),
     ("il y a 2 jours", "2024-05-01"), ("昨日", "2024-05-02")],
)  # fmt: skip
def test_relative_dates_need_the_time_of_capture(text, iso):
    assert parse_date(text, "en") is None
    assert parse_date(text, "en", Moment("2024-05-03T10:00")).iso == iso


def test_the_persian_calendar_has_leap_years_and_no_days_too_many():
    assert gregorian(1399, 12, 30).isoformat() == "2021-03-20"
    assert gregorian(1400, 1, 1).isoformat() == "2021-03-21"
    assert gregorian(1400, 7, 31) is None
    assert gregorian(1400, 13, 1) is None


LANGUAGES = ("en", "de", "fr", "pt", "tr", "el", "hi", "th", "ru", "")
PIECES = """12 3 31 2. 2020 1999 de of st rd th 10:11:12 CEST at people de d’ m. / - , . 1st 2019. ( KASIM kasım İ ſept Mar. May x2
    _ Sept. go го""".split()


@given(st.data())
def test_any_word_for_a_month_finds_what_the_names_of_months_find(data: st.DataObject) -> None:
    language = data.draw(st.sampled_from(LANGUAGES))
    names = sorted(_month_table(language))
    piece = st.sampled_from(PIECES + names + [name.upper() for name in names])
    parts = data.draw(st.lists(st.tuples(piece, st.sampled_from(["", " ", " "])), max_size=9))
    text = "".join(word + space for word, space in parts)
    dated = data.draw(st.sampled_from(["", "3 {} 2020", "{} 3, 2020 ", "2020 {} 3 4 x 2019"]))
    text = dated.format(data.draw(st.sampled_from(names))) + " " + text
    plain = [(match.span(), match.groupdict()) for match in _named(language).finditer(text)]
    assert [(match.span(), match.groupdict()) for match in _named_dates(text, language)] == plain
