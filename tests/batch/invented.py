"""Make invented stories in our own JSON."""

from __future__ import annotations

from newsarchive.formats.json import encode
from newsarchive.model import Article, Moment, Paragraph, Run


def story(number: int, *, headline: str = "Harbour plan approved", date: str | None = "2024-03-01") -> bytes:
    body = tuple(
        Paragraph((Run(f"The board met for the {number}th time and read part {part} of its plan aloud."),))
        for part in range(6)
    )
    return encode(Article(headline=headline, body=body, published=Moment(date) if date else None, language="en"))
