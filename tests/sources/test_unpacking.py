from __future__ import annotations

import gzip
import io
import os

import brotli
import pytest
import zstandard

from newsarchive.sources.inflate import Coding, inflate
from newsarchive.sources.unpacking import Bounded, Joined, Unpacking

TEXT = b"".join(
    b"line %d of the plan for the harbour, %s\n" % (number, os.urandom(8).hex().encode()) for number in range(9000)
)


def _zstd_without_size(data: bytes) -> bytes:
    packer = zstandard.ZstdCompressor(write_content_size=False).compressobj()
    return packer.compress(data) + packer.flush()


PACKED: dict[Coding, bytes] = {
    "gzip": gzip.compress(TEXT),
    "br": brotli.compress(TEXT, quality=4),
    "zstd": _zstd_without_size(TEXT),
}


def unpacked(data: bytes, coding: Coding, limit: int = 1 << 24) -> tuple[bytes, str | None]:
    stream = Unpacking(io.BytesIO(data), coding, limit=limit)
    return io.BufferedReader(stream).read(), stream.problem


@pytest.mark.parametrize("coding", PACKED)
def test_a_whole_file_comes_out_in_lines(coding: Coding) -> None:
    stream = Unpacking(io.BytesIO(PACKED[coding]), coding, limit=1 << 24)
    assert list(io.BufferedReader(stream)) == TEXT.splitlines(keepends=True)
    assert stream.problem is None


@pytest.mark.parametrize("coding", PACKED)
def test_a_cut_file_says_so_and_gives_what_stands_before(coding: Coding) -> None:
    data, problem = unpacked(PACKED[coding][:-2000], coding)
    assert problem == "cut off before its end"
    assert TEXT.startswith(data)
    assert len(data) > len(TEXT) // 2


@pytest.mark.parametrize("coding", PACKED)
def test_a_damaged_file_says_so(coding: Coding) -> None:
    middle = len(PACKED[coding]) // 2
    data, problem = unpacked(PACKED[coding][:middle] + b"\xff" * 600 + PACKED[coding][middle + 600 :], coding)
    assert problem is not None
    assert len(data) >= len(TEXT) // 4


@pytest.mark.parametrize("coding", PACKED)
def test_no_more_than_the_limit_is_unpacked(coding: Coding) -> None:
    data, problem = unpacked(PACKED[coding], coding, limit=100_000)
    assert len(data) <= 100_000
    assert problem == "over the limit of 100000 bytes"


def test_members_and_frames_follow_each_other() -> None:
    assert unpacked(PACKED["gzip"] + b"\0" * 40_000 + gzip.compress(b"more"), "gzip") == (TEXT + b"more", None)
    assert unpacked(PACKED["gzip"] + b"junk", "gzip") == (TEXT, "followed by something else")
    assert unpacked(PACKED["zstd"] + zstandard.compress(b"more"), "zstd") == (TEXT + b"more", None)


def test_a_frame_that_does_not_tell_its_size_is_seen_to_be_cut() -> None:
    found = inflate(PACKED["zstd"][:-30], "zstd", limit=1 << 24)
    assert found.problem == "cut off before its end"
    assert inflate(PACKED["zstd"] + PACKED["zstd"][:-1], "zstd", limit=1 << 24).problem == "cut off before its end"


def test_streams_are_joined_and_bounded() -> None:
    assert io.BufferedReader(Joined(b"ab", b"", b"c", rest=io.BytesIO(b"de"))).read() == b"abcde"
    bounded = Bounded(io.BytesIO(b"x" * 200_000), 100_000)
    assert len(io.BufferedReader(bounded).read()) <= 100_000
    assert bounded.over


def test_the_limit_grows_with_what_was_read() -> None:
    stream = Unpacking(io.BytesIO(PACKED["gzip"]), "gzip", limit=1000, ratio=100)
    assert io.BufferedReader(stream).read() == TEXT
    bomb = Unpacking(io.BytesIO(gzip.compress(b"\0" * 40_000_000)), "gzip", limit=1000, ratio=100)
    assert len(io.BufferedReader(bomb).read()) < 5_000_000
    assert bomb.problem is not None
