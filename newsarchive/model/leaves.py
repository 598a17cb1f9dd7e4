"""Take the facts of an article apart into paths and values, and put them together again.

A format that has a place for most facts, but not for the last of them, carries what is left as leaves:
``authors.0.role`` = ``Reporter``. The story itself (``body``, ``lead``) is no fact and never a leaf.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec.structs import replace

from newsarchive.model.article import SCHEMA, Article
from newsarchive.model.blocks import Block, Figure

__all__ = ["article_of", "leaves_of", "residue", "settle"]

_STORY = frozenset({"schema", "body", "lead"})
_EMPTY = "_"  # stands for a fact that is there and says nothing, such as Rights()
_MAX_PARTS = 8
_MAX_INDEX = 100_000


def leaves_of(facts: Article | Mapping[str, Any]) -> dict[str, str]:
    """Return every fact as text by its path, in the order of the model.

    >>> leaves_of(Article(headline="Rain", keywords=("a", "b")))
    {'headline': 'Rain', 'keywords.0': 'a', 'keywords.1': 'b'}
    """
    whole: Mapping[str, Any] = msgspec.to_builtins(facts) if isinstance(facts, Article) else facts
    out: dict[str, str] = {}
    for name, value in whole.items():
        if name not in _STORY:
            _gather(name, value, out)
    return out


def _gather(path: str, value: Any, out: dict[str, str]) -> None:
    match value:
        case None:
            return
        case str():
            out[path] = value
        case bool():
            out[path] = "true" if value else "false"
        case int() | float():
            out[path] = repr(value)
        case Mapping():
            out.update({f"{path}.{_EMPTY}": ""} if not value else {})
            for name, inner in value.items():
                _gather(f"{path}.{name}", inner, out)
        case _:
            for index, inner in enumerate(value):
                _gather(f"{path}.{index}", inner, out)


def residue(wanted: Mapping[str, str], told: Mapping[str, str]) -> dict[str, str | None]:
    """Return what must be added to the facts told to have those wanted; None takes a fact away.

    >>> residue({"headline": "Rain", "deck": "Soon"}, {"headline": "Rain", "summary": "Wet"})
    {'deck': 'Soon', 'summary': None}
    """
    added: dict[str, str | None] = {path: value for path, value in wanted.items() if told.get(path) != value}
    added.update({path: None for path in told if path not in wanted})
    return added


def settle(told: Mapping[str, str], added: Mapping[str, str | None]) -> dict[str, str]:
    """Return the facts told with what was added: the inverse of ``residue``."""
    whole: dict[str, str | None] = {**told, **added}
    return {path: value for path, value in whole.items() if value is not None}


def article_of(leaves: Mapping[str, str], *, body: tuple[Block, ...] = (), lead: Figure | None = None) -> Article:
    """Put an article together from its leaves and its story.

    Raises:
        ValueError: a path is not one of the model, or a value is not of its type; the message names the place.
    """
    tree: dict[str, Any] = {}
    for path, value in leaves.items():
        parts = path.split(".")
        if len(parts) > _MAX_PARTS or not all(parts):
            raise ValueError(f"{path[:80]!r} is not a path of the model")
        node = tree
        for part in parts[:-1]:
            if isinstance(node.get(part), str):
                raise ValueError(f"{path[:80]!r} is both a fact and a part of one")  # noqa: TRY004 - what is wrong is the path
            node = node.setdefault(part, {})
        if parts[-1] != _EMPTY:
            node[parts[-1]] = value
    facts = {name: _lists(value) for name, value in tree.items() if name not in _STORY}
    # Not strict: numbers and flags travel as text, and the model knows which they are.
    article = msgspec.convert({"schema": SCHEMA, **facts}, Article, strict=False)
    return replace(article, body=body, lead=lead)


def _lists(value: Any) -> Any:
    """Turn the parts with numbers for names into lists, in the order of their numbers."""
    if not isinstance(value, dict):
        return value
    inner = {name: _lists(part) for name, part in value.items()}
    if inner and all(name.isascii() and name.isdigit() and int(name) < _MAX_INDEX for name in inner):
        return [inner[name] for name in sorted(inner, key=int)]
    return inner
