"""Load what prints need, which costs more than all the rest together."""

from __future__ import annotations

from newsarchive.batch.warm import load

load("newsarchive.formats.html", "newsarchive.formats.pdf", "newsarchive.formats.pdf.writing", "weasyprint", "pydyf")
