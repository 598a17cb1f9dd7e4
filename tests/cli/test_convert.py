from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from newsarchive.cli.main import run
from newsarchive.formats.json import decode, encode
from newsarchive.model import Article, Moment, Paragraph, Run


def story(number: int = 1) -> bytes:
    body = tuple(
        Paragraph((Run(f"The board met for the {number}th time and read part {part} aloud."),)) for part in range(6)
    )
    return encode(Article(headline=f"Harbour plan {number}", body=body, published=Moment("2024-03-01"), language="en"))


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.json").write_bytes(story(number))
    return folder


def made(out: Path) -> list[str]:
    return sorted(
        str(path.relative_to(out)) for path in out.rglob("*") if path.is_file() and not path.name.startswith(".")
    )


def test_a_folder_becomes_files(inputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["convert", str(inputs), "--to", "json", "--out", str(tmp_path / "out")]) == 0
    assert len(made(tmp_path / "out")) == 3
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("newsarchive: 3 done; 3 files in ")


def test_one_file_has_the_name_that_was_given(inputs: Path, tmp_path: Path) -> None:
    assert run(["convert", str(inputs / "1.json"), "-o", str(tmp_path / "story.json")]) == 0
    assert decode((tmp_path / "story.json").read_bytes()).headline == "Harbour plan 1"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "story.json"]


def test_standard_input_to_standard_output(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(story(7))))
    assert run(["convert", "-", "--to", "json"]) == 0
    assert decode(capfdbinary.readouterr().out).headline == "Harbour plan 7"


def test_a_dash_is_standard_output(
    inputs: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.chdir(inputs)
    assert run(["convert", "1.json", "--to", "epub", "-o", "-"]) == 0
    assert capfdbinary.readouterr().out.startswith(b"PK\x03\x04")
    assert not (inputs / "-").exists()


@pytest.mark.parametrize("name, format_", [("story.xml", "nitf"), ("story.json", "ninjs"), ("story.json", "jsonld")])
def test_formats_that_share_a_suffix_agree_with_it(inputs: Path, tmp_path: Path, name: str, format_: str) -> None:
    assert run(["convert", str(inputs / "1.json"), "--to", format_, "-o", str(tmp_path / name)]) == 0
    assert (tmp_path / name).is_file()


def test_one_is_not_many(inputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["convert", str(inputs / "1.json"), "--to", "json", "--out", str(tmp_path / "out")]) == 0
    assert capsys.readouterr().err.startswith("newsarchive: 1 done; 1 file in ")


def test_what_an_interrupted_run_left_is_cleaned_away_and_said(
    inputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from newsarchive.batch.job import _RUNNING
    from newsarchive.batch.write import PART

    out = tmp_path / "out"
    out.mkdir()
    (out / _RUNNING).touch()
    (out / f"{PART}1-00").touch()
    assert run(["convert", str(inputs / "1.json"), "--to", "json", "--out", str(out)]) == 0
    assert "1 unfinished file cleaned away" in capsys.readouterr().err
    assert not list(out.glob(f"{PART}*"))


def test_a_failure_is_one_line_and_the_others_are_done(
    inputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (inputs / "bad\nname.json").write_bytes(b'{"schema":"newsarchive/1","headline":')
    (inputs / "empty.html").write_bytes(b"")
    assert run(["convert", str(inputs), "--to", "json", "--out", str(tmp_path / "out")]) == 1
    assert len(made(tmp_path / "out")) == 3
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3
    assert any("bad\\nname.json: json: " in line for line in lines)
    assert any("empty.html: an empty file" in line for line in lines)
    assert "3 done, 1 failed, 1 fault in sources" in lines[-1]


def test_nothing_read_of_several_inputs_is_3_and_of_one_is_1(tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    assert run(["convert", "missing-1", "missing-2", "--to", "json", "--out", out]) == 3
    assert run(["convert", "missing-1", "--to", "json", "--out", out]) == 1


@pytest.mark.parametrize(
    "words, says",
    [
        (["--to", "json", "--out", "x"], "name at least one input"),
        (["in", "--to", "json", "--out", "x", "-o", "y.json"], "give one of them"),
        (["in/0.json", "--out", "x"], "say what to make"),
        (["in/0.json", "-o", "story.xyz"], "tells no format"),
        (["in", "--to", "json"], "need a folder"),
        (["in/0.json", "--to", "json,html"], "need a folder"),
        (["in/0.json", "--to", "docx", "--out", "x"], "docx"),
        (["in/0.json", "--to", "json", "--out", "x", "--only", "colour:red"], "is no rule"),
        (["in/0.json", "--to", "json", "--out", "x", "--json-field", "x"], "names no field"),
        (["in/0.json", "--to", "json", "--out", "x", "--shard", "5/4"], "I/N"),
        (["in/0.json", "--to", "json", "--out", "x", "--jobs", "0"], "1 or more"),
        (["in/0.json", "--to", "json", "--out", "x", "--sample", "x"], "must be a whole number, not 'x'"),
        (["in/0.json", "--to", "json", "--out", "x", "--max-bytes", "10q"], "must be a whole number, not '10q'"),
        (["in/0.json", "--to", "json", "--out", "x", "--timeout", "soon"], "must be a number, not 'soon'"),
        (["in/0.json", "--to", "json", "--out", "x", "--from", "docx"], "there is no format 'docx'"),
        (["in/0.json", "--to", "json", "--out", "x", "--from", "text"], "text can be written but not read"),
        (["in/0.json", "--to", "json", "-o", "in"], "in is a folder; give it with --out"),
        (["in/0.json", "--to", "json", "--out", "in/0.json"], "in/0.json is a file"),
        (["in/0.json", "--to", "pdf", "-o", "y.epub"], "says epub and --to says pdf"),
        (["in/0.json", "-o", "-"], "say it with --to"),
    ],
)
def test_wrong_usage_is_2_on_one_line(
    inputs: Path, words: list[str], says: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(inputs.parent)
    assert run(["convert", *words]) == 2
    said = capsys.readouterr().err
    assert says in said
    assert said.count("\n") == 1
    assert sorted(path.name for path in inputs.parent.iterdir()) == ["in"]


def test_a_report_comes_when_asked_for_or_when_there_is_much(inputs: Path, tmp_path: Path) -> None:
    assert run(["convert", str(inputs), "--to", "json", "--out", str(tmp_path / "a"), "--report"]) == 0
    assert {"manifest.csv", "failures.jsonl", "timings.csv", "report.html"} < set(made(tmp_path / "a"))
    for number in range(3, 12):
        (inputs / f"{number}.json").write_bytes(story(number))
    assert run(["convert", str(inputs), "--to", "json", "--out", str(tmp_path / "b")]) == 0
    assert "report.html" in made(tmp_path / "b")
    assert run(["convert", str(inputs), "--to", "json", "--out", str(tmp_path / "c"), "--no-report"]) == 0
    assert "report.html" not in made(tmp_path / "c")


def test_a_dry_run_lists_the_pages(inputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["convert", str(inputs), "--to", "json", "--out", str(tmp_path / "out"), "--dry-run"]) == 0
    assert [line.split("\t")[0].rpartition("/")[2] for line in capsys.readouterr().out.splitlines()] == [
        "0.json",
        "1.json",
        "2.json",
    ]
    assert not (tmp_path / "out").exists()


def test_lists_of_inputs(inputs: Path, tmp_path: Path) -> None:
    (tmp_path / "names.lst").write_text(f"{inputs}/0.json\n{inputs}/2.json\n")
    assert (
        run(["convert", "--from-file", str(tmp_path / "names.lst"), "--to", "json", "--out", str(tmp_path / "out")])
        == 0
    )
    assert len(made(tmp_path / "out")) == 2


def test_the_account_is_kept_when_asked_for(inputs: Path, tmp_path: Path) -> None:
    notes = tmp_path / "notes.jsonl"
    assert (
        run(
            [
                "convert",
                str(inputs / "0.json"),
                "--to",
                "newsml-g2,json",
                "--out",
                str(tmp_path / "out"),
                "--notes",
                str(notes),
            ]
        )
        == 0
    )
    assert all(json.loads(line)["page"].endswith("0.json") for line in notes.read_text().splitlines())


def test_progress_for_programs(inputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["convert", str(inputs), "--to", "json", "--out", str(tmp_path / "out"), "--progress", "json"]) == 0
    events = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert next(event for event in events if event["event"] == "end")["done"] == 3


def test_an_output_that_cannot_be_written_is_one_line(
    inputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert run(["convert", str(inputs), "--to", "json", "--out", str(tmp_path / "file" / "out")]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "Traceback" not in said
    assert (tmp_path / "file").read_bytes() == b""


def test_a_sample_that_holds_nothing_says_so(inputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["convert", str(inputs), "--to", "json", "--out", str(tmp_path / "out"), "--sample", "1000000"]
    assert run(words) == 0
    said = capsys.readouterr().err
    assert "the sample of one page in 1000000 holds none of the 3 pages found" in said
    assert "no page found" not in said


def test_rules_of_sites_reach_the_workers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = Path(__file__).resolve().parents[2] / "examples" / "pages" / "wire-story.html"
    (tmp_path / "larch.toml").write_text('[site]\nhosts = ["larchledger.example"]\npublisher = "The Larch"\n')
    assert run(["convert", str(page), "-o", str(tmp_path / "a.json"), "--sites", str(tmp_path)]) == 0
    publisher = decode((tmp_path / "a.json").read_bytes()).publisher
    assert publisher is not None
    assert publisher.name == "The Larch"
    assert capsys.readouterr().err == ""
    assert run(["convert", str(page), "-o", str(tmp_path / "b.json"), "--sites", str(tmp_path / "none")]) == 3
    assert capsys.readouterr().err.count("\n") == 1
    words = ["convert", str(page), "--to", "json", "--out", str(tmp_path / "o"), "--engine", "ray"]
    assert run([*words, "--sites", str(tmp_path / "none")]) == 3
    assert capsys.readouterr().err.count("\n") == 1


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """Return a page that was saved with its picture, and that names one on this machine."""
    from PIL import Image

    (tmp_path / "page_files").mkdir()
    Image.new("RGB", (300, 200), (20, 90, 160)).save(tmp_path / "page_files" / "quay.png")
    words = "The council met on Monday and talked for five hours about the ferry and the quay of the town."
    figures = "".join(
        f'<figure><img src="{src}" alt="The quay"><figcaption>The quay at dawn</figcaption></figure>'
        for src in ("page_files/quay.png", "http://127.0.0.1:9/secret.png")
    )
    (tmp_path / "page.html").write_text(
        f'<html lang="en"><h1>The ferry of the town stays</h1><p>{words}</p>{figures}<p>{words} {words}</p></html>'
    )
    return tmp_path / "page.html"


def test_pictures_can_stand_beside_what_is_written(saved: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run(["convert", str(saved), "--to", "html,markdown,json", "--out", str(out), "--pictures", "beside"]) == 0
    (picture,) = (out / "pictures").iterdir()
    page = next(out.glob("*.html")).read_text()
    assert f'src="pictures/{picture.name}"' in page
    assert f"(pictures/{picture.name})" in next(out.glob("*.md")).read_text()
    read = decode(next(out.glob("*.json")).read_bytes())
    assert {media.width for block in read.body for media in getattr(block, "media", ())} >= {300}
    assert run(["convert", str(saved), "-o", str(tmp_path / "one.html"), "--pictures", "beside"]) == 0
    assert (tmp_path / "pictures" / picture.name).read_bytes() == picture.read_bytes()


def test_fetching_is_asked_for_and_never_reaches_this_machine(saved: Path, tmp_path: Path) -> None:
    arguments = [
        "convert",
        str(saved),
        "--to",
        "html",
        "--out",
        str(tmp_path / "out"),
        "--notes",
        str(tmp_path / "notes"),
    ]
    assert run([*arguments, "--fetch", "--fetch-count", "3"]) == 0
    said = (tmp_path / "notes").read_text()
    assert "127.0.0.1 is at 127.0.0.1, which is no public address" in said
    assert "secret.png" in next((tmp_path / "out").glob("*.html")).read_text()
    assert run(arguments) == 0
    assert "cannot be fetched" not in (tmp_path / "notes").read_text()


def test_options_of_formats_can_be_typed(saved: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert (
        run(
            [
                "convert",
                str(saved),
                "--to",
                "newsml-g2,ninjs",
                "--out",
                str(out),
                "--set",
                "newsml-g2.content=nitf",
                "--set",
                "ninjs.version=2.1",
            ]
        )
        == 0
    )
    assert b"application/nitf+xml" in next(out.glob("*.newsml.xml")).read_bytes()
    assert "2.1" in json.loads(next(out.glob("*.ninjs.json")).read_bytes())["standard"]["version"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--pictures", "beside", "--to", "json", "--out", "x"],
        ["--pictures", "beside", "--to", "html"],
        ["--pictures", "none", "--fetch", "--to", "html", "--out", "x"],
        ["--picture-folder", "nowhere", "--to", "html", "--out", "x"],
        ["--set", "html.colour=red", "--to", "html", "--out", "x"],
    ],
)
def test_what_pictures_cannot_be_is_wrong_usage(
    saved: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["convert", str(saved), *arguments]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_every_story_of_a_message_is_converted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import newsarchive as na

    message = na.dumps([decode(story(number)) for number in range(3)], "newsml-g2")
    (tmp_path / "message.xml").write_bytes(message)
    out = tmp_path / "out"
    arguments = ["convert", str(tmp_path / "message.xml"), "--to", "json,text", "--out", str(out)]
    assert run(arguments) == 0
    assert len(made(out)) == 6
    headlines = sorted(decode(path.read_bytes()).headline or "" for path in out.glob("*.json"))
    assert headlines == ["Harbour plan 0", "Harbour plan 1", "Harbour plan 2"]
    before = {path: path.read_bytes() for path in out.glob("*.txt")}
    min(before).unlink()
    capsys.readouterr()
    assert run([*arguments, "--resume"]) == 0
    assert {path: path.read_bytes() for path in out.glob("*.txt")} == before
    assert run([*arguments, "--resume"]) == 0
    assert "1 already there" in capsys.readouterr().err
    assert run(["convert", str(tmp_path / "message.xml"), "-o", str(tmp_path / "one.json")]) == 1
    assert "holds 3 stories; give them a folder with --out" in capsys.readouterr().err
