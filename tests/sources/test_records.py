from __future__ import annotations

import gzip
import io

import pytest
import warcs
from hypothesis import given, settings
from hypothesis import strategies as st

from newsarchive.sources.page import Fault
from newsarchive.sources.records import Record, read_records

LIMIT = 1 << 20


def read(data: bytes) -> tuple[list[Record], list[Fault]]:
    found = list(read_records(io.BytesIO(data), "crawl.warc", limit=LIMIT, unpacked=1 << 24))
    return [one for one in found if isinstance(one, Record)], [one for one in found if isinstance(one, Fault)]


def urls(records: list[Record]) -> list[str]:
    return [one.fields["warc-target-uri"].rpartition("/")[2] for one in records]


STORIES = warcs.stories(5)
ALL = [f"{number}.html" for number in range(1, 6)]


@pytest.mark.parametrize(
    "data",
    [b"".join(STORIES), b"".join(warcs.members(STORIES)), gzip.compress(b"".join(STORIES))],
    ids=["plain", "members", "one"],
)
def test_whole_archives_give_every_record(data: bytes) -> None:
    records, faults = read(data)
    assert urls(records) == ALL
    assert faults == []
    assert records[0].block == warcs.answer(warcs.page(1))


def test_a_flipped_bit_costs_its_record_only() -> None:
    members = warcs.members(STORIES)
    broken = bytearray(members[2])
    broken[len(broken) // 2] ^= 0x10
    records, faults = read(b"".join([*members[:2], bytes(broken), *members[3:]]))
    assert urls(records) == ["1.html", "2.html", "4.html", "5.html"]
    start = len(members[0]) + len(members[1])
    assert [(fault.start, fault.end) for fault in faults] == [(start, start + len(broken))]


def test_garbage_between_members_costs_nothing() -> None:
    members = warcs.members(STORIES)
    junk = b"\0\xffnot a gzip member" * 40
    records, faults = read(b"".join([*members[:3], junk, *members[3:]]))
    assert urls(records) == ALL
    start = sum(map(len, members[:3]))
    assert [(fault.start, fault.end) for fault in faults] == [(start, start + len(junk))]


def test_a_cut_file_keeps_what_is_whole_and_says_where_it_ends() -> None:
    data = b"".join(warcs.members(STORIES))
    records, faults = read(data[:-40])
    assert urls(records) == ALL[:4]
    assert faults[0].end == len(data) - 40
    assert "ends inside" in faults[0].reason


def test_padding_between_members_is_no_damage() -> None:
    records, faults = read((b"\0" * 300).join(warcs.members(STORIES)))
    assert urls(records) == ALL
    assert faults == []


@pytest.mark.parametrize("length", [50, 10**15, -5, "abc", ""], ids=str)
def test_a_wrong_length_costs_its_record_only(length: int | str) -> None:
    bad = warcs.record(warcs.answer(warcs.page(9)), length=length)
    records, faults = read(STORIES[0] + bad + STORIES[1])
    assert urls(records) == ["1.html", "2.html"]
    assert [fault.start for fault in faults] == [len(STORIES[0])]
    assert faults[0].end == len(STORIES[0]) + len(bad)


def test_garbage_between_plain_records_is_located() -> None:
    junk = b"\0garbage\r\n" * 50
    records, faults = read(STORIES[0] + junk + STORIES[1])
    assert urls(records) == ["1.html", "2.html"]
    assert [(fault.start, fault.end) for fault in faults] == [(len(STORIES[0]), len(STORIES[0]) + len(junk))]


def test_a_cut_plain_file_says_so() -> None:
    records, faults = read(b"".join(STORIES)[:-300])
    assert urls(records) == ALL[:4]
    assert len(faults) == 1


def test_records_over_the_limit_are_passed_over() -> None:
    large = warcs.record(warcs.answer(b"x" * (LIMIT + 1)), url="https://news.example.org/large.html")
    for data in (STORIES[0] + large + STORIES[1], b"".join(warcs.members([STORIES[0], large, STORIES[1]]))):
        records, faults = read(data)
        assert urls(records) == ["1.html", "large.html", "2.html"]
        assert records[1].block is None
        assert faults == []


def test_a_member_that_unpacks_without_end_is_given_up() -> None:
    bomb = gzip.compress(b"WARC/1.0\r\nContent-Length: 99999999\r\n\r\n" + b"A" * (1 << 25))
    records, faults = read(b"".join(warcs.members(STORIES[:1])) + bomb + b"".join(warcs.members(STORIES[1:2])))
    assert urls(records) == ["1.html", "2.html"]
    assert len(faults) == 1


def test_an_empty_file_is_a_fault() -> None:
    assert [fault.reason for fault in read(b"")[1]] == ["the file is empty"]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damage_never_costs_more_than_the_records_it_touches(data: st.DataObject) -> None:
    members = warcs.members(STORIES)
    whole = b"".join(members)
    start = data.draw(st.integers(0, len(whole) - 1))
    size = data.draw(st.integers(1, 400))
    junk = data.draw(st.binary(min_size=size, max_size=size))
    records, _ = read(whole[:start] + junk + whole[start + size :])
    at, untouched = 0, []
    for name, member in zip(ALL, members, strict=True):
        if at + len(member) <= start or at >= start + size:
            untouched.append(name)
        at += len(member)
    assert set(untouched) <= set(urls(records))


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"WARC/1.0\r\n", b"\x1f\x8b\x08", b"WARC/1.1\r\nContent-Length: 10\r\n\r\n"]),
)
def test_any_bytes_end_in_records_or_faults(tail: bytes, head: bytes) -> None:
    records, faults = read(head + tail)
    assert records or faults or not (head + tail).strip(b"\r\n\0")


def test_a_flood_of_beginnings_costs_no_more_than_its_bytes() -> None:
    story = warcs.stories(1)[0]
    flood = b"WARC/1.1\r\n" * 30_000 + b"WARC/1.1\r\nX: y\r\n" * 30_000
    found = list(read_records(io.BytesIO(story + flood + story), "x.warc", limit=1 << 20, unpacked=1 << 24))
    assert [type(one) for one in found] == [Record, Fault, Record]
    assert isinstance(found[1], Fault)
    assert (found[1].start, found[1].end) == (len(story), len(story) + len(flood))


def test_damage_up_to_the_next_record_is_one_stretch() -> None:
    story = warcs.stories(1)[0]
    broken = b"WARC/1.1\r\nContent-Length: x\r\n\r\n" * 500
    found = list(read_records(io.BytesIO(story + broken + story), "x.warc", limit=1 << 20, unpacked=1 << 24))
    assert [type(one) for one in found] == [Record, Fault, Record]
    assert isinstance(found[1], Fault)
    assert found[1].reason == "the record tells no length ('x')"
    assert (found[1].start, found[1].end) == (len(story), len(story) + len(broken))
