"""Read the ftr-site-config format, which wallabag and FiveFilters users maintain: one text file a host.

Each line is ``key: value``; ``#`` starts a comment. Read are ``title``, ``body``, ``strip``, ``strip_id_or_class``, ``author`` and
``date``; ``single_page_link`` and ``next_page_link`` ask for a download and are noted, as is whatever else a file says.
Selectors are XPath 1.0. See https://help.fivefilters.org/full-text-rss/site-patterns.html.
"""

from __future__ import annotations

import re

from newsarchive.page.site.rules import Layout, Site, Target

__all__ = ["read_ftr"]

_FACTS = {"title": "headline", "author": "byline", "date": "published"}
_SILENT = frozenset({"test_url", "test_contains"})
_LINE = re.compile(r"([a-z_]+(?:\([^)]*\))?)\s*:\s*(.+)")


def read_ftr(text: str, name: str) -> Site:
    r"""Read one file; its name is the host (``example.org.txt``; ``.example.org.txt`` for all hosts below it).

    >>> site = read_ftr("body: //div[@id='story']\nstrip_id_or_class: promo\nsingle_page_link: //a", "hillpost.example.txt")
    >>> site.hosts, site.layouts[0].story, site.unread
    (('hillpost.example',), ("//div[@id='story']",), ('single_page_link: //a',))
    """
    story: list[str] = []
    drop: list[Target] = []
    facts: list[tuple[str, str]] = []
    unread: list[str] = []
    for line in text.splitlines():
        found = _LINE.match(line.strip())
        if not found or line.lstrip().startswith("#"):
            continue
        key, value = found[1], found[2].strip()
        if key == "body":
            story.append(value)
        elif key == "strip":
            drop.append(Target(value, rule="site-rule"))
        elif key == "strip_id_or_class":
            quoted = _quoted(value.strip("\"'"))
            drop.append(Target(f"//*[contains(@id, {quoted}) or contains(@class, {quoted})]", rule="site-rule"))
        elif key in _FACTS:
            facts.append((_FACTS[key], value))
        elif key not in _SILENT:
            unread.append(f"{key}: {value}")
    host = name.removesuffix(".txt").strip(".").lower()
    return Site((host,), (Layout(story=tuple(story), drop=tuple(drop), facts=tuple(facts)),), None, name, tuple(unread))


def _quoted(value: str) -> str:
    """Write a text as XPath 1.0 does, which knows no escapes."""
    if "'" not in value:
        return f"'{value}'"
    if '"' not in value:
        return f'"{value}"'
    return "concat(" + ', "\'", '.join(f"'{part}'" for part in value.split("'")) + ")"
