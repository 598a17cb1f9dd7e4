"""Hand picture bytes to a writer, without the writer knowing where they come from."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

__all__ = ["MediaFile", "MediaLookup", "no_media"]


class MediaFile(Struct, frozen=True):
    """The verified bytes of one picture: ``media_type`` as decoded, width and height in pixels."""

    data: bytes
    media_type: str
    width: int
    height: int


MediaLookup: TypeAlias = Callable[[str], MediaFile | None]


def no_media(url: str) -> MediaFile | None:
    """Know no picture; the default of every writer."""
    del url
    return None
