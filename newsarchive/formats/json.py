"""Write an article as JSON without loss, and read it back."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from newsarchive.errors import InvalidDocument, VersionConflict
from newsarchive.model import SCHEMA, Article
from newsarchive.model.media import MediaLookup, no_media
from newsarchive.notes import Account

__all__ = ["check", "decode", "encode", "read", "schema", "write"]

_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Article)


def write(article: Article, *, notes: Account | None = None, media: MediaLookup = no_media, indent: int = 2) -> bytes:
    r"""Write the article as UTF-8 JSON, ``indent`` spaces a level (0: on one line).

    >>> write(Article(headline="Rain"), indent=0)
    b'{"schema":"newsarchive/1","headline":"Rain"}\n'
    """
    del notes, media
    data = encode(article)
    return (msgspec.json.format(data, indent=indent) if indent else data) + b"\n"


def encode(article: Article) -> bytes:
    """Return the article as JSON on one line, keys in the order of the model.

    Raises:
        InvalidDocument: a text holds half a character (a lone surrogate), which no encoding has.
    """
    try:
        return _ENCODER.encode(article)
    except UnicodeEncodeError as error:
        raise InvalidDocument(
            f"json: a text of the article holds half a character: {error}; pass it through model.gate.clean"
        ) from error


def read(data: bytes, *, notes: Account | None = None, url: str | None = None) -> Article:
    """Read an article that ``write`` wrote.

    Raises:
        VersionConflict: the file is of another schema version; nothing is read, so that nothing is lost.
        InvalidDocument: the file is not JSON, or breaks the schema; the message names the place.
    """
    del notes, url
    return decode(data)


def decode(data: bytes) -> Article:
    """Read an article from JSON bytes; see ``read``."""
    try:
        return _DECODER.decode(data)
    except msgspec.ValidationError as error:
        name = _schema_of(data)
        if name is not None and name != SCHEMA and name.startswith("newsarchive/"):
            raise VersionConflict(
                f"json: the file is of schema {name}, this release reads {SCHEMA}; convert it with the release that wrote it"
            ) from error
        raise InvalidDocument(f"json: {error}; see `newsarchive schema` for what an article may hold") from error
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise InvalidDocument(f"json: {error or 'nested too deeply'}; the file is not whole or not JSON") from error


def check(data: bytes) -> list[str]:
    """Return what is wrong with a file of ours: the place and the reason, or nothing."""
    try:
        decode(data)
    except (InvalidDocument, VersionConflict) as error:
        return [str(error)]
    return []


def _schema_of(data: bytes) -> str | None:
    found = re.search(rb'"schema"\s*:\s*"([^"]{1,80})"', data[:4096])
    return found[1].decode("utf-8", "replace") if found else None


def schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the article."""
    whole = msgspec.json.schema(Article)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "newsarchive article",
        "$comment": f"schema {SCHEMA}",
        **whole,
    }
