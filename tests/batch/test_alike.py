from __future__ import annotations

from pathlib import Path

from newsarchive.batch.alike import earlier_of, sketch_of
from newsarchive.batch.job import Job, Tally, run_job
from newsarchive.batch.report import write_reports
from newsarchive.batch.task import Done, Options
from newsarchive.formats.json import encode
from newsarchive.model import Article, Moment, Paragraph, Run

WORDS = " ".join(f"word{number} said the board of harbour {number * 7} on day {number}" for number in range(40))


def receipt(number: int, text: str, date: str = "2024-03-01") -> Done:
    fingerprint = f"{hash(text):x}"
    return Done(
        key=f"{number:064x}",
        name=f"{number}.html",
        status="done",
        date=date,
        words=300,
        fingerprint=fingerprint,
        sketch=sketch_of(text),
    )


def test_almost_the_same_words_are_alike_and_others_are_not() -> None:
    update = WORDS + " The board will meet again on Tuesday."
    other = WORDS.replace("word", "other").replace("harbour", "airport")
    receipts = [receipt(1, WORDS, "2024-03-02"), receipt(2, update), receipt(3, other)]
    assert earlier_of(receipts) == {f"{1:064x}": f"{2:064x}"}
    assert earlier_of(reversed(receipts)) == earlier_of(receipts)


def test_short_texts_are_not_compared() -> None:
    assert (
        earlier_of([Done(key=f"{n:064x}", name="x", status="done", words=3, fingerprint="a") for n in range(3)]) == {}
    )


def test_later_copies_are_left_out_and_stay_out(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number, (text, date) in enumerate(
        [(WORDS, "2024-03-02"), (WORDS + " More.", "2024-03-01"), ("Rain. " * 30, "2024-03-03")]
    ):
        story = Article(headline=f"Story {number}", body=(Paragraph((Run(text),)),), published=Moment(date))
        (tmp_path / "in" / f"{number}.json").write_bytes(encode(story))
    out = tmp_path / "out"
    options = Options(targets=("json",), out=str(out), sketch=True)
    job = Job(inputs=(str(tmp_path / "in"),), options=options, skip_alike=True)
    tally = Tally()
    list(run_job(job, tally=tally))
    assert (tally.alike, tally.outputs) == (1, 2)
    assert sorted(path.name[:18] for path in out.glob("*.json")) == ["2024-03-01-story-1", "2024-03-03-story-2"]
    write_reports(str(out))
    assert (out / "manifest.csv").read_text().count("\n") == 3
    again = Tally()
    from msgspec.structs import replace

    list(run_job(replace(job, resume=True), tally=again))
    assert (again.already, again.done, again.alike) == (3, 0, 0)
