"""Read JSON as pages really write it: with comments, trailing commas, raw line breaks, entities, or cut off at the end."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any
from urllib.parse import unquote

import msgspec

__all__ = ["decode", "decode_at"]

_LIMIT = 2_000_000  # characters; a page's data is never longer, an attack may be
_WRAPPING = re.compile(r"^(?:\s|/\*.*?\*/|//[^\n]*\n|<!--|<!\[CDATA\[|//\s*<!\[CDATA\[)+", re.DOTALL)
_BARE = re.compile(r"[^\s,:{}\[\]\"']+")
_BARE_KEY = re.compile(r"[\w$@]+\s*:")
_DEPTH = 60


def decode(text: str) -> list[Any]:
    """Return the values written in a script, as many as can be had; none where there is nothing like JSON.

    >>> decode('{"a": "b",} // done')
    [{'a': 'b'}]
    >>> decode("&quot;x&quot;")
    ['x']
    """
    if len(text) > _LIMIT:
        return []
    try:
        return [msgspec.json.decode(text)]
    except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
        pass
    try:
        return [json.loads(text, strict=False)]
    except (ValueError, RecursionError):
        pass
    text = _WRAPPING.sub("", text)
    if "&quot;" in text[:400] or "&#34;" in text[:400]:
        text = unescape(text)
    reader = _Reader(text)
    found: list[Any] = []
    while reader.at < len(text) and len(found) < 50:
        at = reader.at
        value = reader.value(0)
        if isinstance(value, dict | list) or (isinstance(value, str) and not found and text[:1] in "\"'"):
            found.append(value)
        reader.space(";,")
        if reader.at == at:
            reader.at += 1
    return found


_PARSE = re.compile(r"JSON\.parse\(\s*|decodeURIComponent\(\s*")
_STRICT = json.JSONDecoder(strict=False)
_LITERAL = 300_000  # characters of a script's own notation that are read by hand


def decode_at(text: str, at: int) -> Any:
    """Return the value that begins at a place of a script: JSON, JSON in a string, or a literal; None where there is none.

    >>> decode_at("state = {a: [1, 2,],}; more()", 8)
    {'a': [1, 2]}
    """
    if at == 0:  # most scripts of data are nothing but JSON, and this takes a third of the time
        try:
            value = msgspec.json.decode(text)
        except (msgspec.DecodeError, UnicodeEncodeError, RecursionError):
            pass
        else:
            if isinstance(value, dict | list):
                return value
    wrapped = False
    while match := _PARSE.match(text, at):
        at, wrapped = match.end(), True
    try:
        value = _STRICT.raw_decode(text, at)[0]
    except (ValueError, RecursionError):
        if len(text) - at > _LITERAL:
            return None
        reader = _Reader(text)
        reader.at = at
        value = reader.value(0)
    if isinstance(value, str) and (wrapped or value[:1] in ("{", "[", "%")):
        value = unquote(value) if value[:3].upper() in ("%7B", "%5B") else value
        found = decode(value)
        return found[0] if found else None
    return value


class _Reader:
    """A reader that never gives up: what it cannot read becomes None, and reading goes on behind it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.bare = False  # keys are written without quotes here

    def space(self, also: str = "") -> str:
        """Go past white space and comments; return the character that follows, "" at the end."""
        text, length = self.text, len(self.text)
        while self.at < length:
            char = text[self.at]
            if char.isspace() or char in also or char == "\ufeff":
                self.at += 1
            elif char == "/" and text[self.at : self.at + 2] in ("//", "/*"):
                close = "\n" if text[self.at + 1] == "/" else "*/"
                end = text.find(close, self.at + 2)
                self.at = length if end < 0 else end + len(close)
            else:
                return char
        return ""

    def value(self, depth: int) -> Any:
        """Read one value."""
        char = self.space()
        if depth > _DEPTH:
            self.at = len(self.text)
            return None
        if char == "{":
            return self.mapping(depth)
        if char == "[":
            return self.sequence(depth)
        if char and char in "\"'":
            return self.string(char)
        match = _BARE.match(self.text, self.at)
        if not match:
            return None
        self.at = match.end()
        word = match[0]
        try:
            return json.loads(word)
        except ValueError:
            return word if word not in ("undefined", "NaN") else None

    def mapping(self, depth: int) -> dict[str, Any]:
        """Read an object; of a key given twice the first non-empty value counts."""
        self.at += 1
        found: dict[str, Any] = {}
        while (char := self.space(",")) and char != "}":
            at = self.at
            if char not in "\"'":
                self.bare = True
            name = self.string(char) if char in "\"'" else self.value(depth + 1)
            if self.space() == ":":
                self.at += 1
                value = self.value(depth + 1) if self.space() not in ("}", ",", "") else None
                if isinstance(name, str) and found.get(name) in (None, ""):
                    found[name] = value
            elif self.at == at:
                self.at += 1
        self.at += 1
        return found

    def sequence(self, depth: int) -> list[Any]:
        """Read an array."""
        self.at += 1
        found: list[Any] = []
        while (char := self.space(",")) and char != "]":
            at = self.at
            if char in "}:":  # a bracket was forgotten
                if char == "}":
                    return found
                self.at += 1
                continue
            found.append(self.value(depth + 1))
            if self.at == at:
                self.at += 1
        self.at += 1
        return found

    def string(self, quote: str) -> str:
        """Read a string; a quote inside it that nobody escaped does not end it."""
        text, length = self.text, len(self.text)
        start = self.at + 1
        at = start
        while True:
            at = text.find(quote, at)
            if at < 0:
                at = length
                break
            slashes = 0
            while text[at - 1 - slashes] == "\\" and at - 1 - slashes >= start:
                slashes += 1
            if slashes % 2 == 0 and self._ends(at + 1):
                break
            at += 1
        self.at = min(at + 1, length)
        raw = text[start:at]
        if "\\" not in raw:
            return raw
        try:
            return str(json.loads(f'"{_escaped(raw)}"', strict=False))
        except ValueError:
            return raw.replace("\\", "")

    def _ends(self, at: int) -> bool:
        """Tell whether what follows a quote can follow the end of a string."""
        text, length = self.text, len(self.text)
        while at < length and text[at].isspace():
            at += 1
        if at >= length or text[at] in ":}]":
            return True
        if text[at] != ",":
            return False
        at += 1
        while at < length and text[at].isspace():
            at += 1
        # behind the comma stands a key, another value or a comment, no words
        if at >= length or text[at] in "\"'{}[]-0123456789/" or text[at : at + 4] in ("true", "fals", "null"):
            return True
        return self.bare and _BARE_KEY.match(text, at) is not None


def _escaped(raw: str) -> str:
    """Write a string's inside so that JSON reads it: quotes escaped, unknown escapes kept as they stand."""
    raw = re.sub(r'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})', r"\\\\", raw)
    return re.sub(r'(?<!\\)((?:\\\\)*)"', r'\1\\"', raw)
