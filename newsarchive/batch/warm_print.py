"""Load what books and prints need, which costs more than all the rest together."""

from __future__ import annotations

from newsarchive.batch.warm import load

load(
    "newsarchive.formats.html",
    "newsarchive.formats.epub",
    "newsarchive.formats.pdf",
    "weasyprint",
    "pydyf",
    "ebooklib.epub",
)
