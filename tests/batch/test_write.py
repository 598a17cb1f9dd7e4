from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from newsarchive.batch.write import PART, is_full, leftovers, write_whole
from newsarchive.errors import OutputError


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_whole_and_alone(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.txt", b"one")
    write_whole(tmp_path / "a.txt", b"two")
    assert (tmp_path / "a.txt").read_bytes() == b"two"
    assert names(tmp_path) == ["a.txt"]


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_what_fails_leaves_the_old_file_and_no_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    def full(*args: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    write_whole(tmp_path / "a.txt", b"old")
    monkeypatch.setattr(os, failing, full)
    with pytest.raises(OutputError, match=r"disk or the quota is full.*--resume") as raised:
        write_whole(tmp_path / "a.txt", b"new")
    assert is_full(raised.value)
    assert (tmp_path / "a.txt").read_bytes() == b"old"
    assert names(tmp_path) == ["a.txt"]


def test_a_link_is_replaced_not_followed(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"keep")
    (tmp_path / "a.txt").symlink_to(tmp_path / "target")
    write_whole(tmp_path / "a.txt", b"new")
    assert (tmp_path / "target").read_bytes() == b"keep"
    assert not (tmp_path / "a.txt").is_symlink()


def test_each_refusal_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no such folder"):
        write_whole(tmp_path / "missing" / "a.txt", b"x")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OutputError, match="a folder where a file should be"):
        write_whole(tmp_path / "folder", b"x")
    assert names(tmp_path) == ["folder"]


def test_leftovers_are_found_below(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / f"{PART}1-2").write_bytes(b"")
    (tmp_path / "deep" / "story.json").write_bytes(b"")
    assert [Path(path).name for path in leftovers(str(tmp_path))] == [f"{PART}1-2"]
    assert names(tmp_path / "deep") == ["story.json"]
