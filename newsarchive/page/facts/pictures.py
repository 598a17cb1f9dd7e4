"""Find the pictures of the article, and its lead; logos, portraits and teasers stay out."""

from __future__ import annotations

import re
from typing import Any

from newsarchive.model import Media, Run
from newsarchive.page.facts.address import resolve
from newsarchive.page.facts.captions import read_caption, unpictured
from newsarchive.page.facts.credit import credit_tail, is_credit, parse_credit
from newsarchive.page.facts.linked_data import strings, things, types_of
from newsarchive.page.facts.record import Facts, FoundFigure
from newsarchive.page.facts.scene import Scene
from newsarchive.page.facts.sources import (
    PICTURE_FILE,
    Shot,
    from_element,
    from_noscript,
    is_furniture,
    is_junk,
    outer_of,
    picture_key,
)
from newsarchive.page.facts.words import key
from newsarchive.page.hints import Hint

__all__ = ["settle"]

_META = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src", "image_src",
         "parsely-image-url", "thumbnail")  # fmt: skip
_OUT = int(Hint.NAV | Hint.FOOTER | Hint.RELATED | Hint.POPULAR | Hint.COMMENT | Hint.BIO)
_NEVER_NEAR = int(Hint.SHARE | Hint.COOKIE | Hint.BYLINE)
_UNSURE = int(Hint.TEASER | Hint.ASIDE | Hint.PROMPT | Hint.WIDGET | Hint.FORM)
_NEAR = 5  # elements around a picture that say what it is; further out they say what the page is
_AUTHOR_PAGE = re.compile(
    r"/(?:autor|author|redakt|redaktion|profil|staff|people|person|journalist|impressum)[a-z-]*/", re.IGNORECASE
)
_PICTURE_VIEW = re.compile(r"gallery|galerie|photo|foto|image|bild|lightbox|slideshow|attachment|media", re.IGNORECASE)
_NO_PICTURE = re.compile(r"logo|default|fallback|placeholder|share[-_]image|og[-_]image\.", re.IGNORECASE)
_LEAST_ADDRESS, _SIZE_WORDS = 40, 8  # characters of an address, and of the size at its end
_LONGEST_CAPTION = 600  # characters
_MOST = 300  # pictures; more are no article


def settle(facts: Facts, scene: Scene) -> None:
    """Find the figures of the story, claim their captions and credits, and choose the lead."""
    head = facts.head
    assert head is not None
    base = resolve(head.base, facts.url) or facts.url
    shots = _shots(facts, scene, base)
    described = _described(facts, base)
    figures: list[FoundFigure] = []
    seen: dict[str, FoundFigure] = {}
    for shot in shots:
        name = picture_key(shot.url)
        if name in seen:
            twin = seen[name]
            if not twin.caption and not twin.blocks:
                read_caption(scene, shot, twin, described)
            continue
        figure = FoundFigure(shot.e, (shot.media,), lead=scene.before(shot.e))
        read_caption(scene, shot, figure, described)
        seen[name] = figure
        figures.append(figure)
    figures += unpictured(scene)
    figures.sort(key=lambda figure: figure.e)
    _lead(facts, scene, figures, described)
    facts.found = figures


def _shots(facts: Facts, scene: Scene, base: str | None) -> list[Shot]:
    """Return the pictures that stand where the story stands and look like pictures of a story."""
    tree, head = scene.tree, facts.head
    assert head is not None
    if not scene.story:
        return []
    top = _top(scene)
    bottom = max(tree.end[scene.story[-1].e], scene.story[-1].e + 1)
    root_end = tree.end[scene.root]
    found: list[Shot] = []
    portraits = {key(name) for name in facts.author_names}
    for e in head.pictures:
        if e < top:
            continue
        if len(found) >= _MOST:
            break
        if e > bottom + 60 and e >= root_end:
            break
        if not _placed(scene, e, bottom):
            continue
        shot = from_noscript(scene, e, base, found) if tree.tags[e] == "noscript" else from_element(scene, e, base)
        if shot is None or is_furniture(shot):
            continue
        if shot.media.alt and key(shot.media.alt) in portraits:
            continue
        found.append(shot)
    return found


def _top(scene: Scene) -> int:
    """Return the element from which on pictures can be the story's: some way above the headline."""
    tree = scene.tree
    mark = scene.headline.e if scene.headline and scene.headline.e < scene.story[0].e else scene.story[0].e
    at, steps = mark, 0
    while tree.parent[at] > 0 and steps < 6 and tree.tags[tree.parent[at]] not in ("body", "html"):
        parent = tree.parent[at]
        if tree.tlast[parent] - tree.tfirst[parent] > 4000:
            break
        at = parent
        steps += 1
        if tree.hints[at] & Hint.ARTICLE or tree.tags[at] in ("article", "main"):
            break
    return at


def _placed(scene: Scene, e: int, bottom: int) -> bool:
    """Judge whether a picture stands where the article's pictures stand."""
    tree = scene.tree
    outer = outer_of(scene, e)
    figure = _figure_of(scene, outer)
    caption = figure >= 0 and _holds_caption(scene, figure)
    if e > bottom and not caption:
        return False  # behind the last paragraph no other can belong
    near, wide, nested = _bits_around(scene, outer)
    if nested or wide & _OUT or near & _NEVER_NEAR:
        return False
    if near & Hint.AD and not _credited(scene, figure):
        return False
    link = _link_of(scene, outer)
    if link and (PICTURE_FILE.search(link) or _same_start(link, tree.attr(e, "src"))):
        return True
    # behind the last paragraph only a figure of the same box can belong
    if e > bottom and (link or not tree.inside(e, scene.root)):
        return False
    if link and _AUTHOR_PAGE.search(link):
        return False
    if link and _elsewhere(link) and (not caption or _caption_linked(scene, figure)):
        return False
    return bool(caption or not near & _UNSURE)


def _credited(scene: Scene, figure: int) -> bool:
    """Tell whether the words of a figure name who took the picture: then it is no advertisement, whatever its box is called."""
    return figure >= 0 and any(
        is_credit(block.text) or credit_tail(block.text) is not None
        for block in scene.inside(figure)
        if block.length <= _LONGEST_CAPTION
    )


def _holds_caption(scene: Scene, figure: int) -> bool:
    """Tell whether an element inside a figure calls itself its caption."""
    tree = scene.tree
    stop = tree.end[figure]
    if "figcaption" in tree.tags[figure + 1 : stop]:
        return True
    caption = Hint.CAPTION
    return any(hints & caption for hints in tree.hints[figure + 1 : stop])


def _same_start(link: str, source: str) -> bool:
    """Tell whether a link leads to the picture itself in another size: most of the two addresses is the same."""
    size = min(len(link), len(source))
    return size > _LEAST_ADDRESS and link[: size - _SIZE_WORDS] == source[: size - _SIZE_WORDS]


def _bits_around(scene: Scene, outer: int) -> tuple[int, int, bool]:
    """Return the hints near a picture, those up to the box of the story, and whether a box of another story holds it.

    ``outer`` is the outermost of the elements that only carry the picture.
    """
    tree, story = scene.tree, scene.story
    parent, end, tags, hints = tree.parent, tree.end, tree.tags, tree.hints
    near = wide = 0
    at = parent[outer]
    first, middle, last = story[0].e, story[len(story) // 2].e, story[-1].e
    for step in range(14):
        if at <= 0:
            break
        tag = tags[at]
        if tag in {"main", "body"}:
            break
        stop = end[at]
        if at <= first < stop or at <= middle < stop or at <= last < stop:
            break
        if tag == "article":
            return near, wide, not any(at <= block.e < stop for block in story)
        wide |= hints[at]
        if step < _NEAR:
            near = wide
        at = parent[at]
    return near, wide, False


def _caption_linked(scene: Scene, figure: int) -> bool:
    """Tell whether the words beside a picture are a link, as those of a teaser are."""
    blocks = scene.inside(figure)
    return bool(blocks) and sum(block.linked for block in blocks) > 0.6 * sum(block.length for block in blocks)


def _figure_of(scene: Scene, at: int) -> int:
    """Return the figure element around a picture, or -1; ``at``: see ``_bits_around``."""
    tree = scene.tree
    parent, tags, hints = tree.parent, tree.tags, tree.hints
    for _ in range(9):
        at = parent[at]
        if at <= 0:
            return -1
        if tags[at] == "figure" or hints[at] & Hint.FIGURE:
            return at
    return -1


def _link_of(scene: Scene, at: int) -> str | None:
    """Return the address of the link around a picture; ``at``: see ``_bits_around``."""
    tree = scene.tree
    parent, tags = tree.parent, tree.tags
    for _ in range(6):
        at = parent[at]
        if at <= 0:
            return None
        if tags[at] == "a":
            return tree.attr(at, "href") or None
    return None


def _elsewhere(link: str) -> bool:
    """Tell whether a link around a picture leads to another page, and not to a view of the picture."""
    link = link.strip()
    return not link.startswith(("#", "javascript:", "data:")) and not _PICTURE_VIEW.search(link)


def _described(facts: Facts, base: str | None) -> dict[str, dict[str, Any]]:
    """Return what the linked data say about pictures: caption and credit by picture."""
    found: dict[str, dict[str, Any]] = {}
    for node in facts.nodes[:2]:
        for prop in ("image", "associatedMedia", "thumbnailUrl", "primaryImageOfPage"):
            for thing in things(node.props.get(prop)):
                if isinstance(thing, str):
                    url = resolve(thing, base)
                    if url:
                        found.setdefault(picture_key(url), {"url": url, "prop": prop})
                elif isinstance(thing, dict) and (
                    not types_of(thing) or any("image" in kind or "media" in kind for kind in types_of(thing))
                ):
                    url = resolve(
                        next(strings(thing.get("url") or thing.get("contentUrl") or thing.get("@id")), None), base
                    )
                    if url:
                        found.setdefault(picture_key(url), {
                            "url": url, "prop": prop, "width": _number(thing.get("width")), "height": _number(thing.get("height")),
                            "caption": next(strings(thing.get("caption") or thing.get("description")), None),
                            "credit": next(strings(thing.get("creditText") or thing.get("copyrightHolder") or thing.get("author") or thing.get("creator")
                                                   or thing.get("copyrightNotice")), None),
                        })  # fmt: skip
    for entry in facts.pictured:
        url = resolve(entry["url"], base)
        if url:
            found.setdefault(picture_key(url), {**entry, "url": url})
    return found


def _number(value: object) -> int | None:
    text = next(strings(value), "") if not isinstance(value, int) else str(value)
    match = re.match(r"^(\d{2,5})", text)
    return int(match[1]) if match else None


def _lead(facts: Facts, scene: Scene, figures: list[FoundFigure], described: dict[str, dict[str, Any]]) -> None:
    """Choose the lead picture: the first before the story; else the one that the data name, if it is not in the story."""
    head = facts.head
    assert head is not None
    base = resolve(head.base, facts.url) or facts.url
    before = [figure for figure in figures if figure.lead]
    for extra in before[1:]:
        extra.lead = False
    if before:
        facts.values["lead"] = before[0].as_figure()
        return
    shown = {picture_key(figure.media[0].url) for figure in figures if figure.media}
    candidates: list[tuple[str, dict[str, Any], str]] = []
    for name in filter(head.meta.__contains__, _META):
        url = resolve(head.first(name), base)
        if url:
            candidates.append((url, described.get(picture_key(url), {}), name))
            break
    candidates += [(entry["url"], entry, entry["prop"]) for entry in described.values()]
    for url, entry, where in candidates:
        if picture_key(url) in shown:
            return
        if is_junk(url) or _NO_PICTURE.search(url):
            continue
        if figures and not figures[0].e > scene.story[min(2, len(scene.story) - 1)].e:
            return
        credit = parse_credit(entry["credit"]) if entry.get("credit") else None
        alt = head.first("og:image:alt", "twitter:image:alt")
        caption = entry.get("caption")
        figure = FoundFigure(-1, (Media(url, alt=alt, width=entry.get("width") or _number(head.first("og:image:width")),
                                        height=entry.get("height") or _number(head.first("og:image:height"))),),
                             caption=(Run(caption),) if caption else (), credit=credit, lead=True)  # fmt: skip
        facts.values["lead"] = figure.as_figure()
        figures.insert(0, figure)
        del where
        return
