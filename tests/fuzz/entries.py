"""Name every door through which bytes of strangers come in, each as a function that must not fail.

What a door may do with bad bytes: refuse them with a NewsArchiveError, or give what it can. Anything else is a finding.
"""

from __future__ import annotations

from collections.abc import Callable

import doors_of_formats
import doors_of_pages
import doors_of_runs
import doors_of_sources

from newsarchive.errors import NewsArchiveError

ENTRIES: dict[str, Callable[[bytes], None]] = {
    door.__name__: door
    for doors in (doors_of_sources, doors_of_pages, doors_of_formats, doors_of_runs)
    for door in doors.DOORS
}
SEEDS: dict[str, list[bytes]] = {
    **doors_of_sources.SEEDS,
    **doors_of_pages.SEEDS,
    **doors_of_formats.seeds(),
    **doors_of_runs.SEEDS,
}
# One knock at these takes a good part of a second.
SLOW = frozenset({"printed"})


def knock(name: str, data: bytes) -> None:
    """Bring bytes to a door; a refusal in our own words is an answer."""
    try:
        ENTRIES[name](data)
    except NewsArchiveError:
        return
