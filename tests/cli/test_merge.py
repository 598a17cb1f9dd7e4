from __future__ import annotations

from pathlib import Path

import pytest

from newsarchive.batch.journal import Entry, Journal
from newsarchive.batch.task import Done, Failure, Output
from newsarchive.cli.main import run


def journal(out: Path, numbers: range, *, failing: int | None = None) -> Path:
    out.mkdir()
    opened = Journal(str(out), resume=False)
    for number in numbers:
        bad = number == failing
        opened.add(
            Entry(
                "done",
                done=Done(
                    key=f"{number:064x}",
                    name=f"{number}.html",
                    status="failed" if bad else "done",
                    outputs=() if bad else (Output("json", f"{number}.json", "0" * 64, 5),),
                    failures=(Failure("took too long"),) if bad else (),
                ),
            )
        )
    opened.close()
    return out


def test_shares_become_one_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shares = [journal(tmp_path / "a", range(4)), journal(tmp_path / "b", range(4, 9))]
    assert run(["merge", *map(str, shares), "--out", str(tmp_path / "all")]) == 0
    assert capsys.readouterr().out.startswith("9 done, 0 failed, 0 filtered out, 0 faults in sources, 9 files;")
    assert (tmp_path / "all" / "manifest.csv").read_text().count("\n") == 10
    assert run(["merge", *map(str, reversed(shares)), "--out", str(tmp_path / "again")]) == 0
    for name in (".newsarchive-journal", "manifest.csv", "report.html"):
        assert (tmp_path / "all" / name).read_bytes() == (tmp_path / "again" / name).read_bytes()


def test_failures_of_a_share_are_told_by_the_status(tmp_path: Path) -> None:
    shares = [journal(tmp_path / "a", range(3), failing=1)]
    assert run(["merge", *map(str, shares), "--out", str(tmp_path / "all")]) == 1


def test_what_is_no_share_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x").mkdir()
    assert run(["merge", str(tmp_path / "x"), "--out", str(tmp_path / "all")]) == 1
    assert "the journal cannot be read" in capsys.readouterr().err
    share = journal(tmp_path / "a", range(3))
    assert run(["merge", str(share), "--out", str(share)]) == 2


def test_one_file_is_not_many(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    journal(tmp_path / "share", range(1))
    assert run(["merge", str(tmp_path / "share"), "--out", str(tmp_path / "all")]) == 0
    assert ", 0 faults in sources, 1 file; " in capsys.readouterr().out
