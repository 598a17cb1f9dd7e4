from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.batch.sorter import Sorter
from newsarchive.errors import OutputError

ROWS = st.lists(st.tuples(st.binary(max_size=20), st.binary(max_size=200)), max_size=60)


@given(rows=ROWS, held=st.integers(1, 5000))
def test_rows_come_in_order_whatever_fits_in_memory(rows: list[tuple[bytes, bytes]], held: int) -> None:
    sorter = Sorter(held=held)
    for key, row in rows:
        sorter.add(key, row)
    assert list(sorter) == sorted(rows)
    # Again, and again after more.
    sorter.add(b"more", b"")
    assert list(sorter) == list(sorter) == sorted([*rows, (b"more", b"")])


def test_rows_longer_than_a_look_are_whole() -> None:
    rows = [(b"%d" % number, bytes([number]) * 300_000) for number in range(5)]
    sorter = Sorter(held=1)
    for key, row in reversed(rows):
        sorter.add(key, row)
    # Two readers in turn do not disturb each other.
    assert list(zip(sorter, sorter, strict=True)) == [(row, row) for row in rows]


def test_nothing_is_left_on_the_disk(tmp_path: Path) -> None:
    sorter = Sorter(str(tmp_path), held=1)
    sorter.add(b"a", b"b")
    assert list(sorter) == [(b"a", b"b")]
    del sorter
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "lseek", full)
    with pytest.raises(OutputError, match="the disk or the quota is full"):
        Sorter(str(tmp_path), held=1).add(b"a", b"b")
