"""Hold what is shipped: the types, and every data file."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from house import PACKAGE, ROOT


def test_the_wheel_holds_every_file_of_the_package(tmp_path: Path) -> None:
    from hatchling.builders.wheel import WheelBuilder

    wheel = next(iter(WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])))
    held = set(zipfile.ZipFile(wheel).namelist())
    ours = {
        path.relative_to(ROOT).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file()
        and not any(part == "__pycache__" or part.startswith(".") for part in path.relative_to(ROOT).parts)
    }
    assert "newsarchive/py.typed" in ours
    assert ours - held == set()
    assert any(name.endswith("licenses/LICENSE") for name in held)


def test_the_top_level_holds_nothing_else() -> None:
    ignored = {line.strip("/") for line in (ROOT / ".gitignore").read_text("utf-8").splitlines()}
    top = {path.name for path in ROOT.iterdir() if not path.name.startswith(".") and path.name not in ignored}
    assert top <= {
        "pyproject.toml", "newsarchive", "tests", "examples", "docs", "README.md", "LICENSE", "CHANGELOG.md", "__pycache__",
    }  # fmt: skip
