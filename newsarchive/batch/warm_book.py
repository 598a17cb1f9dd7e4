"""Load what books need, in the process from which workers are forked."""

from __future__ import annotations

from newsarchive.batch.warm import load

load("newsarchive.formats.html", "newsarchive.formats.epub", "newsarchive.formats.epub.writing", "ebooklib.epub")
