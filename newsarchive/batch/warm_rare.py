"""Load what one page in a hundred needs, in the process from which workers are forked: worth its half second where pages are many.

The model of languages is asked where a page does not say its language and its commonest words do not tell; BeautifulSoup reads
what the fast parser loses.
"""

from __future__ import annotations

from newsarchive.batch.warm import load

load("numpy", "bs4", "py3langid")


def rehearse() -> None:
    """Ask the model once, which lays it out."""
    import py3langid  # type: ignore[import-untyped]

    py3langid.classify("The ferry between the town and the islands is back in service.")


rehearse()
