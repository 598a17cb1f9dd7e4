"""An invented page, the article in it, and a picture: what the seeds of all doors are made of."""

from __future__ import annotations

import io
from functools import cache

PAGE = (
    b"<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Harbour plan | Example News</title>"
    b'<script type="application/ld+json">{"@type":"NewsArticle","headline":"Harbour plan","datePublished":"2024-03-01"}</script>'
    b"</head><body><nav><a href=/>Home</a></nav><article><h1>Harbour plan</h1><p>KELSEY - The board met on Monday.</p>"
    b"<figure><img src=boat.png><figcaption>A boat. THE EXAMPLE PRESS/Kim Osei</figcaption></figure><table><tr><td>1</table>"
    b"<p>It read its plan aloud to the owners of boats, who listened for an hour and said nothing at all.</p></article>"
)
SCRAPE = (
    b"Home\nNews\nSport\n\nHarbour plan approved\n\nBy Kim Osei\n1 March 2024\n\nKELSEY - The board met on Monday.\n\n"
    + (b"It read its plan aloud to the owners of boats, who listened for an hour and said nothing at all.\n\n" * 3)
)


@cache
def picture(name: str = "PNG") -> bytes:
    """Return a small picture in a format that Pillow knows."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (48, 32), (20, 90, 160)).save(out, name)
    return out.getvalue()


@cache
def written(name: str) -> bytes:
    """Return the invented article in a format."""
    from newsarchive.verbs import dumps, loads

    return dumps(loads(PAGE, url="https://news.example.org/1"), name)
