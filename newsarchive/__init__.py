"""Turn scraped news pages into lasting records, and account for every word on the way.

>>> import newsarchive as na
>>> story = na.loads("<h1>Rain in Ottawa</h1><p>OTTAWA - It rained on Monday.</p>", url="https://news.example/rain")
>>> story.headline
'Rain in Ottawa'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from newsarchive._version import __version__

if TYPE_CHECKING:
    from newsarchive.batch.library import convert_all
    from newsarchive.errors import NewsArchiveError
    from newsarchive.model import Article
    from newsarchive.notes import Account, Note
    from newsarchive.page.read import Reading
    from newsarchive.verbs import dumps, inspect, loads, read, read_all, write

__all__ = [
    "Account",
    "Article",
    "NewsArchiveError",
    "Note",
    "Reading",
    "__version__",
    "convert_all",
    "dumps",
    "inspect",
    "loads",
    "read",
    "read_all",
    "write",
]

# Where each public name lives; a module is loaded when its name is first asked for.
_HOMES = {
    "Account": "newsarchive.notes",
    "Article": "newsarchive.model",
    "NewsArchiveError": "newsarchive.errors",
    "Note": "newsarchive.notes",
    "Reading": "newsarchive.page.read",
    "convert_all": "newsarchive.batch.library",
    "dumps": "newsarchive.verbs",
    "inspect": "newsarchive.verbs",
    "loads": "newsarchive.verbs",
    "read": "newsarchive.verbs",
    "read_all": "newsarchive.verbs",
    "write": "newsarchive.verbs",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'newsarchive' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
