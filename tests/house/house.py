"""What the tests of the house itself share: the modules, and who imports whom."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "newsarchive"


@dataclass(frozen=True)
class Import:
    """One import: by whom, of what, and whether it happens as soon as the module is loaded."""

    by: str
    of: str
    at_once: bool
    line: int


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES: dict[str, Path] = {module_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def tree_of(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text("utf-8"))


def imports_of(module: str) -> Iterator[Import]:
    """Yield every import of a module, those inside functions and those for typing as well."""
    yield from _imports(module, tree_of(module), at_once=True)


def _imports(module: str, node: ast.AST, *, at_once: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        match child:
            case ast.Import(names=names):
                for name in names:
                    yield Import(module, name.name, at_once, child.lineno)
            case ast.ImportFrom(module=source, names=names, level=level):
                assert level == 0, f"{module}:{child.lineno} imports relatively"
                for name in names:
                    whole = f"{source}.{name.name}"
                    yield Import(module, whole if whole in MODULES else str(source), at_once, child.lineno)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                yield from _imports(module, child, at_once=False)
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                yield from _imports(module, child, at_once=False)
            case _:
                yield from _imports(module, child, at_once=at_once)
