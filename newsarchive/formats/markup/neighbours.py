"""Name the files of pictures that stand beside a page rather than in it: by their content, so that a name never lies."""

from __future__ import annotations

import hashlib

from newsarchive.model import Article
from newsarchive.model.media import MediaFile, MediaLookup

__all__ = ["name_of_neighbour", "neighbours", "shown_file"]

_SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "image/avif": ".avif",
}


def neighbours(article: Article, *, media: MediaLookup) -> dict[str, bytes]:
    """Return the files that stand beside a page written with ``pictures="beside"``, by their names relative to it."""
    files = (shown_file(picture.url, media) for picture in article.images if picture.url)
    return {name_of_neighbour(file): file.data for file in files if file}


def shown_file(url: str, media: MediaLookup) -> MediaFile | None:
    """Return the picture at an address if it is there and every browser shows it."""
    file = media(url)
    return file if file and file.media_type in _SUFFIXES else None


def name_of_neighbour(file: MediaFile) -> str:
    """Return the name of a picture beside a page: ``pictures/`` and the start of its SHA-256."""
    return f"pictures/{hashlib.sha256(file.data).hexdigest()[:16]}{_SUFFIXES[file.media_type]}"
