"""Read a plain-text dump of a whole page: its lines become a tree, and the story's lines are chosen among them."""

from newsarchive.page.scrape.outline import parse
from newsarchive.page.scrape.witness import choose

__all__ = ["choose", "parse"]
