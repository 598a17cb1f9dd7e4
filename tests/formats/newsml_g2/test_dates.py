from __future__ import annotations

import pytest

from newsarchive.formats.newsml_g2.dates import full, lenient, newest, truncated


@pytest.mark.parametrize(
    ("said", "iso"),
    [
        (" 2012-03-15T12:00:00+0100 ", "2012-03-15T12:00:00+01:00"),
        ("2021-02-17Z", "2021-02-17"),
        ("2021-02-17-05:00", "2021-02-17"),
        ("2018-10-19T11:17:00.150Z", "2018-10-19T11:17:00Z"),
        ("20130612T152900+0000", "2013-06-12T15:29:00+00:00"),
        ("2021-02", "2021-02"),
        ("2021-02-30", None),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_are_read_as_they_are_written_in_the_wild(said, iso):
    assert lenient(said) == iso


@pytest.mark.parametrize(
    ("iso", "written"),
    [
        ("2021", "2021"),
        ("2021-02-17T09:05", "2021-02-17T09:05:00"),
        ("2021-02-17T09:05:30.5+14:00", "2021-02-17T09:05:30+14:00"),
        ("2021-02-17T09:05:30+14:01", None),
        ("2021-02-17T24:00", None),
        ("0000-01-01", None),
    ],
)
def test_dates_are_written_as_the_schema_wants_them(iso, written):
    assert truncated(iso) == written


def test_a_whole_time_is_made_of_what_is_known():
    assert [full("2021"), full("2021-02"), full("soon")] == ["2021-01-01T00:00:00Z", "2021-02-01T00:00:00Z", None]


def test_the_newest_is_the_newest_in_time():
    dates = [
        "2021-02-17T09:00:00Z",
        "2021-02-17T08:30:00-01:00",
        "2021-02-17T18:00:00+10:00",
        "0001-01-01T00:00:00+14:00",
    ]
    assert newest(dates) == "2021-02-17T08:30:00-01:00"
