from __future__ import annotations

import io
from pathlib import Path

from newsarchive.sources.slices import Origin, Slice


def test_a_slice_is_a_file_of_its_own() -> None:
    part = Slice(io.BytesIO(b"0123456789"), 3, 4)
    assert (part.read(2), part.tell(), part.read(), part.read(1)) == (b"34", 2, b"56", b"")
    assert part.seek(-1, 2) == 3
    assert part.read() == b"6"
    assert part.seek(-9, 1) == 0
    assert part.readable()
    assert part.seekable()


def test_a_slice_without_a_size_reaches_to_the_end() -> None:
    assert Slice(io.BytesIO(b"0123456789"), 8).read() == b"89"
    assert Slice(io.BytesIO(b"01"), 8).read() == b""


def test_an_origin_is_seen_in_the_file_opened_again(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"0123456789")
    with path.open("rb") as file:
        assert Origin(str(path), 2, 3).seen(file).read() == b"234"
        assert Origin(str(path)).seen(file) is file


def test_a_slice_is_no_larger_than_its_file() -> None:
    part = Slice(io.BytesIO(b"0123456789"), 8, 1 << 60)
    assert part.seek(0, 2) == 2
    assert Slice(io.BytesIO(b""), 5, 5).seek(0, 2) == 0
