from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsarchive.batch.write import PART, Unnamed, is_full, leftovers, name_part, write_pieces, write_whole
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


def test_files_wait_for_their_names_together(tmp_path: Path) -> None:
    files = Unnamed()
    for number in range(3):
        files.add(str(tmp_path / f"{number}.json"), (b"x",))
    assert all(name.startswith(PART) for name in names(tmp_path))
    (tmp_path / "1.json").mkdir()
    refused = files.settle()
    assert [(path, "a folder where a file should be" in str(error)) for path, error in refused.items()] == [
        (str(tmp_path / "1.json"), True)
    ]
    assert names(tmp_path) == ["0.json", "1.json", "2.json"]
    assert len(files) == 0


def test_files_without_a_name_can_be_dropped(tmp_path: Path) -> None:
    files = Unnamed()
    files.add(str(tmp_path / "a.json"), (b"x",))
    files.drop()
    assert names(tmp_path) == []
    assert files.settle() == {}


def test_what_another_process_left_gets_its_name(tmp_path: Path) -> None:
    files = Unnamed()
    part = files.add(str(tmp_path / "a.json"), (b"x",))
    files.leave()
    assert name_part(part, str(tmp_path / "a.json")) is None
    assert names(tmp_path) == ["a.json"]
    assert "no such folder" in str(name_part(part, str(tmp_path / "a.json")))


def test_what_breaks_off_leaves_the_old_file(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"half"
        raise ValueError("torn")

    write_pieces(tmp_path / "a.csv", (b"one", b"two"))
    with pytest.raises(ValueError, match="torn"):
        write_pieces(tmp_path / "a.csv", pieces())
    assert (tmp_path / "a.csv").read_bytes() == b"onetwo"
    assert names(tmp_path) == ["a.csv"]
