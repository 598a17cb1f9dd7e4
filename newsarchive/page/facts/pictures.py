"""Find the pictures of the article: the files in their best resolution, the captions, the credits; no logos, no teasers."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree

from newsarchive.model import Credit, Media, Run
from newsarchive.page.facts.address import resolve
from newsarchive.page.facts.credit import credit_tail, is_control, is_credit, parse_credit
from newsarchive.page.facts.dateline import parse_dateline
from newsarchive.page.facts.linked_data import strings, things, types_of
from newsarchive.page.facts.people import is_name
from newsarchive.page.facts.record import Facts, FoundFigure
from newsarchive.page.facts.rights import is_rights_line
from newsarchive.page.facts.scene import ELSEWHERE, Scene
from newsarchive.page.facts.words import fold, key, plain_text
from newsarchive.page.hints import Hint
from newsarchive.page.marks import FREE, Mark
from newsarchive.page.tree import TextBlock

__all__ = ["best_source", "picture_key", "settle"]

_OUT = int(Hint.NAV | Hint.FOOTER | Hint.RELATED | Hint.POPULAR | Hint.COMMENT | Hint.BIO)
_OUT_NEAR = int(Hint.AD | Hint.SHARE | Hint.COOKIE)
_UNSURE = int(Hint.TEASER | Hint.ASIDE | Hint.PROMPT | Hint.WIDGET | Hint.FORM)
_NEAR = 5  # elements around a picture that say what it is; further out they say what the page is
_JUNK = re.compile(
    r"(?:^|[/_.-])(?:logo|logos|icon|icons|avatar|avatars|gravatar|sprite|spacer|pixel|blank|placeholder|loader|loading|spinner|button|"
    r"emoji|badge|1x1|transparent|tracking|favicon|arrow|share|social|facebook|twitter|whatsapp|authors?|byline|headshot|banner|ads?|newsletters?|"
    r"doubleclick|scorecardresearch|default-image|no-image|dummy|smiley)(?:[/_.?-]|$)",
    re.IGNORECASE,
)
_TINY = re.compile(r"[?&](?:w|width)=(?:[1-9]\d?|1[01]\d|120)(?!\d)|(?<!\d)[1-9]\d?x[1-9]\d?(?!\d)")
_AUTHOR_PAGE = re.compile(
    r"/(?:autor|author|redakt|redaktion|profil|staff|people|person|journalist|impressum)[a-z-]*/", re.IGNORECASE
)
_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif|jfif|tiff?)(?:$|[?&#:/!])", re.IGNORECASE)
_ATTRIBUTES = ("data-srcset", "data-lazy-srcset", "srcset", "data-original", "data-src", "data-lazy-src", "data-hi-res-src", "data-full-src",
               "data-large-file", "data-orig-file", "data-image", "data-url", "data-img", "data-delayed-url", "data-flickity-lazyload",
               "data-actualsrc", "data-img-url", "data-original-src", "data-lazyload", "data-pin-media", "src")  # fmt: skip
_WIDTH = re.compile(r"(\d+)(?:\.\d+)?(w|x)?$")
_SHORT_SIGNATURE = 40  # characters
_LINES_OF_CAPTION, _LONGEST_ALONE = 2, 260  # lines and characters beside a picture in a box of its own
_LEAST_ADDRESS, _SIZE_WORDS = 40, 8  # characters of an address, and of the size at its end
_MOST = 300  # pictures; more are no article
_LEAST_CAPTION, _LONGEST_CAPTION, _SHORT_CREDIT = 30, 900, 110  # characters


@dataclass(slots=True)
class _Shot:
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
        for address, width in _parts(name, value):
            if address and not address.startswith(("data:", "blob:", "about:", "#")) and address != "none":
                score = (width or 0) + (0.5 if name != "src" else 0.2) - 0.01 * order
                found.append((-score, address, width if width and width > 40 else None))
    for _, address, wide in sorted(found, key=lambda entry: entry[0]):
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
    # commas inside addresses are not followed by white space
    for part in re.split(r",\s+|(?<=\d[wx]),", value):
        words = part.strip().split()
        if not words:
            continue
        match = _WIDTH.match(words[1]) if len(words) > 1 else None
        width = int(match[1]) if match else 0
        if match and match[2] == "x":
            width = width * 30
        found.append((words[0].rstrip(","), width))
    return found


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
                _caption(facts, scene, shot, twin, described)
            continue
        figure = FoundFigure(shot.e, (shot.media,), lead=_before(scene, shot.e))
        _caption(facts, scene, shot, figure, described)
        seen[name] = figure
        figures.append(figure)
    figures += _unpictured(scene)
    figures.sort(key=lambda figure: figure.e)
    _lead(facts, scene, figures, described)
    facts.found = figures


def _unpictured(scene: Scene) -> list[FoundFigure]:
    """Find the captions of pictures that a scrape has lost: sentences that end in a credit, among or before the story.

    Mark-up says what a caption is; lines do not. So only the credit's own build counts, and what has none stays text.
    """
    tree = scene.tree
    if not tree.blocks or not tree.attr(tree.blocks[0].e, "data-newsarchive-line"):
        return []
    found: list[FoundFigure] = []
    for block in [*reversed(scene.above[:12]), *scene.story]:
        if (
            block is scene.headline
            or not _LEAST_CAPTION <= len(block.text) <= _LONGEST_CAPTION
            or not scene.free(block)
        ):
            continue
        at = credit_tail(block.text)
        credit = parse_credit(block.text[at:]) if at else None
        if at is None or credit is None or at < _LEAST_CAPTION or not (credit.agency or credit.photographer):
            continue
        if parse_dateline(block.text) or is_rights_line(block.text):
            continue
        figure = FoundFigure(block.e, (), lead=_before(scene, block.e) or block is scene.story[0])
        texts: list[Run] = []
        _read_block(scene, block, figure, texts)
        figure.blocks, figure.caption = (block,), tuple(texts)
        found.append(figure)
    return found


def _before(scene: Scene, e: int) -> bool:
    return bool(scene.story) and e < scene.story[0].e


def picture_key(url: str) -> str:
    """Return what is the same in all sizes of one picture: its path without size words."""
    try:
        path = unquote(urlsplit(url).path).lower()
    except ValueError:
        return url
    path = re.sub(r"[-_](?:\d{2,4}x\d{2,4}|scaled|w\d{2,4}|\d{3,4}w?)(?=\.|$)", "", path)
    return path.rsplit("/", 1)[-1] if len(path.rsplit("/", 1)[-1]) > 14 else path + urlsplit(url).query


def _shots(facts: Facts, scene: Scene, base: str | None) -> list[_Shot]:
    """Return the pictures that stand where the story stands and look like pictures of a story."""
    tree, head = scene.tree, facts.head
    assert head is not None
    if not scene.story:
        return []
    top = _top(scene)
    bottom = max(tree.end[scene.story[-1].e], scene.story[-1].e + 1)
    root_end = tree.end[scene.root]
    found: list[_Shot] = []
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
        shot = _from_noscript(scene, e, base, found) if tree.tags[e] == "noscript" else _from_element(scene, e, base)
        if shot is None or _is_furniture(shot):
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


def _from_element(scene: Scene, e: int, base: str | None) -> _Shot | None:
    tree = scene.tree
    element = tree.els[e]
    get = element.get
    candidates = [(name, value) for name in _ATTRIBUTES if (value := get(name))]
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
    return _shot(e, element, candidates, base)


def _shot(e: int, element: etree._Element, candidates: list[tuple[str, str]], base: str | None) -> _Shot | None:
    found = best_source(candidates, base)
    if found is None:
        return None
    url, width = found
    get = element.get
    wide, high = _pixels(get("width")), _pixels(get("height"))
    if (wide is not None and wide < 90) or (high is not None and high < 60):
        return None
    alt = get("alt")
    title = plain_text(get("title") or "") or None
    return _Shot(e, url, Media(url, alt=plain_text(alt) if alt is not None else None, width=width or wide, height=high if not width else None,
                               title=title))  # fmt: skip


def _pixels(text: str | None) -> int | None:
    if not text:
        return None
    match = re.match(r"^\s*(\d{1,5})(?:px|\.\d+)?\s*$", text)
    return int(match[1]) if match and int(match[1]) > 0 else None


def _from_noscript(scene: Scene, e: int, base: str | None, found: list[_Shot]) -> _Shot | None:
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
    candidates = [(name, value) for name in _ATTRIBUTES if (value := image.get(name))]
    shot = _shot(e, image, candidates, base)
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
            if not _FILE.search(before.url) and _FILE.search(shot.url):
                before.url, before.media = shot.url, shot.media
            return None
    return shot


def _placed(scene: Scene, e: int, bottom: int) -> bool:
    """Judge whether a picture stands where the article's pictures stand."""
    tree = scene.tree
    near, wide, nested = _bits_around(scene, e)
    if nested or wide & _OUT or near & _OUT_NEAR or near & Hint.BYLINE:
        return False
    figure = _figure_of(scene, e)
    caption = figure >= 0 and any(
        tree.tags[x] == "figcaption" or tree.hints[x] & Hint.CAPTION for x in range(figure + 1, tree.end[figure])
    )
    link = _link_of(scene, e)
    if link and (_FILE.search(link) or _same_start(link, tree.attr(e, "src"))):
        return e <= bottom or caption
    # behind the last paragraph only a figure of the same box can belong
    if e > bottom and (not caption or link or not tree.inside(e, scene.root)):
        return False
    if link and _AUTHOR_PAGE.search(link):
        return False
    if link and _elsewhere(link) and (not caption or _caption_linked(scene, figure)):
        return False
    return bool(caption or not near & _UNSURE)


def _same_start(link: str, source: str) -> bool:
    """Tell whether a link leads to the picture itself in another size: most of the two addresses is the same."""
    size = min(len(link), len(source))
    return size > _LEAST_ADDRESS and link[: size - _SIZE_WORDS] == source[: size - _SIZE_WORDS]


def _is_furniture(shot: _Shot) -> bool:
    """Tell whether an address is that of a logo, an icon, a portrait or a counting pixel."""
    try:
        parts = urlsplit(shot.url)
    except ValueError:
        return True
    path = unquote(parts.path + ("?" + parts.query if parts.query else ""))
    if _JUNK.search(path) or parts.path.lower().endswith((".svg", ".ico")):
        return True
    return bool(_TINY.search(path)) and (not shot.media.width or shot.media.width < 100)


def _bits_around(scene: Scene, e: int) -> tuple[int, int, bool]:
    """Return the hints near a picture, those up to the box of the story, and whether a box of another story holds it."""
    tree, story = scene.tree, scene.story
    near = wide = 0
    at = tree.parent[_outer(scene, e)]
    marks = (story[0].e, story[len(story) // 2].e, story[-1].e)
    for step in range(14):
        if at <= 0 or tree.tags[at] in ("main", "body") or any(tree.inside(mark, at) for mark in marks):
            break
        if tree.tags[at] == "article":
            return near, wide, not any(tree.inside(block.e, at) for block in story)
        wide |= tree.hints[at]
        if step < _NEAR:
            near |= tree.hints[at]
        at = tree.parent[at]
    return near, wide, False


def _caption_linked(scene: Scene, figure: int) -> bool:
    """Tell whether the words beside a picture are a link, as those of a teaser are."""
    blocks = scene.inside(figure)
    return bool(blocks) and sum(block.linked for block in blocks) > 0.6 * sum(block.length for block in blocks)


def _outer(scene: Scene, e: int) -> int:
    """Return the outermost of the elements that only carry a picture; parsers nest ``source`` in ``source``."""
    tree = scene.tree
    while tree.parent[e] > 0 and tree.tags[tree.parent[e]] in ("source", "picture", "noscript"):
        e = tree.parent[e]
    return e


def _figure_of(scene: Scene, e: int) -> int:
    """Return the figure element around a picture, or -1."""
    tree = scene.tree
    at = _outer(scene, e)
    for _ in range(9):
        at = tree.parent[at]
        if at <= 0:
            return -1
        if tree.tags[at] == "figure" or tree.hints[at] & Hint.FIGURE:
            return at
    return -1


def _link_of(scene: Scene, e: int) -> str | None:
    tree, at = scene.tree, _outer(scene, e)
    for _ in range(6):
        at = tree.parent[at]
        if at <= 0:
            return None
        if tree.tags[at] == "a":
            return tree.attr(at, "href") or None
    return None


def _elsewhere(link: str) -> bool:
    """Tell whether a link around a picture leads to another page, and not to a view of the picture."""
    link = link.strip()
    return not link.startswith(("#", "javascript:", "data:")) and not re.search(
        r"gallery|galerie|photo|foto|image|bild|lightbox|slideshow|attachment|media", link, re.IGNORECASE
    )


# --- captions --------------------------------------------------------------------------------


def _caption(
    facts: Facts, scene: Scene, shot: _Shot, figure: FoundFigure, described: dict[str, dict[str, Any]]
) -> None:
    """Find the caption and the credit of a picture and claim them."""
    tree = scene.tree
    box = _box(scene, shot.e)
    blocks = _caption_blocks(scene, box) if box >= 0 else []
    blocks = blocks or _next_block(scene, shot.e, box)
    texts: list[Run] = []
    taken: list[TextBlock] = []
    if len(blocks) == _LINES_OF_CAPTION and _second_is_credit(scene, blocks):
        _credit(scene, blocks[1], figure, blocks[1].text, list(range(blocks[1].first, blocks[1].last)))
        taken.append(blocks[1])
        blocks = blocks[:1]
    for block in blocks:
        if is_control(block.text):
            scene.ledger.take_block(Mark("NA204", "picture-control", "a control beside a picture", block.e), block)
            continue
        taken.append(block)
        _read_block(scene, block, figure, texts)
    figure.blocks = tuple(taken)
    figure.caption = tuple(texts)
    data = described.get(picture_key(shot.url))
    if figure.credit is None:
        printed = _from_attributes(scene, shot.e, box) or (data or {}).get("credit")
        if printed:
            figure.credit = parse_credit(printed)
    if not figure.caption:
        words = _caption_attribute(scene, shot.e, box) or (data or {}).get("caption")
        if words and len(words) <= _LONGEST_CAPTION:
            at = credit_tail(words)
            if at is not None and figure.credit is None:
                figure.credit = parse_credit(words[at:])
            if at is not None and figure.credit is not None:
                words = words[:at].rstrip(" |–—-(")
            if words:
                figure.caption = (Run(words),)
    del facts, tree


def _box(scene: Scene, e: int) -> int:
    """Return the largest element around a picture that holds its caption and nothing of the story, or -1."""
    tree, best, at = scene.tree, -1, _outer(scene, e)
    kept = scene.kept
    for _ in range(8):
        at = tree.parent[at]
        if at <= 0 or tree.tags[at] in ("body", "article", "main", "html"):
            break
        first, last = tree.tfirst[at], tree.tlast[at]
        if last - first > 120:
            break
        length = sum(map(len, tree.texts[first:last]))
        if length > _LONGEST_CAPTION + 300:
            break
        if scene.headline is not None and first <= scene.headline.first < last:
            break
        inside = scene.inside(at) if last > first else []
        if any(
            block.b in kept
            and not tree.context[block.e] & (Hint.CAPTION | Hint.CREDIT)
            and block.length > 90
            and not _in_figure(scene, block)
            for block in inside
        ):
            break
        pictures = sum(
            1 for x in range(at, min(tree.end[at], at + 80)) if tree.tags[x] in ("img", "amp-img") and x != e
        )
        if pictures and best >= 0 and tree.tags[best] == "figure":
            break
        best = at
        if tree.tags[at] == "figure":
            break
        if pictures > 1:
            break
    return best


def _in_figure(scene: Scene, block: TextBlock) -> bool:
    tree, at = scene.tree, block.e
    for _ in range(5):
        if at <= 0:
            return False
        if tree.tags[at] in ("figure", "figcaption"):
            return True
        at = tree.parent[at]
    return False


def _caption_blocks(scene: Scene, box: int) -> list[TextBlock]:
    """Return the blocks of a picture's box that are its caption and its credit."""
    tree = scene.tree
    inside = [block for block in scene.inside(box) if scene.open(block) and block is not scene.headline]
    marked = [block for block in inside if _is_marked(scene, block)]
    if marked:
        return [
            block for block in inside if block in marked or (block.length < _SHORT_CREDIT and is_credit(block.text))
        ]
    if tree.tags[box] == "figure" or tree.hints[box] & (Hint.FIGURE | Hint.MEDIA | Hint.CAPTION):
        return [block for block in inside if block.linked < 0.8 * block.length or block.length < 4]
    return _by_signature(scene, inside) or _alone_with(scene, box, inside)


def _is_marked(scene: Scene, block: TextBlock) -> bool:
    """Tell whether a block, or the inline element that its words stand in, calls itself a caption or a credit."""
    tree = scene.tree
    if tree.context[block.e] & (Hint.CAPTION | Hint.CREDIT):
        return True
    inner = tree.tel[block.first]
    return inner != block.e and bool(tree.hints[inner] & (Hint.CAPTION | Hint.CREDIT))


def _alone_with(scene: Scene, box: int, lines: list[TextBlock]) -> list[TextBlock]:
    """Return the lines that stand alone with a picture in a box amid the story: what else would they be?"""
    story = scene.story
    if not story[0].e < box < story[-1].e or not 1 <= len(lines) <= _LINES_OF_CAPTION:
        return []
    plain = all(
        not block.linked
        and block.b not in scene.kept
        and block.length < _LONGEST_ALONE
        and not scene.bits(block) & ELSEWHERE
        for block in lines
    )
    return lines if plain and any(not is_control(block.text) for block in lines) else []


def _by_signature(scene: Scene, lines: list[TextBlock]) -> list[TextBlock]:
    """Return those of the lines beside a picture that a credit signs: up to it, or the one behind it."""
    signed = next((place for place, block in enumerate(lines) if _signed(scene, block)), None)
    if signed is None:
        return []
    # the caption may stand behind its credit
    more = lines[signed + 1 : signed + 2] if signed == 0 and lines[0].length < _SHORT_CREDIT else []
    return lines[: signed + 1] + [
        block for block in more if block.length > _LEAST_CAPTION and not scene.kept & {block.b}
    ]


def _next_block(scene: Scene, e: int, box: int) -> list[TextBlock]:
    """Return the lines right behind a picture if they are marked as its caption, or signed with a credit."""
    tree = scene.tree
    last = tree.tlast[box if box >= 0 else e]
    at = bisect_left(tree.blocks, last, key=lambda block: block.first)
    found: list[TextBlock] = []
    for block in tree.blocks[at : at + 3]:
        if not scene.open(block) or block.length > _LONGEST_CAPTION or block is scene.headline:
            break
        if block.b in scene.kept and not tree.context[block.e] & Hint.CAPTION:
            break
        if not _same_box(scene, e, block):
            break
        found.append(block)
    chosen = _by_signature(scene, found) or [
        block for block in found if tree.context[block.e] & (Hint.CAPTION | Hint.CREDIT)
    ]
    if chosen:
        return chosen
    # a story block that ends in a credit right behind a picture is its caption
    for block in tree.blocks[at : at + 1]:
        if scene.ledger.free(block) and _LEAST_CAPTION < block.length < 250 and credit_tail(block.text):
            return [block]
    return []


def _same_box(scene: Scene, e: int, block: TextBlock) -> bool:
    """Tell whether a picture and a line share an element that does not hold the story."""
    tree, at = scene.tree, _outer(scene, e)
    for _ in range(6):
        at = tree.parent[at]
        if at <= 0 or tree.inside(scene.story[0].e, at) or tree.inside(scene.story[-1].e, at):
            break
        if tree.inside(block.e, at):
            return True
    # side by side in the box of the story: nothing but the picture's own wrapping between them
    return tree.parent[block.e] == tree.parent[at] or tree.parent[block.e] == at


def _signed(scene: Scene, block: TextBlock) -> bool:
    """Tell whether a line is a credit or ends in one."""
    if scene.tree.hints[block.e] & Hint.CREDIT and block.length < _SHORT_CREDIT:
        return True
    return credit_tail(block.text) is not None


def _read_block(scene: Scene, block: TextBlock, figure: FoundFigure, texts: list[Run]) -> None:
    """Divide a caption block between caption and credit, and claim both."""
    tree, ledger = scene.tree, scene.ledger
    marked = [
        t for t in range(block.first, block.last) if ledger.owner[t] == FREE and _credit_element(scene, t, block.e)
    ]
    whole = " ".join("".join(tree.texts[t] for t in range(block.first, block.last) if ledger.owner[t] == FREE).split())
    if marked and len(marked) < block.last - block.first:
        credit_text = " ".join("".join(tree.texts[t] for t in marked).split())
        rest = " ".join(
            "".join(
                tree.texts[t]
                for t in range(block.first, block.last)
                if t not in set(marked) and ledger.owner[t] == FREE
            ).split()
        )
        if credit_text and rest.strip(" |()–—-:©.") and len(credit_text) < 160:
            _credit(scene, block, figure, credit_text, marked)
            at = credit_tail(rest)
            _add(texts, rest[:at].rstrip(" |–—-(") if at is not None else rest.strip(" |"))
            scene.claim(block, "caption", "the caption of a picture", "caption")
            return
        if credit_text and not rest.strip(" |()–—-:©."):
            marked = list(range(block.first, block.last))
    if (
        marked
        or tree.hints[block.e] & Hint.CREDIT
        or (
            tree.context[block.e] & Hint.CREDIT
            and not tree.hints[block.e] & Hint.CAPTION
            and _near_credit(scene, block)
        )
    ):
        at = credit_tail(whole)
        if at is None or at < 3 or len(whole) < 70:
            _credit(scene, block, figure, whole, list(range(block.first, block.last)))
            return
    at = credit_tail(whole)
    if at is not None:
        parsed = parse_credit(whole[at:])
        if parsed is not None:
            if figure.credit is None:
                figure.credit = parsed
            if whole == block.text:
                stop = len(whole)
                scene.claim_span(block, at, stop, "credit", "the credit at the end of a caption", "credit")
            whole = whole[:at].rstrip(" |–—-(（[")
    if whole:
        _add(texts, whole)
    scene.claim(block, "caption", "the caption of a picture", "caption")


def _credit_by_element(scene: Scene, block: TextBlock) -> list[int]:
    """Return the text nodes of the last inline element of a caption, if what stands in it is built like a credit."""
    tree, ledger = scene.tree, scene.ledger
    last = block.last - 1
    while last > block.first and tree.texts[last].isspace():
        last -= 1
    inner = tree.tel[last]
    if inner == block.e or ledger.owner[last] != FREE:
        return []
    while (
        tree.parent[inner] != block.e and tree.parent[inner] > block.e and tree.tfirst[tree.parent[inner]] > block.first
    ):
        inner = tree.parent[inner]
    first = max(tree.tfirst[inner], block.first)
    if first <= block.first:
        return []
    text = " ".join("".join(tree.texts[first : block.last]).split())
    return list(range(first, block.last)) if len(text) < _SHORT_CREDIT and is_credit(text) else []


def _near_credit(scene: Scene, block: TextBlock) -> bool:
    """Tell whether the element that calls itself a credit is close around a block, closer than a caption."""
    tree, at = scene.tree, block.e
    for _ in range(4):
        if at <= 0 or tree.hints[at] & Hint.CAPTION or tree.tags[at] in ("figure", "figcaption"):
            return False
        if tree.hints[at] & Hint.CREDIT:
            return True
        at = tree.parent[at]
    return False


def _add(texts: list[Run], words: str) -> None:
    words = words.strip()
    if not words:
        return
    if texts and fold(words) in fold("".join(run.text for run in texts)):
        return
    texts.append(Run(f" {words}" if texts else words))


def _credit_element(scene: Scene, t: int, stop: int) -> bool:
    """Tell whether a text node stands in an inline element that calls itself a credit."""
    tree, at = scene.tree, scene.tree.tel[t]
    while at > stop:
        if tree.hints[at] & (Hint.CREDIT | Hint.BYLINE) or tree.attr(at, "itemprop") in (
            "copyrightHolder",
            "author",
            "creditText",
            "creator",
        ):
            return True
        at = tree.parent[at]
    return False


def _credit(scene: Scene, block: TextBlock, figure: FoundFigure, text: str, nodes: list[int]) -> None:
    parsed = parse_credit(text)
    if parsed is not None and figure.credit is None:
        figure.credit = parsed
    elif parsed is not None and figure.credit is not None and fold(parsed.printed) not in fold(figure.credit.printed):
        old = figure.credit
        figure.credit = Credit(
            f"{old.printed} {parsed.printed}", old.photographer or parsed.photographer, old.agency or parsed.agency
        )
    mark = Mark("NA301", "credit", "the credit of a picture", block.e, "credit", "page-text", 0.95)
    if len(nodes) == block.last - block.first:
        scene.ledger.take_block(mark, block)
        return
    runs = sorted(nodes)
    first = previous = runs[0]
    for t in [*runs[1:], -2]:
        if t == previous + 1:
            previous = t
            continue
        scene.ledger.take(
            Mark("NA301", "credit", "the credit of a picture", block.e, "credit", "page-text", 0.95),
            first,
            previous + 1,
        )
        first = previous = t


def _from_attributes(scene: Scene, e: int, box: int) -> str | None:
    """Return a credit written into an attribute of the picture or of its box."""
    tree = scene.tree
    for at in (e, box):
        if at < 0:
            continue
        for name in (
            "data-credit",
            "data-photographer",
            "data-copyright",
            "data-image-credit",
            "data-attribution",
            "data-source",
            "data-photo-credit",
        ):
            text = plain_text(tree.attr(at, name))
            if text and len(text) < 120 and not text.startswith(("http", "{")):
                return text
    return None


def _caption_attribute(scene: Scene, e: int, box: int) -> str | None:
    tree = scene.tree
    for at in (e, box):
        if at < 0:
            continue
        for name in ("data-caption", "data-image-caption", "data-image-description", "data-title"):
            text = plain_text(tree.attr(at, name))
            if len(text) > 8 and not text.startswith(("http", "{")):
                return text
    return None


def _second_is_credit(scene: Scene, blocks: list[TextBlock]) -> bool:
    """Tell whether the second of two unmarked lines is a credit by its look: short, a name, no sentence."""
    line = blocks[1]
    if _is_marked(scene, blocks[0]) or _is_marked(scene, line) or credit_tail(blocks[0].text) is not None:
        return False
    return (
        line.length < _SHORT_SIGNATURE
        and line.text[-1:] not in ".!?:…"
        and line.length < blocks[0].length
        and is_name(line.text)
    )


# --- the data's own pictures -----------------------------------------------------------------


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
    for name in (
        "og:image:secure_url",
        "og:image",
        "og:image:url",
        "twitter:image",
        "twitter:image:src",
        "image_src",
        "parsely-image-url",
        "thumbnail",
    ):
        url = resolve(head.first(name), base)
        if url:
            candidates.append((url, described.get(picture_key(url), {}), name))
            break
    candidates += [(entry["url"], entry, entry["prop"]) for entry in described.values()]
    for url, entry, where in candidates:
        if picture_key(url) in shown:
            return
        if _JUNK.search(urlsplit(url).path) or re.search(
            r"logo|default|fallback|placeholder|share[-_]image|og[-_]image\.", url, re.IGNORECASE
        ):
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
