from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from newsarchive.batch.journal import JOURNAL, Entry, Journal, read_journal
from newsarchive.batch.report import REPORTS, write_reports
from newsarchive.batch.sorter import Sorter
from newsarchive.batch.state import State, collect
from newsarchive.batch.sums import Least
from newsarchive.batch.task import Done, Failure, Output
from newsarchive.errors import VersionConflict
from newsarchive.sources.page import Fault, Skipped


def receipt(number: int, **fields: object) -> Done:
    output = Output("json", f"a/{number}.json", "0" * 64, 10)
    known = {
        "status": "done",
        "outputs": (output,),
        "words": 100,
        "headline": f"Port {number}",
        "date": "2024-03-01",
        "seconds": {"read": 0.5},
    }
    return Done(key=f"{number:064x}", name=f"{number}.html", **{**known, **fields})  # type: ignore[arg-type]


@pytest.fixture
def entries() -> list[Entry]:
    return [
        *(Entry("done", done=receipt(number, removed={"subscribe-prompt": 4})) for number in range(5)),
        Entry(
            "done",
            done=receipt(5, status="failed", outputs=(), failures=(Failure("took <too> long", "pdf", "Timeout"),)),
        ),
        Entry("done", done=receipt(6, words=3, headline='=HYPERLINK("http://x.example")')),
        Entry("fault", fault=Fault(name="crawl.warc.gz", reason="a packed record is damaged", start=10, end=20)),
        Entry("skipped", skipped=Skipped(name="crawl.warc.gz", reason="request records", count=7)),
    ]


def written(tmp_path: Path, name: str, entries: list[Entry]) -> Path:
    out = tmp_path / name
    out.mkdir()
    journal = Journal(str(out), resume=False)
    for entry in entries:
        journal.add(entry)
    journal.close()
    write_reports(str(out))
    return out


def test_reports_do_not_depend_on_the_order_of_finishing(tmp_path: Path, entries: list[Entry]) -> None:
    first = written(tmp_path, "one", entries)
    second = written(tmp_path, "two", [*reversed(entries), *entries[:2]])
    for name in ("manifest.csv", "failures.jsonl", "report.html"):
        assert (first / name).read_bytes() == (second / name).read_bytes()


def test_the_manifest_lists_every_file(tmp_path: Path, entries: list[Entry]) -> None:
    out = written(tmp_path, "out", entries)
    rows = list(csv.DictReader((out / "manifest.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["path"] for row in rows] == [f"a/{number}.json" for number in (0, 1, 2, 3, 4, 6)]
    assert rows[0]["source"] == "0.html"
    # A cell that a spreadsheet would run is quoted.
    assert rows[-1]["headline"].startswith("'=HYPERLINK")


def test_pages_with_the_same_words_are_linked(tmp_path: Path) -> None:
    texts = [receipt(1, fingerprint="a", date="2024-03-02"), receipt(2, fingerprint="a"), receipt(3, fingerprint="b")]
    out = written(tmp_path, "out", [Entry("done", done=done) for done in texts])
    rows = {
        row["source"]: row for row in csv.DictReader((out / "manifest.csv").read_text(encoding="utf-8").splitlines())
    }
    assert rows["1.html"]["same_text_as"] == rows["2.html"]["key"]
    assert rows["2.html"]["same_text_as"] == rows["3.html"]["same_text_as"] == ""


def test_failures_are_listed_with_their_reasons(tmp_path: Path, entries: list[Entry]) -> None:
    out = written(tmp_path, "out", entries)
    lines = [json.loads(line) for line in (out / "failures.jsonl").read_text().splitlines()]
    assert lines == [
        {"source": "5.html", "format": "pdf", "kind": "Timeout", "reason": "took <too> long"},
        {"source": "crawl.warc.gz", "kind": "Source", "reason": "a packed record is damaged", "start": 10, "end": 20},
    ]
    page = (out / "report.html").read_text()
    assert "took &lt;too&gt; long" in page
    assert "subscribe-prompt" in page
    assert "request records" in page
    assert "Pages with fewer than 50 words" in page


def test_a_later_receipt_completes_an_earlier_one() -> None:
    state = State()
    state.take(Entry("done", done=receipt(1, status="failed", failures=(Failure("slow", "pdf"),))))
    pdf = Output("pdf", "a/1.pdf", "1" * 64, 20)
    state.take(Entry("done", done=receipt(1, outputs=(pdf,))))
    (done,) = state.receipts()
    assert done.status == "done"
    assert [output.format for output in done.outputs] == ["json", "pdf"]


def test_journals_with_torn_lines_are_read_and_others_refused(tmp_path: Path) -> None:
    path = tmp_path / JOURNAL
    path.write_bytes(b'{"kind":"run"}\n{"kind":"done","done":{"key":"00","na\n{"kind":"end"}\n')
    assert [entry.kind for entry in read_journal(str(path))] == ["run", "end"]
    path.write_bytes(b"not a journal\n")
    with pytest.raises(VersionConflict, match="not a journal"):
        list(read_journal(str(path)))
    with pytest.raises(VersionConflict, match="cannot be read"):
        collect([str(tmp_path / "missing")])


def test_a_torn_last_line_is_cut_off_before_anything_is_added(tmp_path: Path) -> None:
    (tmp_path / JOURNAL).write_bytes(b'{"kind":"run"}\n{"kind":"do')
    journal = Journal(str(tmp_path), resume=True)
    journal.add(Entry("end"))
    journal.close()
    assert (tmp_path / JOURNAL).read_bytes() == b'{"kind":"run"}\n{"kind":"end"}\n'


def test_a_quarantined_page_is_not_tried_again(tmp_path: Path) -> None:
    journal = Journal(str(tmp_path), resume=False)
    journal.add(
        Entry("done", done=receipt(1, status="failed", outputs=(), failures=(Failure("killed", kind="Quarantine"),)))
    )
    journal.add(
        Entry("done", done=receipt(2, status="failed", outputs=(), failures=(Failure("slow", kind="Timeout"),)))
    )
    journal.close()
    again = Journal(str(tmp_path), resume=True)
    assert again.missing(f"{1:064x}", ("json",)) == ()
    assert again.missing(f"{2:064x}", ("json",)) == ("json",)
    assert again.missing(f"{3:064x}", ("json",)) == ("json",)
    again.close()


def test_what_was_read_by_other_rules_is_not_done(tmp_path: Path) -> None:
    out = Output("json", "a.json", "0" * 64, 3)
    (tmp_path / "a.json").write_bytes(b"one")
    journal = Journal(str(tmp_path), resume=False)
    journal.add(Entry("done", done=receipt(1, outputs=(out,), rules="mine")))
    journal.add(Entry("done", done=receipt(2, outputs=(out,), rules="mine")))
    journal.add(Entry("done", done=receipt(2, outputs=(out,))))
    journal.close()
    again = Journal(str(tmp_path), resume=True)
    first, second = f"{1:064x}", f"{2:064x}"
    assert again.missing(first, ("json",), "mine") == ()
    assert again.missing(first, ("json",), "yours") == again.missing(first, ("json",)) == ("json",)
    assert again.missing(second, ("json",), "mine") == ("json",)  # written over since
    assert again.missing(second, ("json",)) == ()
    again.close()
    state = State()
    state.take(Entry("done", done=receipt(1, outputs=(out,), rules="mine")))
    state.take(Entry("done", done=receipt(1, outputs=(), rules="yours")))
    assert [done.outputs for done in state.receipts()] == [()]


def test_the_slowest_pages_are_drawn_beside_the_report(tmp_path: Path, entries: list[Entry]) -> None:
    slow = receipt(7, seconds={"read": 0.25, "pdf": 2.0})
    for folder, more in (("a", slow), ("b", receipt(7, seconds={"read": 0.1}))):
        written(tmp_path, folder, [*entries, Entry("done", done=more)])
    drawn = [(tmp_path / folder / ".newsarchive-slowest.svg").read_text("utf-8") for folder in ("a", "b")]
    assert drawn[0].index("7.html") < drawn[0].index("0.html")
    assert "2.250" in drawn[0]
    assert drawn[0] != drawn[1]
    report = (tmp_path / "a" / "report.html").read_bytes()
    assert b'<img src=".newsarchive-slowest.svg"' in report
    # The report itself is the same, whatever the clock said.
    assert report == (tmp_path / "b" / "report.html").read_bytes()


def test_reports_are_the_same_when_receipts_wait_on_the_disk(
    tmp_path: Path, entries: list[Entry], monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [*entries, *(Entry("done", done=receipt(number, words=number % 90)) for number in range(300, 0, -1))]
    written(tmp_path, "held", many)
    monkeypatch.setattr(Sorter.__init__, "__kwdefaults__", {"held": 2000})
    written(tmp_path, "spilt", many)
    for name in REPORTS:
        assert (tmp_path / "held" / name).read_bytes() == (tmp_path / "spilt" / name).read_bytes(), name
    assert not list((tmp_path / "spilt").glob(".newsarchive-part-*"))


def test_the_least_of_many_rows_are_kept() -> None:
    least = Least(3)
    for number in range(50, 0, -1):
        least.add(number, f"{number}.html")
    assert list(least) == [(1, "1.html"), (2, "2.html"), (3, "3.html")]
