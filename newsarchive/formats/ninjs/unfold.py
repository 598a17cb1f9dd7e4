"""Bring an item of ninjs of any version into one shape, and read single values out of it with good will."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from newsarchive.model import Organisation
from newsarchive.model.gate import safe_href, squeeze

__all__ = [
    "SUMMARY",
    "Data",
    "agency_of",
    "alt_id",
    "items_in",
    "listed",
    "loose",
    "lower_keys",
    "number_in",
    "one_of",
    "organisation_of",
    "related",
    "said_in",
    "text_in",
    "unfolded",
]

Data = dict[str, Any]

# What may stand round an item.
_ENVELOPES = frozenset({"data", "item", "items", "content", "contents", "results", "news", "newsitem"})
_MAX_ENVELOPES = 6
SUMMARY = ("summary", "abstract", "text", "main", "")


_PLURALS = {"person": "people", "organisation": "organisations", "place": "places", "subject": "subjects", "infosource": "infosources",
            "byline": "by", "event": "events", "object": "objects", "genre": "genres"}  # fmt: skip


def items_in(value: Any, depth: int = 0) -> Iterator[Data]:
    """Yield the items in a document, also where they stand in an answer of some service."""
    if isinstance(value, dict):
        if _looks_like_news(value):
            yield value
            return
        value = [part for key, part in value.items() if str(key).lower() in _ENVELOPES]
    if isinstance(value, list) and depth < _MAX_ENVELOPES:
        for part in value:
            yield from items_in(part, depth + 1)


def _looks_like_news(document: Data) -> bool:
    names = {key.lower() for key in document}
    return bool(names & {"uri", "headlines", "headline", "bodies", "versioncreated", "descriptions"}) or any(
        name.startswith(("body_", "headline_", "description_")) for name in names
    )


def unfolded(document: Any) -> Data:
    """Return an item of any version with the names of 2.x: lower case, arrays, roles beside their values."""
    out: Data = {}
    for name, value in document.items() if isinstance(document, dict) else ():
        key = str(name).lower()
        family, _, role = key.partition("_")
        if family in ("headline", "description", "body") and isinstance(value, str):
            plural = {"headline": "headlines", "description": "descriptions", "body": "bodies"}[family]
            part = {"role": re.sub(r"_\d+$", "", role).replace("_", "-") or "main", "value": value}
            out.setdefault(plural, []).append(part)
        elif key in ("renditions", "associations") and isinstance(value, dict):
            out[key] = [{"name": inner, **part} for inner, part in value.items() if isinstance(part, dict)]
        elif key == "altids" and isinstance(value, dict):
            out[key] = [{"role": re.sub(r"_\d+$", "", inner), "value": part} for inner, part in value.items()]
        else:
            out.setdefault(_PLURALS.get(key, key), value)
    return out


def listed(item: Data, name: str) -> list[Data]:
    """Return the things that a property lists; anything else is no thing."""
    value = item.get(name)
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def loose(item: Data, name: str) -> list[Data]:
    """Return a property as a list of things, strings as things with a name."""
    value = item.get(name)
    parts = value if isinstance(value, list) else [value]
    return [part if isinstance(part, dict) else {"name": part} for part in parts if isinstance(part, dict | str)]


def said_in(item: Data, name: str) -> dict[str, list[str]]:
    """Return texts by their roles, in order; markup in them is taken off."""
    out: dict[str, list[str]] = {}
    for part in listed(item, name):
        if (text := text_in(part.get("value"))) is not None:
            role = str(part.get("role") or "").lower()
            if role.endswith(("xhtml", "html")) or "html" in str(part.get("contenttype", part.get("contentType", ""))):
                text = squeeze(re.sub(r"<[^<>]{0,2000}>", " ", text))
                role = role.removesuffix("xhtml").removesuffix("html").strip("-")
            out.setdefault(role, []).append(text)
    return out


def one_of(said: dict[str, list[str]], *roles: str) -> str | None:
    """Return the first text of the first of these roles that says one."""
    return next((said[role][0] for role in roles if role in said), None)


def text_in(value: Any) -> str | None:
    """Return a string with its spaces single; None for anything else, and for no words."""
    return squeeze(value) or None if isinstance(value, str) else None


def number_in(value: Any) -> int | None:
    """Return a size as a whole number; None where it says none that could be one."""
    return int(value) if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < 10**7 else None


def related(item: Data, name: str, relation: str) -> Data:
    """Return the first thing of a property that stands in this relation to the item; an empty one where there is none."""
    return next((part for part in listed(item, name) if part.get("rel") == relation), {})


def alt_id(item: Data, role: str) -> str | None:
    """Return the identifier of this role."""
    return next((text_in(part.get("value")) for part in listed(item, "altids") if part.get("role") == role), None)


def lower_keys(part: Data) -> Data:
    """Return a thing with its keys in lower case."""
    return {str(key).lower(): value for key, value in part.items()}


def agency_of(item: Data) -> Organisation | None:
    """Return the agency among the sources of an item; without one that says so, the first."""
    sources = listed(item, "infosources")
    told = [part for part in sources if "agency" in (part.get("role"), part.get("rel"))] or sources
    return organisation_of(told[0]) if told else None


def organisation_of(part: Data) -> Organisation | None:
    """Return a thing as an organisation, None where it has no name."""
    name = text_in(part.get("name")) or text_in(part.get("literal"))
    code = text_in(part.get("literal")) or text_in(part.get("code"))
    return Organisation(name, code if code != name else None, safe_href(text_in(part.get("uri")))) if name else None
