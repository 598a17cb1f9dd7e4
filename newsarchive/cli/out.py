"""Where words go: data to standard output, talk to standard error."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console, RenderableType

__all__ = ["columns", "console", "line", "many", "put", "say", "show"]


def console(*, talk: bool = False) -> Console:
    """Return a terminal for data, or for talk; in a pipe it is plain text, as wide as the words need."""
    from rich.console import Console

    stream = sys.stderr if talk else sys.stdout
    return Console(
        file=stream,
        highlight=False,
        emoji=False,
        soft_wrap=False,
        width=None if stream.isatty() else 120,
    )


def columns(rows: Sequence[tuple[str, ...]]) -> str:
    """Return rows as aligned columns, two spaces between them, as people and ``awk`` both read them.

    >>> print(columns([("name", "reads"), ("nitf", "yes")]))
    name  reads
    nitf  yes
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def line(text: str) -> str:
    r"""Keep a name or a reason on one line, whatever it holds: nothing that a terminal would obey is written as it is.

    >>> line("a\x1b[2J.html")
    'a\\x1b[2J.html'
    """
    shown = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in shown)


def many(number: int, what: str) -> str:
    """Return a number and what it counts.

    >>> many(1, "file"), many(2, "file")
    ('1 file', '2 files')
    """
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def put(data: bytes) -> None:
    """Write bytes to standard output as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def say(words: str) -> None:
    """Say something that is not data."""
    print(words, file=sys.stderr)


def show(parts: Iterable[RenderableType]) -> None:
    """Print what rich can lay out; in a pipe without colours and without spaces at the ends of lines."""
    out = console()
    if out.is_terminal:
        for part in parts:
            out.print(part)
        return
    with out.capture() as printed:
        for part in parts:
            out.print(part)
    print("\n".join(line.rstrip() for line in printed.get().splitlines()))
