"""Find pages that tell the same story in almost the same words: copies on other sites, updates of one wire story."""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterable, Iterator
from heapq import nsmallest

from newsarchive.batch.journal import Entry
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


def earlier_of(receipts: Iterable[Done]) -> dict[str, str]:
    """Return, for each page whose words an earlier page has (all of them, or almost), the key of that page.

    The page with the earliest date is first, then the smallest key, whatever the order of the receipts.
    """
    same: dict[str, str] = {}
    places: dict[int, list[Done]] = {}
    later: dict[str, str] = {}
    for done in sorted(receipts, key=lambda done: (done.date or "9999", done.key)):
        if done.words < _FROM or not done.fingerprint:
            continue
        known = same.setdefault(done.fingerprint, done.key)
        if known == done.key and done.sketch:
            candidates = {one.key: one for place in done.sketch[:_LOOKED_UP] for one in places.get(place, ())}
            known = next(
                (one.key for one in candidates.values() if _share(one.sketch, done.sketch) >= _ALIKE), done.key
            )
        if known != done.key:
            later[done.key] = known
            continue
        for place in done.sketch[:_LOOKED_UP]:
            places.setdefault(place, []).append(done)
    return later


def _share(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Estimate how much two texts have in common (Jaccard) from the smallest hashes of both."""
    both = nsmallest(_SIZE, {*one, *other})
    return len({*both} & {*one} & {*other}) / max(1, len(both))


def without_later(out: str, receipts: Iterable[Done]) -> Iterator[Entry]:
    """Remove the files of pages whose words an earlier page has; yield what the journal shall say of each."""
    from msgspec.structs import replace

    known = {done.key: done for done in receipts if done.outputs}
    for key, earlier in sorted(earlier_of(known.values()).items()):
        done = known[key]
        for output in done.outputs:
            try:
                os.unlink(os.path.join(out, *output.path.split("/")))
            except FileNotFoundError:
                continue
        reason = f"has the words of {known[earlier].name}"
        yield Entry(
            "done", done=replace(done, status="filtered", outputs=(), failures=(Failure(reason, kind="Alike"),))
        )
