"""Hold the start-up: nothing heavy is loaded before it is needed."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {
    "lxml",
    "bs4",
    "ebooklib",
    "weasyprint",
    "msgspec",
    "rich",
    "tldextract",
    "PIL",
    "html5lib",
    "pebble",
    "fontTools",
    "asyncio",
}


def _loaded(code: str) -> set[str]:
    program = f"import sys\n{code}\nprint('\\nLOADED', *sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.rpartition("LOADED")[2].split())


@pytest.mark.parametrize("words", ["--version", "--help", "formats", "nonsense"])
def test_the_command_line_starts_light(words: str) -> None:
    loaded = _loaded(f"from newsarchive.cli.main import run; run([{words!r}])")
    assert "argparse" in loaded or words == "nonsense"
    assert loaded & HEAVY == set()


def test_the_package_starts_light() -> None:
    assert _loaded("import newsarchive; newsarchive.__version__") & HEAVY == set()


def test_heavy_libraries_would_be_seen() -> None:
    assert "msgspec" in _loaded("import newsarchive.model")
