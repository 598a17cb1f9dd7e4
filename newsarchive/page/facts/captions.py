"""Find the caption of a picture, and divide it between its words and its credit."""

from __future__ import annotations

from typing import Any

from newsarchive.model import Credit, Run
from newsarchive.page.facts.credit import credit_tail, is_control, is_credit, parse_credit
from newsarchive.page.facts.dateline import parse_dateline
from newsarchive.page.facts.people import is_name
from newsarchive.page.facts.record import FoundFigure
from newsarchive.page.facts.rights import is_rights_line
from newsarchive.page.facts.scene import ELSEWHERE, Scene
from newsarchive.page.facts.sources import Shot, outer_of, picture_key
from newsarchive.page.facts.words import fold, plain_text
from newsarchive.page.hints import Hint
from newsarchive.page.marks import FREE, Mark
from newsarchive.page.tree import TextBlock

__all__ = ["read_caption", "unpictured"]

_CREDITS = ("data-credit", "data-photographer", "data-copyright", "data-image-credit", "data-attribution", "data-source",
            "data-photo-credit")  # fmt: skip
_CAPTIONS = ("data-caption", "data-image-caption", "data-image-description", "data-title")
_OF_PICTURES = int(Hint.CAPTION | Hint.CREDIT)
_REACH = 80  # elements of a box that are looked through for other pictures
_SHORT_SIGNATURE = 40  # characters
_LINES_OF_CAPTION, _LONGEST_ALONE = 2, 260  # lines and characters beside a picture in a box of its own
_LEAST_CAPTION, _LONGEST_CAPTION, _SHORT_CREDIT = 30, 900, 110  # characters


def unpictured(scene: Scene) -> list[FoundFigure]:
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
        figure = FoundFigure(
            block.e, (), lead=scene.before(block.e) or any(block is first for first in scene.story[:1])
        )
        texts: list[Run] = []
        _read_block(scene, block, figure, texts)
        figure.blocks, figure.caption = (block,), tuple(texts)
        found.append(figure)
    return found


def read_caption(scene: Scene, shot: Shot, figure: FoundFigure, described: dict[str, dict[str, Any]]) -> None:
    """Find the caption and the credit of a picture and claim them."""
    box = _box(scene, shot.e)
    blocks = _caption_blocks(scene, box) if box >= 0 else []
    blocks = blocks or _next_block(scene, shot.e, box)
    for block in blocks:
        scene.release(block)  # what a pass took with the box around it is read like the rest
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
    if figure.credit is not None and figure.caption:
        return
    stated = [scene.tree.els.attributes(e) for e in (shot.e, box) if e >= 0]
    if figure.credit is None:
        printed = _credit_stated(stated) or (data or {}).get("credit")
        if printed:
            figure.credit = parse_credit(printed)
    if not figure.caption:
        words = _caption_stated(stated) or (data or {}).get("caption")
        if words and len(words) <= _LONGEST_CAPTION:
            at = credit_tail(words)
            if at is not None and figure.credit is None:
                figure.credit = parse_credit(words[at:])
            if at is not None and figure.credit is not None:
                words = words[:at].rstrip(" |–—-(")
            if words:
                figure.caption = (Run(words),)


def _box(scene: Scene, e: int) -> int:
    """Return the largest element around a picture that holds its caption and nothing of the story, or -1."""
    tree, best, at = scene.tree, -1, outer_of(scene, e)
    kept, context, all_tags = scene.kept, tree.context, tree.tags
    picture = all_tags[e] in ("img", "amp-img")
    for _ in range(8):
        at = tree.parent[at]
        if at <= 0 or all_tags[at] in ("body", "article", "main", "html"):
            break
        first, last = tree.tfirst[at], tree.tlast[at]
        if last - first > 120:
            break
        length = sum(map(len, tree.texts[first:last]))
        if length > _LONGEST_CAPTION + 300:
            break
        if scene.headline is not None and first <= scene.headline.first < last:
            break
        story = [
            block
            for block in (scene.inside(at) if last > first else ())
            if block.length > 90 and block.b in kept and not context[block.e] & _OF_PICTURES
        ]
        if story and not all(_in_figure(scene, block) for block in story):
            break
        tags = all_tags[at : min(tree.end[at], at + _REACH)]
        pictures = tags.count("img") + tags.count("amp-img") - (e < at + _REACH and picture)
        if pictures and best >= 0 and all_tags[best] == "figure":
            break
        best = at
        if all_tags[at] == "figure":
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
    inside = [block for block in scene.inside(box) if block is not scene.headline and scene.open(block)]
    if not inside:
        return []
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
    if tree.context[block.e] & _OF_PICTURES:
        return True
    inner = tree.tel[block.first]
    return inner != block.e and bool(tree.hints[inner] & _OF_PICTURES)


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
    at = tree.block_behind(last)
    found: list[TextBlock] = []
    for block in tree.blocks[at : at + 3]:
        if block.length > _LONGEST_CAPTION or block is scene.headline:
            break
        if block.b in scene.kept and not tree.context[block.e] & Hint.CAPTION:
            break
        if not scene.open(block) or not _same_box(scene, e, block):
            break
        found.append(block)
    if found:
        chosen = _by_signature(scene, found) or [block for block in found if tree.context[block.e] & _OF_PICTURES]
        if chosen:
            return chosen
    # a story block that ends in a credit right behind a picture is its caption
    for block in tree.blocks[at : at + 1]:
        if _LEAST_CAPTION < block.length < 250 and scene.ledger.free(block) and credit_tail(block.text):
            return [block]
    return []


def _same_box(scene: Scene, e: int, block: TextBlock) -> bool:
    """Tell whether a picture and a line share an element that does not hold the story."""
    tree, at = scene.tree, outer_of(scene, e)
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
    free = [t for t in range(block.first, block.last) if ledger.owner[t] == FREE]
    marked = [t for t in free if _credit_element(scene, t, block.e)]
    # the text of a block that is free as a whole is known
    whole = (
        block.text
        if len(free) == block.last - block.first
        else " ".join("".join([tree.texts[t] for t in free]).split())
    )
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
            # where the rest begins like a credit ("Foto de familia …"), it is the caption all the same: the credit is known
            _add(texts, rest[:at].rstrip(" |–—-(") if at else rest.strip(" |"))
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
                reason = "the credit at the end of a caption"
                scene.claim_span(block, at, stop, "credit", reason, "credit", read=parsed.printed)
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


def _credit_stated(stated: list[dict[str, str]]) -> str | None:
    """Return a credit written into an attribute of the picture or of its box."""
    for attributes in stated:
        for name in filter(attributes.__contains__, _CREDITS):
            text = plain_text(attributes[name])
            if text and len(text) < 120 and not text.startswith(("http", "{")):
                return text
    return None


def _caption_stated(stated: list[dict[str, str]]) -> str | None:
    for attributes in stated:
        for name in filter(attributes.__contains__, _CAPTIONS):
            text = plain_text(attributes[name])
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
