from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from newsarchive import __version__
from newsarchive.cli import main
from newsarchive.errors import InvalidDocument, NotAnArticle, OutputError, UsageError


def test_the_version_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["--version"]) == 0
    assert main.run(["-v"]) == 0
    assert capsys.readouterr().out == f"newsarchive {__version__}\n" * 2


def test_help_names_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["--help"]) == 0
    out = capsys.readouterr().out
    for verb, _, help_ in main.VERBS:
        assert f"  {verb} " in out
        assert help_ in out


@pytest.mark.parametrize("verb", [verb for verb, _, _ in main.VERBS])
def test_the_help_of_a_verb_has_an_example(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run([verb, "--help"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"usage: newsarchive {verb}")
    assert f"\n  newsarchive {verb}" in out


@pytest.mark.parametrize(
    "words", [[], ["nonsense"], ["--nonsense"], ["formats", "--nonsense"], ["formats", "--js"], ["validate"]]
)
def test_wrong_usage_is_told_on_standard_error(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    if words:
        assert err.startswith("newsarchive: ")
        assert err.count("\n") == 1


@pytest.mark.parametrize(
    "error, status",
    [
        (UsageError("a and b"), 2),
        (NotAnArticle("x.html: no story"), 3),
        (InvalidDocument("x.xml: broken\nat line 3"), 1),
        (OutputError("out: read-only"), 1),
        (KeyboardInterrupt(), 130),
        (OSError(28, "No space left on device"), 1),
    ],
)
def test_a_failure_is_one_line_and_a_status(
    error: BaseException, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(words: list[str]) -> int:
        raise error

    monkeypatch.setattr(main, "_dispatch", fail)
    assert main.run(["convert"]) == status
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("newsarchive: ")
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_a_bug_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(main, "import_module", lambda _: SimpleNamespace(HELP="x", add_arguments=_none, run=_broken))
    with pytest.raises(ZeroDivisionError):
        main.run(["formats"])


def _none(parser: object) -> None:
    pass


def _broken(args: object) -> int:
    return 1 // 0


def test_a_reader_that_leaves_early_is_no_failure() -> None:
    program = "import sys; from newsarchive.cli.main import run; sys.exit(run(['schema']))"
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() == 0


def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    with (tmp_path / "out").open("wb") as full:
        command = [sys.executable, "-m", "newsarchive", "formats"]
        # buffered, as for everyone: what fails is the last flush
        unwanted = ("PYTHONUNBUFFERED", "COVERAGE")  # and nothing that writes files of its own
        environment = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, check=False, preexec_fn=_no_room, env=environment
        )
    assert done.returncode == 1
    assert done.stderr.startswith(b"newsarchive: ")
    assert done.stderr.count(b"\n") == 1


def _no_room() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def test_words_are_utf8_in_a_pipe_whatever_the_locale() -> None:
    environment = {
        **os.environ,
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONIOENCODING": "latin-1",
        "PYTHONCOERCECLOCALE": "0",
    }
    program = "from newsarchive.cli import main; main._utf8(); print('\\u65e5\\u672c\\u8a9e')"
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True)
    assert done.stdout.decode("utf-8").strip() == "日本語"


def test_python_dash_m_is_the_same_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "newsarchive", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"newsarchive {__version__}\n"
