"""Find the file of a picture in its best resolution, however the page loads it: srcset, lazy attributes, picture, noscript."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from urllib.parse import unquote, urlsplit

from lxml import etree

from newsarchive.model import Media
from newsarchive.page.facts.address import resolve
from newsarchive.page.facts.scene import Scene
from newsarchive.page.facts.words import alternation, plain_text
from newsarchive.sources.inlined import inlined_name

__all__ = [
    "PICTURE_FILE",
    "Shot",
    "best_source",
    "from_element",
    "from_noscript",
    "is_furniture",
    "is_junk",
    "outer_of",
    "picture_key",
]

_JUNK_WORDS = (
    "logo logos icon icons avatar avatars gravatar sprite spacer pixel blank placeholder loader loading spinner button emoji badge "
    "1x1 transparent tracking favicon arrow share social facebook twitter whatsapp author authors byline headshot banner ad ads "
    "newsletter newsletters doubleclick scorecardresearch default-image no-image dummy smiley"
)
_JUNK = re.compile(rf"(?:^|[/_.-])(?:{alternation(_JUNK_WORDS.split())})(?:[/_.?-]|$)", re.IGNORECASE)
_JOINTS = re.compile(r"[/_.?-]")
_JUNK_PARTS = frozenset(part for word in _JUNK_WORDS.split() for part in word.split("-"))
_TINY = re.compile(r"[?&](?:w|width)=(?:[1-9]\d?|1[01]\d|120)(?!\d)|(?<!\d)[1-9]\d?x[1-9]\d?(?!\d)")
PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif|jfif|tiff?)(?:$|[?&#:/!])", re.IGNORECASE)
_ATTRIBUTES = ("data-srcset", "data-lazy-srcset", "srcset", "data-original", "data-src", "data-lazy-src", "data-hi-res-src", "data-full-src",
               "data-large-file", "data-orig-file", "data-image", "data-url", "data-img", "data-delayed-url", "data-flickity-lazyload",
               "data-actualsrc", "data-img-url", "data-original-src", "data-lazyload", "data-pin-media", "src")  # fmt: skip
_ORDER = {name: place for place, name in enumerate(_ATTRIBUTES)}
_WIDTH = re.compile(r"(\d+)(?:\.\d+)?(w|x)?$")
_SIZE_WORD = re.compile(r"[-_](?:\d{2,4}x\d{2,4}|scaled|w\d{2,4}|\d{3,4}w?)(?=\.|$)")
# Of plain signs alone: nothing in it is anything else to ``urlsplit``.
_PLAIN_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(/[!\"$->@-~]*|)(?:\?([!\"$-~]*))?(?:#[!-~]*)?")
_PIXELS = re.compile(r"^\s*(\d{1,5})(?:px|\.\d+)?\s*$")
_CARRIERS = frozenset({"source", "picture", "noscript"})
_FIRST = itemgetter(0)
_TELLING, _SMALL = 14, 100  # characters of a file's name that tell it from others, pixels


@dataclass(slots=True)
class Shot:
    """A picture element under consideration."""

    e: int
    url: str
    media: Media
    box: int = -1  # the element that holds the picture and its caption


def best_source(candidates: list[tuple[str, str]], base: str | None) -> tuple[str, int | None] | None:
    """Return the address and the width of the largest picture among attributes: ``(attribute, value)`` pairs.

    >>> best_source([("srcset", "a.jpg 320w, b.jpg 1200w"), ("src", "a.jpg")], "https://paper.example/")
    ('https://paper.example/b.jpg', 1200)
    """
    found: list[tuple[float, str, int | None]] = []
    for order, (name, value) in enumerate(candidates):
        more, less = (0.5 if name != "src" else 0.2), 0.01 * order
        for address, width in _parts(name, value):
            if address and not address.startswith(("data:", "blob:", "about:", "#")) and address != "none":
                found.append((-(width + more - less), address, width if width > 40 else None))
    if len(found) > 1:
        found.sort(key=_FIRST)
    for _, address, wide in found:
        absolute = resolve(address, base) if base else address
        if absolute:
            return absolute, wide
    return None


def _parts(name: str, value: str) -> list[tuple[str, int]]:
    """Return the addresses of one attribute with their widths; a srcset holds several."""
    value = value.strip()
    if not name.endswith("srcset"):
        if value.startswith("{") or len(value) > 4000:
            return []
        return [(value.split(" ")[0] if " http" in value else value.replace(" ", "%20"), 0)]
    found = []
    for part in _parted(value):
        words = part.split()
        if not words:
            continue
        size = words[1] if len(words) > 1 else ""
        if size[-1:] == "w" and size[:-1].isdecimal():
            width = int(size[:-1])
        else:
            match = _WIDTH.match(size)
            width = int(match[1]) if match else 0
            if match and match[2] == "x":
                width = width * 30
        found.append((words[0].rstrip(","), width))
    return found


def _parted(value: str) -> Iterator[str]:
    """Divide a srcset at its commas: those inside addresses are not followed by white space, nor do they follow a width."""
    pieces = value.split(",")
    part = pieces[0]
    for piece in pieces[1:]:
        if piece[:1].isspace() or (part[-1:] in ("w", "x") and part[-2:-1].isdecimal()):
            yield part
            part = piece
        else:
            part = f"{part},{piece}"
    yield part


@lru_cache(maxsize=256)  # a picture is asked for it wherever the page, its head or its data name it
def picture_key(url: str) -> str:
    """Return what is the same in all sizes of one picture: its path without size words."""
    try:
        path, query = _path_and_query(url)
    except ValueError:
        return url
    path = _SIZE_WORD.sub("", (unquote(path) if "%" in path else path).lower())
    name = path.rpartition("/")[2]
    return name if len(name) > _TELLING else path + query


@lru_cache(maxsize=64)
def _path_and_query(url: str) -> tuple[str, str]:
    """Return the path and the query of an address; those that are whole are divided by their first signs.

    Raises:
        ValueError: it has brackets that are no IPv6 address.
    """
    plain = _PLAIN_ADDRESS.fullmatch(url)
    if plain:
        return plain[1], plain[2] or ""
    parts = urlsplit(url)
    return parts.path, parts.query


def from_element(scene: Scene, e: int, base: str | None) -> Shot | None:
    """Return the picture of an ``img`` or ``amp-img`` element, its largest file among all that it names."""
    tree = scene.tree
    attributes = tree.els.attributes(e)
    candidates = _named_files(attributes)
    parent = tree.parent[e]
    if parent >= 0 and tree.tags[parent] == "picture":
        for source in tree.els[parent].iter("source"):
            kind = source.get("type") or ""
            if "avif" in kind or "webp" in kind:
                for name in ("data-srcset", "srcset"):
                    if source.get(name) and not candidates:
                        candidates.append((name, source.get(name) or ""))
                continue
            candidates += [
                (name, value) for name in ("data-srcset", "srcset", "data-src", "src") if (value := source.get(name))
            ]
        if not any(not value.startswith("data:") for _, value in candidates):
            for source in tree.els[parent].iter("source"):
                candidates += [(name, value) for name in ("data-srcset", "srcset") if (value := source.get(name))]
    return _shot(e, attributes, candidates, base)


def _named_files(attributes: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the attributes of an element that name a picture, the likeliest first."""
    named = sorted([name for name in attributes if name in _ORDER], key=_ORDER.__getitem__)
    return [(name, attributes[name]) for name in named if attributes[name]]


def _shot(e: int, attributes: Mapping[str, str], candidates: list[tuple[str, str]], base: str | None) -> Shot | None:
    found = best_source(candidates, base) or _inlined(candidates)
    if found is None:
        return None
    url, width = found
    get = attributes.get
    wide, high = _pixels(get("width")), _pixels(get("height"))
    if (wide is not None and wide < 90) or (high is not None and high < 60):
        return None
    alt = get("alt")
    title = plain_text(get("title") or "") or None
    return Shot(e, url, Media(url, alt=plain_text(alt) if alt is not None else None, width=width or wide, height=high if not width else None,
                               title=title))  # fmt: skip


def _inlined(candidates: list[tuple[str, str]]) -> tuple[str, int | None] | None:
    """Return the short name of a picture that stands in the page itself, as SingleFile saves them."""
    for name, value in candidates:
        if name == "src" and value[:16].lstrip().lower().startswith("data:image/") and (short := inlined_name(value)):
            return short, None
    return None


def _pixels(text: str | None) -> int | None:
    if not text:
        return None
    match = _PIXELS.match(text)
    return int(match[1]) if match and int(match[1]) > 0 else None


def from_noscript(scene: Scene, e: int, base: str | None, found: list[Shot]) -> Shot | None:
    """Read the picture that a page shows where scripts do not run; it is often the only one with an address."""
    tree = scene.tree
    element = tree.els[e]
    image = next(element.iter("img"), None)
    if image is None:
        text = element.text or ""
        if "<img" not in text:
            return None
        try:
            fragment = etree.fromstring(text, etree.HTMLParser())
        except (etree.XMLSyntaxError, ValueError):
            return None
        image = next(fragment.iter("img"), None) if fragment is not None else None
        if image is None:
            return None
    attributes = dict(image.items())
    shot = _shot(e, attributes, _named_files(attributes), base)
    if shot is None:
        return None
    if found and found[-1].e > e - 12 and found[-1].e >= 0:
        before = found[-1]
        if (
            tree.parent[before.e] == tree.parent[e]
            or tree.inside(e, tree.parent[before.e])
            or picture_key(before.url) == picture_key(shot.url)
        ):
            if not before.media.alt and shot.media.alt:
                before.media = Media(
                    before.media.url, alt=shot.media.alt, width=before.media.width, height=before.media.height
                )
            if not PICTURE_FILE.search(before.url) and PICTURE_FILE.search(shot.url):
                before.url, before.media = shot.url, shot.media
            return None
    return shot


def is_junk(url: str) -> bool:
    """Tell whether an address is that of a logo, an icon, a portrait or a counting pixel."""
    try:
        path, whole = _paths(url)
    except ValueError:
        return True
    if path.lower().endswith((".svg", ".ico")):
        return True
    # to part an address takes less time than to hold forty words against each of its letters
    if whole.isascii() and _JUNK_PARTS.isdisjoint(_JOINTS.split(whole.lower())):
        return False
    return _JUNK.search(whole) is not None


def is_furniture(shot: Shot) -> bool:
    """Tell whether a picture is furniture of the page, by its address or because it is tiny."""
    if is_junk(shot.url):
        return True
    return (not shot.media.width or shot.media.width < _SMALL) and _TINY.search(_paths(shot.url)[1]) is not None


@lru_cache(maxsize=64)
def _paths(url: str) -> tuple[str, str]:
    """Return the path of an address as written, and with its query as it reads."""
    path, query = _path_and_query(url)
    whole = f"{path}?{query}" if query else path
    return path, unquote(whole) if "%" in whole else whole


def outer_of(scene: Scene, e: int) -> int:
    """Return the outermost of the elements that only carry a picture; parsers nest ``source`` in ``source``."""
    parent, tags = scene.tree.parent, scene.tree.tags
    up = parent[e]
    while up > 0 and tags[up] in _CARRIERS:
        e, up = up, parent[up]
    return e
