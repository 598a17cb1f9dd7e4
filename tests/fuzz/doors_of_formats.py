"""The doors of ``newsarchive.formats``: each reader, each check, and each writer with an article of a stranger."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from made import PAGE, written

from newsarchive import registry
from newsarchive.errors import NewsArchiveError
from newsarchive.notes import Account

READ = tuple(format_.name for format_ in registry.FORMATS if format_.reads)
QUICK = tuple(format_.name for format_ in registry.FORMATS if format_.writes and format_.name != "pdf")


def reads(name: str) -> Callable[[bytes], None]:
    """Return the door of one format: read it, check it, and write what was read."""

    def door(data: bytes) -> None:
        from newsarchive.cli.validate import CHECKS, check_of

        if name in CHECKS:
            with contextlib.suppress(NewsArchiveError):
                check_of(name)(data)
        article = registry.reader(registry.get(name))(data, notes=Account(), url="https://news.example.org/1")
        registry.writer(registry.get("json"))(article, notes=Account())
        if name in QUICK:
            registry.writer(registry.get(name))(article, notes=Account())

    door.__name__ = f"read_{name.replace('-', '_')}"
    return door


def written_everywhere(data: bytes) -> None:
    """Write an article that our JSON can hold, whatever it says, in every quick format, and read it there."""
    article = registry.reader(registry.get("json"))(data, notes=Account(), url=None)
    for name in QUICK:
        out = registry.writer(registry.get(name))(article, notes=Account())
        if name in READ:
            registry.reader(registry.get(name))(out, notes=Account(), url=None)


def printed(data: bytes) -> None:
    """Print an article that our JSON can hold."""
    article = registry.reader(registry.get("json"))(data, notes=Account(), url=None)
    registry.writer(registry.get("pdf"))(article, notes=Account())


def article(data: bytes) -> None:
    """Read whatever it is, the way the library does, and write what was read."""
    from newsarchive.verbs import dumps, loads

    try:
        dumps(loads(data), "json")
    except NewsArchiveError as error:
        # A bug of ours that the last net caught is a finding all the same.
        if "please report it" in str(error):
            raise AssertionError(str(error)) from error


DOORS: tuple[Callable[[bytes], None], ...] = (*map(reads, READ), written_everywhere, printed, article)


def seeds() -> dict[str, list[bytes]]:
    """Return the seeds; the invented article is written for them."""
    found: dict[str, list[bytes]] = {f"read_{name.replace('-', '_')}": [written(name)] for name in READ}
    found["written_everywhere"] = found["printed"] = [written("json"), b'{"schema":"newsarchive/1","headline":"x"}']
    found["article"] = [
        PAGE,
        b"Harbour plan approved\n\nKELSEY - The board met on Monday.\n\n" * 5,
        b'{"schema":"newsarchive/1","headline":"x"}',
        written("newsml-g2"),
        written("markdown"),
        written("ninjs"),
    ]
    return found
