"""What one publisher's pages are like, and until when: values, and the choice by host and by day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

__all__ = ["Layout", "Site", "Sites", "Target"]


@dataclass(frozen=True, slots=True)
class Target:
    """What a rule points at: elements (``select``: CSS, or XPath from ``/`` on), or blocks that hold a ``text``.

    To drop, ``rule`` is the name that the account gives to the removal. To keep, ``rule`` alone spares all that the rule of
    this name would take.
    """

    select: str = ""
    text: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """How pages are built from ``since`` until ``until`` (days, both included; None where there is no border).

    ``story`` are selectors, the first that finds something counts. ``facts`` are pairs of a fact's name and a selector.
    ``clean`` takes a BeautifulSoup tree and removes from it what is not the story.
    """

    since: date | None = None
    until: date | None = None
    story: tuple[str, ...] = ()
    drop: tuple[Target, ...] = ()
    keep: tuple[Target, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    clean: Callable[[Any], object] | None = None

    def holds(self, day: date | None) -> bool:
        """Tell whether a page of this day is built so; a page of an unknown day is taken for a late one."""
        if day is None:
            return self.until is None
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Site:
    """One publisher: its hosts (with all below them), its name, its layouts in the order in which they are asked.

    ``source`` is the file it was read from, ``unread`` what that file asks for and newsarchive does not do.
    """

    hosts: tuple[str, ...]
    layouts: tuple[Layout, ...] = ()
    publisher: str | None = None
    source: str = ""
    unread: tuple[str, ...] = ()

    def layout(self, day: date | None) -> Layout | None:
        """Return the first layout that holds on a day."""
        return next((layout for layout in self.layouts if layout.holds(day)), None)


class Sites:
    """The sites we have rules for; of two for one host the first one counts, so a user's own come before others.

    >>> Sites([Site(("hillpost.example",))]).of("https://www.hillpost.example/news/1") is not None
    True
    """

    __slots__ = ("_by_host", "all")

    def __init__(self, sites: Iterable[Site] = ()) -> None:
        self.all = tuple(sites)
        self._by_host: dict[str, Site] = {}
        for site in self.all:
            for host in site.hosts:
                self._by_host.setdefault(_plain(host), site)

    def of(self, url: str | None) -> Site | None:
        """Return the rules for a page's address: those of its host, or of the nearest domain above it."""
        try:
            host = _plain(urlsplit(url or "").hostname or "")
        except ValueError:  # brackets that are no IPv6 address
            return None
        while host:
            if host in self._by_host:
                return self._by_host[host]
            host = host.partition(".")[2]
        return None

    def __len__(self) -> int:
        return len(self.all)


def _plain(host: str) -> str:
    return host.lower().strip(".").removeprefix("www.")
