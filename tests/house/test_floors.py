"""Hold the floors of the house: a module imports only from the floors below it, and siblings do not know each other."""

from __future__ import annotations

import sys
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from house import MODULES, Import, imports_of

FLOORS: dict[str, int] = {
    "errors": 1, "notes": 1, "model": 1,
    "sources": 2, "formats": 2,
    "page": 3, "archive": 3,
    "registry": 4,
    "verbs": 5,
    "batch": 6,
    "cli": 7, "": 7, "__main__": 7,
    "_version": 0,
}  # fmt: skip
# What a format may carry inside, and so may know: NewsML-G2 holds stories as NITF, everything may hold our JSON.
CARRIED = {"newsml_g2": {"nitf"}}
# A heavy library has one home: nobody else may name it.
HOMES = {
    "bs4": ("page", "sources"),
    "ebooklib": ("formats.epub",),
    "weasyprint": ("formats.pdf",),
    "tldextract": ("page", "batch"),
    "rich": ("cli",),
}


# A module that lies lower than the rest of its package: it may be used from there, and is held to that floor.
LOWER = {"newsarchive.batch.write": 2}  # writes files that appear whole; knows the errors alone


def _unit(module: str) -> str:
    """Return the part of the house that a module belongs to: ``newsarchive.model.walk`` is of ``model``."""
    return [*module.split("."), ""][1]


def _floor(module: str) -> int:
    return LOWER.get(module, FLOORS[_unit(module)])


def _within(module: str) -> str:
    return ".".join(module.split(".")[1:])


def _ours(of: str) -> bool:
    return of == "newsarchive" or of.startswith("newsarchive.")


# What weasyprint is made of, and cannot be installed without.
BROUGHT_ALONG = {"pillow", "fonttools", "cssselect2", "tinycss2", "pydyf", "pyphen"}

ALL: list[Import] = [one for module in MODULES for one in imports_of(module)]


def test_every_part_of_the_house_has_a_floor() -> None:
    assert {_unit(module) for module in MODULES} <= FLOORS.keys()


@pytest.mark.parametrize("unit", sorted(FLOORS))
def test_imports_go_down(unit: str) -> None:
    wrong = []
    for one in ALL:
        if _unit(one.by) != unit or not _ours(one.of) or (_unit(one.of) == unit and one.by not in LOWER):
            continue
        if unit == "cli" and one.of == "newsarchive":
            continue  # a verb calls the public face
        if _floor(one.of) >= _floor(one.by) and _floor(one.of) > 0 and unit not in {"", "__main__"}:
            wrong.append(f"{one.by}:{one.line} imports {one.of}")
    assert wrong == []


def _home(where: str | None) -> str:
    """Return the home of a format below ``formats``: ``formats.nitf.write:write`` lives in ``nitf``."""
    return (where or "formats.").split(".")[1].partition(":")[0]


def test_one_format_does_not_know_another() -> None:
    from newsarchive.registry import FORMATS as ROWS

    homes = {_home(row.writes or row.reads) for row in ROWS}
    wrong = []
    for one in ALL:
        if one.by.startswith("newsarchive.formats.") and one.of.startswith("newsarchive.formats."):
            mine, other = one.by.split(".")[2], one.of.split(".")[2]
            # what is no format (mark-up, dates, furniture) is shared by all
            if other in homes - {mine, "json"} - CARRIED.get(mine, set()):
                wrong.append(f"{one.by}:{one.line} imports {one.of}")
    assert wrong == []
    assert {"newsml_g2", "nitf", "html", "epub", "pdf"} <= homes


def test_reading_a_page_knows_no_format() -> None:
    wrong = [f"{one.by}:{one.line} imports {one.of}" for one in ALL
             if _unit(one.by) == "page" and _unit(one.of) == "formats" and _ours(one.of)]  # fmt: skip
    assert wrong == []


@pytest.mark.parametrize("library", sorted(HOMES))
def test_a_heavy_library_has_one_home(library: str) -> None:
    wrong = [
        f"{one.by}:{one.line}"
        for one in ALL
        if one.of.split(".")[0] == library and not _within(one.by).startswith(HOMES[library])
    ]
    assert wrong == []


def test_the_ground_floor_needs_the_standard_library_alone() -> None:
    for one in ALL:
        if FLOORS[_unit(one.by)] <= 1 and not _ours(one.of):
            allowed = {"msgspec"} if _unit(one.by) == "model" else set()
            top = one.of.split(".")[0]
            assert top in sys.stdlib_module_names or top in allowed, f"{one.by}:{one.line} imports {one.of}"


def test_every_library_is_declared() -> None:
    import tomllib

    from house import ROOT

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {
        line.partition("[")[0].partition(">")[0].partition("=")[0].strip().lower()
        for group in [project["dependencies"], *project["optional-dependencies"].values()]
        for line in group
    }
    provided = packages_distributions()
    for one in ALL:
        top = one.of.split(".")[0]
        if not _ours(one.of) and top not in sys.stdlib_module_names:
            names = {name.lower() for name in provided.get(top, [top])}
            # Pillow and fonttools come with weasyprint, which cannot work without them
            assert names & (declared | BROUGHT_ALONG), (
                f"{one.by}:{one.line} imports {one.of}, which pyproject.toml does not name"
            )


def test_no_import_goes_round_in_a_circle() -> None:
    graph = {
        module: {one.of for one in ALL if one.by == module and one.at_once and one.of in MODULES} for module in MODULES
    }
    TopologicalSorter(graph).prepare()
