"""Find the deck (the standfirst under the headline) as printed, and the summary that the head gives."""

from __future__ import annotations

from newsarchive.model import Source
from newsarchive.page.facts.dateline import parse_dateline
from newsarchive.page.facts.dates import find_dates
from newsarchive.page.facts.record import Facts, Offer
from newsarchive.page.facts.scene import ELSEWHERE, Scene
from newsarchive.page.facts.words import fold
from newsarchive.page.hints import Hint
from newsarchive.page.tree import TextBlock

__all__ = ["gather", "settle"]

_SHORT, _LONG = 25, 900
_META: tuple[tuple[str, Source, float], ...] = (
    ("og:description", "opengraph", 0.75), ("description", "meta", 0.72), ("twitter:description", "meta", 0.6),
    ("sailthru.description", "meta", 0.5), ("dc.description", "meta", 0.5), ("dcterms.description", "meta", 0.5),
    ("dcterms.abstract", "meta", 0.5), ("abstract", "meta", 0.4), ("lead", "meta", 0.4),
)  # fmt: skip


def gather(facts: Facts) -> None:
    """Offer the summaries that the data and the head give."""
    head = facts.head
    assert head is not None
    for rank, node in enumerate(facts.nodes[:2]):
        for prop, trust in (("description", 0.7), ("abstract", 0.6), ("alternativeHeadline", 0.3)):
            for text in node.texts(prop)[:1]:
                if len(text) <= 3000:
                    facts.offer("summary", text, node.source, trust - 0.2 * rank, prop)
    for name, source, trust in head.among(_META):
        told = head.first(name)
        if told and len(told) > 10:
            facts.offer("summary", told, source, trust, name)
    ranked = facts.offered("summary")
    facts.description = ranked[0].value if ranked else None
    for node in facts.nodes[:1]:
        body = node.text("articleBody") or node.text("text")
        if body and len(body) > 200:
            facts.article_body = body


def settle(facts: Facts, scene: Scene) -> None:
    """Choose the summary; find the block that prints the deck and claim it, out of the story if it was taken for it."""
    facts.best("summary", key=fold)
    found = _find(facts, scene)
    if found is None:
        return
    score, blocks = found
    text = " ".join(block.text for block in blocks)
    for block in blocks:
        scene.claim(block, "deck", "the standfirst under the headline", "deck", confidence=min(0.95, 0.4 + score / 5))
    offer = Offer(text, "page-text", min(0.95, 0.4 + score / 5), "block under the headline", text)
    facts.choose("deck", offer, key=fold)


def _find(facts: Facts, scene: Scene) -> tuple[float, list[TextBlock]] | None:
    """Judge the blocks between the headline and the story, and the first of the story."""
    tree = scene.tree
    headline = scene.headline
    if headline is None or not scene.story:
        return None
    described = [fold(offer.value) for offer in facts.offers.get("summary", ())]
    titles = {fold(offer.value) for offer in facts.offers.get("headline", ())}
    story = [block for block in scene.story[:6] if block is not headline]
    between = [block for block in reversed(scene.above) if block.b > headline.b]
    before = [block for block in reversed(scene.above) if headline.b - 3 <= block.b < headline.b]
    best: tuple[float, list[TextBlock]] | None = None
    candidates = [*before, *between[:40], *story[:2]]
    for place, block in enumerate(candidates):
        if not _SHORT <= len(block.text) <= _LONG or not scene.open(block):
            continue
        bits = scene.bits(block)
        if (
            bits & (ELSEWHERE | Hint.CAPTION | Hint.BIO | Hint.SHARE | Hint.COMMENT)
            or block.linked > 0.5 * block.length
        ):
            continue
        folded = scene.folded(block)
        if folded in titles:
            continue
        in_story = block.b in scene.kept
        # What is marked for voice assistants is mostly the first paragraph of the story.
        marked = bool(_own_hints(scene, block) & Hint.DECK) and "speakable" not in tree.names[block.e]
        heading = tree.tags[block.e] in ("h2", "h3", "h4")
        told = _told(folded, described)
        close = block.b - headline.b
        parted = False
        score = (2.2 if marked else 0.0) + (1.0 if heading and close <= 6 else 0.0) + 1.3 * told
        if in_story:
            score += _set_apart(scene, block, story[1:4]) - 1.0
            if block is not story[0] or len(scene.story) < 4:
                score -= 1.0
            elif len(story) > 1 and story[1].b > block.b + 1 and headline.b < block.b:
                score += 0.9  # the byline, the date or a picture stand between it and the story
                parted = True
        if not in_story and 0 < close <= 3:
            score += 0.4
        if block.b < headline.b:
            score -= 1.2
        if in_story and not (marked or heading or (parted and told)):
            score -= 0.9  # the first paragraph of the story: it needs more than the description to be taken out
        if len(block.text) > 450:
            score -= 0.6
        if bits & (Hint.BYLINE | Hint.DATE) and not marked:
            score -= 1.0
        score -= 0.02 * place
        if score >= 1.5 and len(block.text) < 70 and find_dates(block.text, facts.language):
            score -= 1.0
        if score >= 1.5 and in_story and parse_dateline(block.text, facts.language):
            continue
        if score >= 1.5 and (best is None or score > best[0]):
            best = (score, [block])
    return best


def _own_hints(scene: Scene, block: TextBlock) -> int:
    """Return the hints of a block's element and of the few around it that hold nothing else."""
    tree, at = scene.tree, block.e
    bits = 0
    for _ in range(4):
        if at <= 0 or tree.tlast[at] - tree.tfirst[at] > (block.last - block.first) + 3:
            break
        bits |= tree.hints[at]
        at = tree.parent[at]
    for t in range(block.first, min(block.last, block.first + 3)):
        inner = tree.tel[t]
        if inner != block.e:
            bits |= tree.hints[inner] & Hint.DECK
    return bits


def _told(folded: str, described: list[str]) -> float:
    """Tell how far a block says what the summary says: 1 for the same words, less for a part."""
    best = 0.0
    for text in described:
        if folded == text:
            return 1.0
        short = text.rstrip(". …")
        if len(short) > 40 and (folded.startswith(short) or short.startswith(folded.rstrip("."))):
            best = max(best, 0.8)
    return best


def _set_apart(scene: Scene, block: TextBlock, following: list[TextBlock]) -> float:
    """Tell whether the first paragraph of a story is dressed as something else than the second."""
    tree = scene.tree
    score = 0.0
    if following and all(tree.tags[other.e] == "p" for other in following):
        if tree.tags[block.e] in ("h2", "h3", "h4", "strong", "em") or (
            tree.tags[block.e] == "div" and tree.names[block.e]
        ):
            score += 0.8
        elif tree.parent[block.e] != tree.parent[following[0].e]:
            score += 0.9
        elif tree.names[block.e] and not any(tree.names[other.e] == tree.names[block.e] for other in following):
            score += 0.6
    bold = sum(len(tree.texts[t].strip()) for t in range(block.first, block.last) if _bold(scene, t, block.e))
    if bold > 0.9 * len(block.text) and len(block.text) > 40:
        rest = following[:2]
        if not any(
            sum(len(tree.texts[t]) for t in range(other.first, other.last) if _bold(scene, t, other.e))
            > 0.5 * len(other.text)
            for other in rest
        ):
            score += 1.2
    return score


def _bold(scene: Scene, t: int, stop: int) -> bool:
    tree, at = scene.tree, scene.tree.tel[t]
    while at >= stop:
        if tree.tags[at] in ("strong", "b"):
            return True
        if at == stop:
            return False
        at = tree.parent[at]
    return False
