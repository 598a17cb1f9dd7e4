from __future__ import annotations

import gzip
import os
import zlib

import brotli
import pytest
import zstandard

from newsarchive.sources.inflate import inflate, packing_of

PAGE = b"<p>Rain over the harbour of Kelsey.</p>" * 3000
PACKED = {
    "gzip": gzip.compress(PAGE, mtime=0),
    "deflate": zlib.compress(PAGE),
    "br": brotli.compress(PAGE),
    "zstd": zstandard.compress(PAGE),
}


@pytest.mark.parametrize("coding", PACKED)
def test_a_whole_stream_comes_out_whole(coding: str) -> None:
    found = inflate(PACKED[coding], coding, limit=len(PAGE))
    assert (found.data, found.problem, found.over) == (PAGE, None, False)


@pytest.mark.parametrize("coding", PACKED)
def test_nothing_is_unpacked_past_the_limit(coding: str) -> None:
    found = inflate(PACKED[coding], coding, limit=len(PAGE) - 1)
    assert (found.data, found.over) == (b"", True)


@pytest.mark.parametrize("coding", PACKED)
def test_a_cut_stream_says_so_and_keeps_its_beginning(coding: str) -> None:
    noise = PAGE + os.urandom(4000).hex().encode()
    whole = {
        "gzip": lambda: gzip.compress(noise),
        "deflate": lambda: zlib.compress(noise),
        "br": lambda: brotli.compress(noise),
        "zstd": lambda: zstandard.compress(noise),
    }[coding]()
    found = inflate(whole[:-50], coding, limit=1 << 20)
    assert found.problem
    assert noise.startswith(found.data)
    assert len(found.data) < len(noise)


def test_a_wrong_checksum_is_told_and_the_page_kept() -> None:
    found = inflate(PACKED["gzip"][:-8] + b"\0" * 8, "gzip", limit=1 << 20)
    assert found.data == PAGE
    assert found.problem is not None
    assert "damaged" in found.problem


def test_members_follow_each_other_and_padding_is_no_damage() -> None:
    found = inflate(PACKED["gzip"] + gzip.compress(b"<p>more</p>") + b"\0" * 512, "gzip", limit=1 << 20)
    assert found.data == PAGE + b"<p>more</p>"
    assert found.problem is None
    assert inflate(PACKED["gzip"] + b"junk", "gzip", limit=1 << 20).problem == "4 bytes of something else after the end"


def test_bare_deflate_is_taken_as_servers_send_it() -> None:
    stream = zlib.compressobj(9, zlib.DEFLATED, -15)
    assert inflate(stream.compress(PAGE) + stream.flush(), "deflate", limit=1 << 20).data == PAGE


def test_bombs_cost_only_the_limit() -> None:
    stream = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = b"".join(stream.compress(b"\0" * (1 << 20)) for _ in range(64)) + stream.flush()
    assert inflate(bomb, "gzip", limit=1 << 20).over


def test_packing_is_told_by_the_first_bytes() -> None:
    assert [packing_of(PACKED[name]) for name in ("gzip", "zstd", "br")] == ["gzip", "zstd", None]
