"""Read the options of formats as they are typed: ``--set newsml-g2.content=nitf``."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Literal

from newsarchive import registry
from newsarchive.errors import UsageError

__all__ = ["Setting", "settings_from", "settings_of"]

Setting: typing.TypeAlias = str | int | bool
_YES = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}


def settings_of(name: str) -> dict[str, tuple[Setting, ...] | type]:
    """Return the options of a format that can be typed, each with its values, or with the type of them."""
    writer = registry.writer(registry.get(name))
    hints = typing.get_type_hints(writer)
    found: dict[str, tuple[Setting, ...] | type] = {}
    for parameter in inspect.signature(writer).parameters.values():
        if parameter.kind is not parameter.KEYWORD_ONLY or parameter.name in ("notes", "media"):
            continue
        # A file to carry along cannot be typed; convert gives it.
        if parameter.name.startswith("source"):
            continue
        hint = hints[parameter.name]
        for each in typing.get_args(hint) if type(None) in typing.get_args(hint) else (hint,):
            if typing.get_origin(each) is Literal:
                found[parameter.name] = typing.get_args(each)
            elif each in (int, bool, str):
                found[parameter.name] = each
    return found


def settings_from(pairs: Iterable[str], targets: Iterable[str]) -> dict[str, dict[str, Setting]]:
    """Return the options of each format from ``FORMAT.OPTION=VALUE`` pairs.

    Raises:
        UsageError: a pair is not of this form, or there is no such format, option or value.
    """
    wanted = tuple(targets)
    made: dict[str, dict[str, Setting]] = {}
    for pair in pairs:
        where, equals, value = pair.partition("=")
        name, dot, option = where.strip().rpartition(".")
        if not equals or not dot:
            raise UsageError(f"convert: --set {pair!r}: say FORMAT.OPTION=VALUE, such as newsml-g2.content=nitf")
        if name not in wanted:
            raise UsageError(f"convert: --set {pair!r}: {name} is not among the formats of --to ({', '.join(wanted)})")
        known = settings_of(name)
        if option not in known:
            near = get_close_matches(option, known, n=1)
            more = f"did you mean {near[0]}?" if near else f"its options: {', '.join(known) or 'none'}"
            raise UsageError(f"convert: --set {pair!r}: {name} has no option {option}; {more}")
        made.setdefault(name, {})[option] = _value(pair, value.strip(), known[option])
    return made


def _value(pair: str, text: str, allowed: tuple[Setting, ...] | type) -> Setting:
    if isinstance(allowed, tuple):
        if text not in allowed:
            raise UsageError(f"convert: --set {pair!r}: it is one of {', '.join(map(str, allowed))}")
        return text
    if allowed is bool:
        if text.lower() not in _YES:
            raise UsageError(f"convert: --set {pair!r}: it is yes or no")
        return _YES[text.lower()]
    if allowed is int:
        return _whole(pair, text)
    return text


def _whole(pair: str, text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise UsageError(f"convert: --set {pair!r}: it is a whole number") from None
