"""Validate ninjs against the schemas that are shipped, without a library (docs/decisions/0042)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["VERSIONS", "check", "faults", "is_uri", "version_of"]

VERSIONS = ("3.1", "2.1", "1.4")

# RFC 3986, appendix A, without the parts that only matter for resolving; brackets stand round an IP address only.
_PLAIN = r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})"
_URI = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.\-]*:(?://(?:{_PLAIN}*@)?(?:\[[0-9A-Fa-f:.]+\]|{_PLAIN}*)(?::\d*)?(?=[/?#]|\Z))?"
    rf"(?:{_PLAIN}|/)*(?:\?(?:{_PLAIN}|[/?])*)?(?:#(?:{_PLAIN}|[/?])*)?\Z",
    re.ASCII,
)
_MAX_URI = 100_000
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)\Z", re.ASCII)
_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,),
}  # fmt: skip
# What the schemas of ninjs use of JSON Schema; a schema with more is refused rather than half obeyed.
_KNOWN = frozenset({
    "$schema", "$id", "id", "$ref", "$defs", "title", "description", "type", "enum", "format", "pattern", "minimum", "maximum",
    "required", "properties", "patternProperties", "additionalProperties", "unevaluatedProperties", "items", "anyOf", "oneOf",
})  # fmt: skip


def check(data: bytes) -> list[str]:
    """Return what is wrong with a ninjs document, by the schema of the version that it names."""
    if data.startswith(b"\xef\xbb\xbf"):
        return ["the document begins with a byte order mark, which JSON forbids (RFC 8259, section 8.1)"]
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        return [f"not JSON: {error}"]
    if not isinstance(document, dict):
        return ["the document is not an object"]
    return faults(document, version_of(document))


def faults(document: dict[str, Any], version: str) -> list[str]:
    """Return where a document breaks the schema of a version, each as place and reason."""
    schema = _schema(version)
    return list(_faults(document, schema, schema, "$"))


def version_of(document: dict[str, Any]) -> str:
    """Return which of our versions a document is of: the one it names, else the one that its names look like."""
    named = document.get("standard", document.get("$standard"))
    text = str(named.get("version", "")) if isinstance(named, dict) else str(document.get("$schema", ""))
    if found := re.search(r"\b([123])\.\d", text):
        return {"1": "1.4", "2": "2.1", "3": "3.1"}[found[1]]
    if any(key == "headline" or key.startswith(("body_", "description_")) for key in document):
        return "1.4"
    return "2.1" if "versioncreated" in document or "pubstatus" in document else "3.1"


def is_uri(text: str) -> bool:
    """Tell whether a text is a URI with a scheme, in ASCII (RFC 3986).

    >>> is_uri("https://[::1]/a?b#c"), is_uri("tag:a.example,2021:1"), is_uri("https://a.example/[b]"), is_uri("/a")
    (True, True, False, False)
    """
    return len(text) < _MAX_URI and bool(_URI.match(text))


@cache
def _schema(version: str) -> dict[str, Any]:
    text = files("newsarchive.formats.ninjs").joinpath("schema", f"ninjs-schema_{version}.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def _faults(value: Any, schema: dict[str, Any], root: dict[str, Any], where: str) -> Iterator[str]:
    if unknown := set(schema) - _KNOWN:
        raise NotImplementedError(f"the schema uses {sorted(unknown)}")
    if "$ref" in schema and (target := _target(schema["$ref"], root)) is not None:
        yield from _faults(value, target, root, where)
    kind = schema.get("type")
    if kind and (not isinstance(value, _TYPES[kind]) or (isinstance(value, bool) and kind != "boolean")):
        yield f"{where}: expected {kind}, got {type(value).__name__}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{where}: {value!r} is none of {', '.join(map(str, schema['enum']))}"
    for name, need in (("anyOf", None), ("oneOf", 1)):
        if name in schema:
            fits = sum(1 for option in schema[name] if not any(_faults(value, option, root, where)))
            if fits == 0 or (need == 1 and fits != 1):
                yield f"{where}: fits {fits} of the alternatives"
    match value:
        case str():
            yield from _text_faults(value, schema, where)
        case bool():
            pass
        case int() | float():
            if value < schema.get("minimum", value) or value > schema.get("maximum", value):
                yield f"{where}: {value} is out of range"
        case list() if isinstance(schema.get("items"), dict):
            for index, part in enumerate(value):
                yield from _faults(part, schema["items"], root, f"{where}[{index}]")
        case dict():
            yield from _object_faults(value, schema, root, where)
        case _:
            pass


def _text_faults(value: str, schema: dict[str, Any], where: str) -> Iterator[str]:
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{where}: {value!r} does not have the form that the schema asks for"
    if schema.get("format") == "uri" and not is_uri(value):
        yield f"{where}: {value!r} is no URI"
    if schema.get("format") == "date-time" and not _is_date_time(value):
        yield f"{where}: {value!r} is no date with time and zone"


def _object_faults(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], where: str) -> Iterator[str]:
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{where}: {name} is missing"
    for name, part in value.items():
        for rule in _rules(name, schema):
            if isinstance(rule, dict):
                yield from _faults(part, rule, root, f"{where}.{name}")
    closed = schema.get("additionalProperties") is False
    if closed:
        yield from (f"{where}: {name} is not a property there" for name in value if not list(_rules(name, schema)))
    elif schema.get("unevaluatedProperties") is False:
        seen = list(_family(schema, root))
        for name in value:
            if not any(list(_rules(name, part)) for part in seen):
                yield f"{where}: {name} is not a property there"


def _rules(name: str, schema: dict[str, Any]) -> Iterator[Any]:
    if name in schema.get("properties", {}):
        yield schema["properties"][name]
    for pattern, rule in schema.get("patternProperties", {}).items():
        if re.search(pattern, name):
            yield rule


def _family(schema: dict[str, Any], root: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a schema and those it refers to: what they name is evaluated (JSON Schema 2020-12, Core, 11.3)."""
    yield schema
    if "$ref" in schema and (target := _target(schema["$ref"], root)) is not None:
        yield from _family(target, root)


def _target(reference: str, root: dict[str, Any]) -> dict[str, Any] | None:
    """Return the schema that a reference names; None for the one of GeoJSON, which lives elsewhere."""
    if not reference.startswith("#"):
        return None
    node: dict[str, Any] = root
    for part in filter(None, reference[1:].split("/")):
        node = node[part]
    return node


def _is_date_time(text: str) -> bool:
    try:
        return bool(_DATE_TIME.match(text) and datetime.fromisoformat(text.upper()))
    except ValueError:
        return False
