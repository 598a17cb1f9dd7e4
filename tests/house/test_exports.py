"""Hold the lists of exported names true, and every function typed and documented."""

from __future__ import annotations

import ast
import doctest
import importlib
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from house import MODULES, tree_of


def _listed(module: str) -> list[str] | None:
    for node in tree_of(module).body:
        match node:
            case ast.Assign(targets=[ast.Name(id="__all__")], value=value):
                return list(ast.literal_eval(value))
            case _:
                pass
    return None


LISTED = {module: names for module in MODULES if (names := _listed(module)) is not None}


@pytest.mark.parametrize("module", sorted(LISTED))
def test_exported_names_are_true_and_sorted(module: str) -> None:
    names = LISTED[module]
    loaded = importlib.import_module(module)
    assert [name for name in names if not hasattr(loaded, name)] == []
    assert len(names) == len(set(names))
    # constants, then classes, then functions, as the linter has it
    assert names == sorted(names, key=lambda name: (not name.isupper(), not name[0].isupper(), name))
    defined = {
        node.name
        for node in tree_of(module).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_")
    }
    assert defined - set(names) == set()


def test_the_public_face_shows_all_it_has() -> None:
    import newsarchive

    assert set(newsarchive.__all__) <= set(dir(newsarchive))
    for name in newsarchive.__all__:
        assert getattr(newsarchive, name) is not None
    with pytest.raises(AttributeError, match="no_such_name"):
        newsarchive.no_such_name  # noqa: B018


def test_a_verb_module_shows_its_three_names_alone() -> None:
    from newsarchive.cli.main import VERBS

    for _, name, _ in VERBS:
        module = f"newsarchive.cli.{name}"
        loaded = importlib.import_module(module)
        assert isinstance(loaded.HELP, str)
        assert callable(loaded.add_arguments)
        assert callable(loaded.run)


@pytest.mark.parametrize("module", sorted(MODULES))
def test_every_function_says_its_types(module: str) -> None:
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            untyped = [one.arg for one in arguments if one.annotation is None and one.arg not in {"self", "cls"}]
            assert untyped == [], f"{module}:{node.lineno} {node.name}"
            assert node.returns is not None, f"{module}:{node.lineno} {node.name}"


@pytest.mark.parametrize("module", sorted(MODULES))
def test_every_module_opens_with_a_sentence(module: str) -> None:
    said = ast.get_docstring(tree_of(module))
    assert said is not None
    assert said.splitlines()[0].rstrip().endswith((".", ":")), said.splitlines()[0]


@pytest.mark.parametrize(
    "module", sorted(module for module, path in MODULES.items() if ">>> " in path.read_text("utf-8"))
)
def test_examples_in_docstrings_are_true(module: str) -> None:
    failed, tried = doctest.testmod(importlib.import_module(module))
    assert tried > 0
    assert failed == 0
