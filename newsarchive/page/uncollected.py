"""Keep the collector of garbage out of the way while one page is read."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["uncollected"]


@contextmanager
def uncollected() -> Iterator[None]:
    """Let no collection of cyclic garbage start inside; what was switched off before stays so.

    Reading a page makes some ten thousand objects in no cycle, which go when the reading goes. Looking through them, and from time
    to time through all that is loaded, is one fifteenth of the whole, and finds nothing.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
