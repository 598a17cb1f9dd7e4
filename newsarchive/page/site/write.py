"""Write site rules as TOML: a file to begin with, and what another format said."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

from newsarchive.errors import UsageError
from newsarchive.page.site.rules import Layout, Site, Target

__all__ = ["as_toml", "host_of", "skeleton"]

_SKELETON = """\
# Rules for the pages of {host} and all hosts below it.
# Selectors are CSS ("div.story > p"), or XPath where they begin with "/" or "(".
# Try them:   newsarchive inspect page.html --sites FOLDER
# Hold them:  put pages and what is expected of them into the folder {name}/ beside this file, then
#             newsarchive rules test FOLDER --accept   once, read the .json files, and from then on
#             newsarchive rules test FOLDER

[site]
hosts = [{quoted}]
# publisher = "The name of the paper"

# One [[layout]] for each way in which the pages were built; the first that holds on the page's own date counts.
[[layout]]
# since = 2018-01-01    # the first day, and
# until = 2022-06-30    # the last; leave out the one where there is no border

# Where the story is. Of several selectors the first that finds something counts.
# story = ["article .body", "//div[@id='story']"]

# What is no part of it. A rule of `newsarchive rules` names the removal in the account.
# drop = [
#   ".promo",
#   {{ select = "#conditions", rule = "weather-box" }},
#   {{ text = "Listen to this story" }},
# ]

# What no rule may take: elements, blocks with some words, or all that one rule would take.
# keep = ["#facts", {{ text = "The ferry runs on" }}, {{ rule = "read-more" }}]

# Facts that the page prints in a place of its own.
# facts.headline = "h1.title"
# facts.deck = "p.standfirst"
# facts.byline = ".author"
# facts.published = "//time[1]/@datetime"
# facts.updated = "//time[2]/@datetime"
"""


def host_of(words: str) -> str:
    """Return the host that a host or an address means, without ``www.``.

    >>> host_of("https://www.hillpost.example/news/1")
    'hillpost.example'

    Raises:
        UsageError: there is no host in it.
    """
    try:
        host = (urlsplit(words if "//" in words else f"//{words}").hostname or "").strip(".").removeprefix("www.")
    except ValueError:
        host = ""
    if not host or not all(part and part.replace("-", "").isalnum() for part in host.split(".")):
        raise UsageError(f"{words!r} is no host; write it as example.org")
    return host


def skeleton(host: str) -> str:
    """Return a rule file for a host in which everything is explained and nothing is asked for yet."""
    return _SKELETON.format(host=host, name=host, quoted=_text(host))


def as_toml(site: Site) -> str:
    """Return a site as our own TOML; what its file asked for and newsarchive does not do stands there as comments.

    A site with a function (a Python file) loses it.
    """
    lines = ["[site]", f"hosts = {_texts(site.hosts)}"]
    if site.publisher:
        lines.append(f"publisher = {_text(site.publisher)}")
    lines += [f"# not done: {' '.join(line.split())}" for line in site.unread]
    for layout in site.layouts:
        lines += ["", "[[layout]]", *_layout(layout)]
    return "\n".join(lines) + "\n"


def _layout(layout: Layout) -> list[str]:
    lines = [f"{key} = {day}" for key, day in (("since", layout.since), ("until", layout.until)) if day]
    if layout.story:
        lines.append(f"story = {_texts(layout.story)}")
    for key, targets in (("drop", layout.drop), ("keep", layout.keep)):
        if targets:
            lines += [f"{key} = [", *(f"  {_target(target, key)}," for target in targets), "]"]
    for fact in dict.fromkeys(fact for fact, _ in layout.facts):
        lines.append(f"facts.{fact} = {_texts([select for known, select in layout.facts if known == fact])}")
    return lines


def _target(target: Target, key: str) -> str:
    rule = "" if key == "drop" and target.rule == "site-rule" else target.rule
    if target.select and not rule:
        return _text(target.select)
    parts = (("select", target.select), ("text", target.text), ("rule", rule))
    return "{ " + ", ".join(f"{name} = {_text(value)}" for name, value in parts if value) + " }"


def _texts(values: tuple[str, ...] | list[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"


def _text(value: str) -> str:
    """Write a basic string of TOML 1.0: JSON's escapes are among its own, and DEL has to be escaped too."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
