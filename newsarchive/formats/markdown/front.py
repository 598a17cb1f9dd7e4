"""Write and read the front matter: one fact a line, each value JSON, which is YAML as well (YAML 1.2, section 1.3)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from newsarchive.errors import InvalidDocument, VersionConflict
from newsarchive.model import SCHEMA, Article
from newsarchive.model.gate import cleaned
from newsarchive.notes import Account, Note

__all__ = ["VERSION", "article_of", "parse", "spell"]

VERSION = int(SCHEMA.rpartition("/")[2])
_MOMENTS = ("published", "updated")
_NAMED = ("agency", "publisher")
# What is a line break to YAML or to some editor, and the byte order mark.
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff]")
_KEY = re.compile(r"([A-Za-z_][\w\-]{0,60})[ \t]*:(?:[ \t]+(.*))?\Z")


def spell(article: Article, further: dict[str, Any]) -> str:
    """Return the facts of an article as lines between two rules; ``further`` is what belongs to the format.

    A date, an organisation or a person of which only the one thing is known is written as that one thing.
    """
    facts: dict[str, Any] = msgspec.to_builtins(article)
    for name in ("schema", "body"):
        facts.pop(name, None)
    for name in _MOMENTS:
        facts[name] = _short(facts.get(name), "iso")
    for name in _NAMED:
        facts[name] = _short(facts.get(name), "name")
    facts["authors"] = [_short(person, "name") for person in facts.get("authors", ())]
    if facts.get("provenance") == {}:
        del facts["provenance"]
    lines = [f"{name}: {_json(value)}" for name, value in {**facts, **further}.items() if value not in (None, [], {})]
    return "\n".join(["---", f"newsarchive: {VERSION}", *lines, "---"]) + "\n"


def _short(value: Any, key: str) -> Any:
    return value[key] if isinstance(value, dict) and set(value) == {key} else value


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def parse(text: str) -> tuple[dict[str, Any], str]:
    """Return the front matter as a dict and the text after it; no front matter is an empty dict.

    Plain scalars, lists in brackets and lists of ``- item`` lines are read as well, as people write them.

    Raises:
        InvalidDocument: the front matter does not end, or a line of it says nothing; the message names the line.
    """
    if not text.startswith("---\n"):
        return {}, text
    lines = text.split("\n")
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), None)
    if end is None:
        raise InvalidDocument("markdown: the front matter does not end (line 1); close it with ---")
    return dict(_facts(lines[1:end])), "\n".join(lines[end + 1 :])


def _facts(lines: list[str]) -> Iterator[tuple[str, Any]]:
    index = 0
    while index < len(lines):
        line = lines[index]
        index += 1
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = _KEY.match(line)
        if found is None:
            raise InvalidDocument(f"markdown: line {index + 1} of the front matter is not `name: value`: {line[:60]!r}")
        value = (found[2] or "").strip()
        if value:
            yield found[1], _value(value)
            continue
        items = []
        while index < len(lines) and re.match(r"\s*-\s+\S", lines[index]):
            items.append(_value(lines[index].strip()[1:].strip()))
            index += 1
        yield found[1], items or None


def _value(text: str) -> Any:
    try:
        return cleaned(json.loads(text))
    except (ValueError, RecursionError):
        pass
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    if text.startswith("[") and text.endswith("]"):
        return [_value(part.strip()) for part in text[1:-1].split(",") if part.strip()]
    return None if text in ("~", "null", "") else text


def article_of(facts: dict[str, Any], notes: Account) -> Article:
    """Return the facts as an article without a story.

    Raises:
        VersionConflict: the front matter is of another schema version.
        InvalidDocument: a fact is not of its type.
    """
    version = facts.get("newsarchive", VERSION)
    if version != VERSION:
        raise VersionConflict(
            f"markdown: the file is of version {version}, this release reads {VERSION}; convert it with the release that wrote it"
        )
    known = set(Article.__struct_fields__) - {"body"}
    for name in facts:
        if name not in known and name not in ("newsarchive", "footnotes", "media", "pictures", "title", "date"):
            notes.add(Note("NA107", "markdown-front-matter", "no fact of an article", f"{name}: {facts[name]}"[:200]))
    facts = {"headline": facts.get("title"), "published": facts.get("date"), **facts}
    told = {name: value for name, value in facts.items() if name in known and value is not None}
    for name in _MOMENTS:
        if isinstance(told.get(name), (str, int)):
            told[name] = {"iso": str(told[name])}
    for name in _NAMED:
        if isinstance(told.get(name), str):
            told[name] = {"name": told[name]}
    for name in ("authors", "keywords"):
        if isinstance(told.get(name), str):
            told[name] = [told[name]]
    if isinstance(told.get("authors"), list):
        told["authors"] = [{"name": person} if isinstance(person, str) else person for person in told["authors"]]
    try:
        return msgspec.convert({"schema": SCHEMA, **told}, Article)
    except msgspec.ValidationError as error:
        raise InvalidDocument(f"markdown: front matter: {error}") from error
