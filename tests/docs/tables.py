"""Make the tables of the docs from the code: ``python tests/docs/tables.py`` writes them, a test holds them true."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from newsarchive import errors, registry
from newsarchive.cli.main import VERBS, parser_of
from newsarchive.notes import CODES, RULES

DOCS = Path(__file__).resolve().parents[2] / "docs"
_TABLE = re.compile(r"(<!-- table: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def codes() -> Iterator[str]:
    yield "| code | meaning |"
    yield "| --- | --- |"
    for code, meaning in CODES.items():
        yield f"| `{code}` | {meaning} |"


def rules() -> Iterator[str]:
    yield "| rule | code | what it says |"
    yield "| --- | --- | --- |"
    for rule, (code, says) in sorted(RULES.items()):
        yield f"| `{rule}` | [`{code}`](notes.md) | {says} |"


def formats() -> Iterator[str]:
    yield "| name | what it is | read | written | many in one | file names | media type |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for format_ in registry.FORMATS:
        page = DOCS / "formats" / f"{format_.name}.md"
        name = f"[`{format_.name}`]({page.name})" if page.exists() else f"`{format_.name}`"
        able = " | ".join("yes" if where else "–" for where in (format_.reads, format_.writes, format_.binds))
        endings = " ".join(f"`{ending}`" for ending in format_.extensions)
        yield f"| {name} | {format_.title} | {able} | {endings} | `{format_.media_type}` |"


def verbs() -> Iterator[str]:
    for verb, _, _ in VERBS:
        parser = parser_of(verb)
        yield f"## {verb}"
        yield ""
        yield str(parser.description)
        yield ""
        rows = [row for action in parser._actions if (row := _row(action))]
        if rows:
            yield "| | |"
            yield "| --- | --- |"
            yield from rows
            yield ""
        yield "```text"
        yield str(parser.epilog).removeprefix("examples:\n").replace("\n  ", "\n").removeprefix("  ")
        yield "```"
        yield ""


def _row(action: argparse.Action) -> str:
    if action.help == argparse.SUPPRESS or isinstance(action, argparse._HelpAction):
        return ""
    choices = ", ".join(map(str, action.choices or ()))
    value = action.metavar or ("" if action.nargs == 0 else choices or action.dest.upper())
    names = ", ".join(action.option_strings)
    shown = f"{names} {value}".strip() if names else str(value)
    said = (action.help or "").replace("%(default)s", str(action.default)).replace("%%", "%").replace("|", "\\|")
    return f"| `{shown}` | {said} |"


def error_tree() -> Iterator[str]:
    yield "```text"
    yield str(errors.__doc__).split("\n\n")[1]
    yield "```"


def decisions() -> Iterator[str]:
    for path in sorted((DOCS / "decisions").glob("0*.md")):
        title = path.read_text("utf-8").splitlines()[0].lstrip("# ").partition(" ")[2]
        yield f"- {path.name[:4]} [{title}]({path.name})"


TABLES = {
    "codes": codes,
    "rules": rules,
    "formats": formats,
    "verbs": verbs,
    "errors": error_tree,
    "decisions": decisions,
}


def filled(text: str) -> str:
    """Return a page with its tables as they should be."""
    return _TABLE.sub(lambda found: found[1] + "\n" + "\n".join(TABLES[found[2]]()).rstrip() + "\n\n" + found[3], text)


def pages() -> list[Path]:
    return sorted(path for path in DOCS.rglob("*.md") if "<!-- table: " in path.read_text("utf-8"))


if __name__ == "__main__":
    for path in pages():
        path.write_text(filled(path.read_text("utf-8")), encoding="utf-8")
