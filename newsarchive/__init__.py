"""Turn scraped news pages into lasting records, and account for every word on the way."""

from newsarchive._version import __version__

__all__ = ["__version__"]
