"""Find pages that tell the same story in almost the same words: copies on other sites, updates of one wire story."""

from __future__ import annotations

import os
import re
import zlib
from array import array
from collections.abc import Iterable, Iterator
from heapq import nsmallest

from newsarchive.batch.journal import Entry
from newsarchive.batch.sorter import Sorter
from newsarchive.batch.state import State
from newsarchive.batch.task import Done, Failure

__all__ = ["earlier_of", "sketch_of", "without_later"]

_WORDS = 4
_SIZE = 32
_LOOKED_UP = 6
_ALIKE = 0.8
# Shorter texts are alike by chance: a page without a story, a notice.
_FROM = 20


def sketch_of(text: str) -> tuple[int, ...]:
    """Return the smallest hashes of the stretches of four words of a text: texts that are alike share most of them.

    >>> a = sketch_of("the board met on monday and read its plan aloud to the owners of boats")
    >>> b = sketch_of("the board met on monday and read its plan aloud to the owners of boats today")
    >>> len({*a} & {*b}) >= 10
    True
    """
    words = re.findall(r"\w+", text.casefold())
    stretches = {" ".join(words[at : at + _WORDS]) for at in range(max(0, len(words) - _WORDS + 1))}
    return tuple(nsmallest(_SIZE, (zlib.crc32(stretch.encode("utf-8", "replace")) for stretch in stretches)))


def earlier_of(receipts: Iterable[Done], *, folder: str | None = None) -> dict[str, str]:
    """Return, for each page whose words an earlier page has (all of them, or almost), the key of that page.

    The page with the earliest date is first, then the smallest key, whatever the order of the receipts.
    What is held in memory are the pages that have an earlier one, and, where there are sketches, about a kilobyte for each text.

    Args:
        receipts: looked at once.
        folder: where the disk may be used (None: where temporary files go).
    """
    texts = Sorter(folder)
    for done in receipts:
        if done.words >= _FROM and done.fingerprint:
            order = "\0".join((done.fingerprint, done.date or "9999", done.key)).encode()
            texts.add(order, array("I", done.sketch).tobytes())
    later: dict[str, str] = {}
    firsts = Sorter(folder)
    known, first = "", ""
    for order, sketch in texts:
        fingerprint, date, key = order.decode().split("\0")
        if fingerprint == known:
            later[key] = first
            continue
        known, first = fingerprint, key
        if sketch:
            firsts.add(f"{date}\0{key}".encode(), sketch)
    return later | _almost(firsts)


def _almost(texts: Sorter) -> dict[str, str]:
    """Return the earlier page of each that has almost its words."""
    places: dict[int, list[tuple[str, bytes]]] = {}
    later: dict[str, str] = {}
    for order, data in texts:
        key = order.decode().partition("\0")[2]
        sketch = array("I", data)
        candidates = {one[0]: one[1] for place in sketch[:_LOOKED_UP] for one in places.get(place, ())}
        known = next((name for name, other in candidates.items() if _share(array("I", other), sketch) >= _ALIKE), None)
        if known is not None:
            later[key] = known
            continue
        for place in sketch[:_LOOKED_UP]:
            places.setdefault(place, []).append((key, data))
    return later


def _share(one: Iterable[int], other: Iterable[int]) -> float:
    """Estimate how much two texts have in common (Jaccard) from the smallest hashes of both."""
    first, second = {*one}, {*other}
    both = nsmallest(_SIZE, first | second)
    return len({*both} & first & second) / max(1, len(both))


def without_later(out: str, state: State) -> Iterator[tuple[Entry, int]]:
    """Remove the files of pages whose words an earlier page has; yield what the journal shall say of each, and how many files it had."""
    from msgspec.structs import replace

    later = earlier_of((done for done in state.receipts() if done.outputs), folder=state.folder)
    firsts = {*later.values()}
    names = {done.key: done.name for done in state.receipts() if done.key in firsts}
    for done in state.receipts():
        if done.key not in later:
            continue
        for output in done.outputs:
            try:
                os.unlink(os.path.join(out, *output.path.split("/")))
            except FileNotFoundError:
                continue
        reason = f"has the words of {names[later[done.key]]}"
        left_out = replace(done, status="filtered", outputs=(), failures=(Failure(reason, kind="Alike"),))
        yield Entry("done", done=left_out), len(done.outputs)
