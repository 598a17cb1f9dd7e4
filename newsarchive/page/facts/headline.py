"""Find the headline as printed, and free it from the site's name, the kicker and what search engines want to read."""

from __future__ import annotations

import re
from functools import cache, partial
from urllib.parse import urlsplit

from newsarchive.model import Source
from newsarchive.page.facts.record import Facts, Offer
from newsarchive.page.facts.scene import ELSEWHERE, Scene
from newsarchive.page.facts.words import fold, key
from newsarchive.page.hints import Hint
from newsarchive.page.marks import Mark
from newsarchive.page.tree import TextBlock

__all__ = ["gather", "settle", "strip_site"]

_SEPARATOR = re.compile(r"\s*(?:\s[|｜‖•·»>–—-]{1,2}\s|[|｜]|\s::\s|\s//\s|\s:\s|_|\s[-–—]\s?|(?<=\w)：)\s*")
# What a title with a separator holds, where white space is spaces.
_PARTED = ("|", "｜", "_", "：", " -", " –", " —", " :", " •", " ·", " »", " >", " /", " ‖")
_PART = 20  # characters
_BAR = re.compile(r"\s*[|｜‖]\s*|\s[»«]\s")
_META: tuple[tuple[str, Source, float], ...] = (
    ("og:title", "opengraph", 0.85), ("twitter:title", "meta", 0.75), ("parsely-title", "meta", 0.8),
    ("sailthru.title", "meta", 0.8), ("dc.title", "meta", 0.7), ("dcterms.title", "meta", 0.7),
    ("hdl", "meta", 0.7), ("headline", "meta", 0.7), ("title", "meta", 0.5),
)  # fmt: skip
_WRITTEN_OUT = 12  # characters of a headline; a shorter part of a title may be a section
_SHORTEST, _LONGEST = 4, 400  # characters
_FAR = 8  # blocks
_SURE = 0.7  # how far a source is believed whose headline is the page's own word for it
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u2060\u200b\ufeff"))  # hints for line breaks are no letters of the headline


def gather(facts: Facts) -> None:
    """Offer every headline that the head and the data give, the site's name cut off."""
    head = facts.head
    assert head is not None
    site = _keys(_site_names(facts))
    stripped = cache(partial(_stripped, keys=site))  # most pages give the same title three times
    for rank, node in enumerate(facts.nodes[:3]):
        text = node.text("headline") or (node.text("name") if node.rank >= 4 else None)
        if text and len(text) <= _LONGEST:
            trust = (0.9 if node.source == "json-ld" else 0.7) - 0.25 * rank
            facts.offer("headline", stripped(text), node.source, trust, "headline")
    for name, source, trust in head.among(_META):
        text = head.first(name)
        if text and len(text) <= _LONGEST:
            facts.offer("headline", stripped(text), source, trust, name)
    if head.repeated:
        facts.offer("headline", head.repeated, "page-text", 0.8, "line that begins the title")
    if head.title and len(head.title) <= _LONGEST:
        facts.offer("headline", _before_bar(stripped(head.title)), "meta", 0.45, "title")
    ranked = facts.offered("headline")
    facts.headline_guess = ranked[0].value if ranked else None


def _before_bar(title: str) -> str:
    """Cut off what stands behind a bar: the title of a page puts its section and its site there.

    >>> _before_bar("Ice breaks early on the lake | Winter | Forum")
    'Ice breaks early on the lake'
    """
    first = _BAR.split(title, maxsplit=1)[0].strip()
    return first if len(first) > _WRITTEN_OUT else title


def _site_names(facts: Facts) -> list[str]:
    """Return the names by which the site may sign its titles."""
    names = [facts.site_name or ""]
    names += [offer.value.name for offer in facts.offers.get("publisher", ())]
    if facts.url:
        host = urlsplit(facts.url).hostname or ""
        names.append(host)
        parts = host.removeprefix("www.").split(".")
        names += [part for part in parts[:-1] if len(part) > 2]
    return [name for name in names if name]


def strip_site(title: str, names: list[str]) -> str:
    """Cut the site's name off either end of a title; what stands between the two goes with it.

    >>> strip_site("Ice breaks early - Opinion | Hill Post", ["Hill Post"])
    'Ice breaks early - Opinion'
    >>> strip_site("Hill Post: ice", ["Valley News"])
    'Hill Post: ice'
    """
    return _stripped(title, _keys(names))


def _keys(names: list[str]) -> set[str]:
    return {key(name) for name in names} - {""}


def _stripped(title: str, keys: set[str]) -> str:
    title = " ".join(title.split())
    for _ in range(3):
        cuts = list(_SEPARATOR.finditer(title)) if any(map(title.__contains__, _PARTED)) else None
        if not cuts:
            break
        last = cuts[-1]
        tail, head = title[last.end() :], title[: cuts[0].start()]
        if head and last.start() > 0 and _is_site(tail, keys):
            title = title[: last.start()].rstrip()
        elif len(cuts) >= 2 and _is_site(title[cuts[-2].end() :], keys) and cuts[-2].start() > 0:
            title = title[: cuts[-2].start()].rstrip()
        elif _is_site(head, keys) and len(title) - cuts[0].end() > 12:
            title = title[cuts[0].end() :].lstrip()
        else:
            break
    return title


def _is_site(text: str, keys: set[str]) -> bool:
    mark = key(text)
    if not mark or len(text) > 60:
        return False
    bare = mark.removeprefix("the").removeprefix("www")
    for name in keys:
        plain = name.removeprefix("the").removeprefix("www")
        if mark == name or bare == plain:
            return True
        if (
            min(len(bare), len(plain)) >= 4
            and (bare.startswith(plain) or plain.startswith(bare))
            and len(text.split()) <= 5
        ):
            return True
    return False


def settle(facts: Facts, scene: Scene) -> None:
    """Choose the headline and claim its words on the page."""
    heading = _visible(facts, scene)
    ranked = facts.offered("headline")
    if heading is not None:
        text, kicker = _without_kicker(" ".join(heading.text.translate(_INVISIBLE).split()), ranked)
        chosen = Offer(text, "page-text", 0.95, scene.tree.tags[heading.e] or "page", heading.text)
        facts.offer("headline", text, "page-text", 0.95, chosen.where)
        facts.choose("headline", _spelt(chosen, ranked), key=fold)
        scene.crown(heading)
        scene.claim(heading, "headline", "the headline, as printed", "headline")
        if kicker:
            facts.offer("kicker", kicker, "page-text", 0.6, "headline")
    elif ranked:
        facts.choose("headline", ranked[0], key=fold)
    _claim_repeats(facts, scene)


def _spelt(shown: Offer, ranked: list[Offer]) -> Offer:
    """Let the data spell what is shown: the sign between two lines of a headline, or a name that all of them write out.

    Line breaks and colours part a kicker from its headline on the page; the data write "Kicker: headline". And where linked
    data, OpenGraph and one more say the same, and nothing says what is shown, they have the headline of record.
    """
    letters = key(shown.value)
    for offer in ranked[:4]:
        if key(offer.value) == letters and offer.value != shown.value:
            spelt = " ".join(offer.value.translate(_INVISIBLE).split())
            return Offer(spelt, offer.source, 0.95, f"{shown.where}, spelt by {offer.where}", shown.printed)
    if any(fold(offer.value) == fold(shown.value) for offer in ranked) or len(ranked) < 3:
        return shown
    first = ranked[0]
    if letters.startswith(key(first.value)):
        return shown  # the data leave off its second half
    same = [offer for offer in ranked if fold(offer.value) == fold(first.value)]
    if {offer.source for offer in same} >= {"json-ld", "opengraph"} and len(same) >= 3:
        return Offer(first.value, first.source, 0.8, first.where, shown.printed)
    return shown


def _visible(facts: Facts, scene: Scene) -> TextBlock | None:
    """Find the block that shows the headline: a heading that says what the data say, or the heading over the story."""
    tree = scene.tree
    if facts.head and facts.head.scrape:
        # the reader of scrapes has chosen it by all that a dump tells
        shown = next((block for block in tree.blocks if tree.tags[block.e] == "h1"), None)
        if shown is not None:
            return shown
    titles: dict[str, bool] = {}
    for offer in facts.offers.get("headline", ()):
        # what is written for other people's pages is often another headline
        sure = offer.confidence >= _SURE and offer.where != "twitter:title"
        titles[offer.value] = sure or titles.get(offer.value, False)
    wanted = [_Title(text, sure=sure) for text, sure in titles.items()]
    named = _named_behind(facts)
    exact = {title.folded for title in wanted}
    lengths = {len(title.folded) - title.folded.count(" ") + off for title in wanted for off in (-2, -1, 0, 1, 2)}
    if facts.head and facts.head.title:
        wanted.append(_Title(facts.head.title))  # some sites put their name first
        if part := _main_part(facts.head.title):  # a line that says it needs no heading's tag
            exact.add(fold(part))
            lengths.add(len("".join(part.split())))
    first = scene.story[0].b if scene.story else 10**9
    best: tuple[float, TextBlock] | None = None
    stop = scene.story[min(3, len(scene.story) - 1)].b if scene.story else len(tree.blocks)
    for block in tree.blocks[: stop + 1]:
        if not _SHORTEST <= block.length <= _LONGEST or tree.context[block.e] & Hint.HEAD:
            continue
        tag = _heading_tag(scene, block)
        # most lines are neither heading nor as long as a headline: do not fold them
        if not tag and (block.length not in lengths or scene.folded(block) not in exact):
            continue
        if tag and named and key(block.text) in named and _is_masthead(scene, block):
            continue
        score = _score(scene, block, tag, wanted, first)
        if score is not None and (best is None or score > best[0]):
            best = (score, block)
    return best[1] if best and best[0] >= 1.4 else None


def _main_part(title: str) -> str | None:
    """Return the part of a divided title that can only be the headline: most of it, and as long as one; or None."""
    title = " ".join(title.split())
    cuts = list(_SEPARATOR.finditer(title))
    ends = [(0, cut.start()) for cut in cuts] + [(cut.end(), len(title)) for cut in cuts]
    parts = [title[start:end] for start, end in ends]
    likely = [part for part in parts if len(part) >= _PART and 2 * len(part) >= len(title) and part.count(" ") >= 3]
    return min(likely, key=len, default=None)


def _is_masthead(scene: Scene, block: TextBlock) -> bool:
    """Tell whether a heading is the paper's own: a link to its front page, or far above the story."""
    tree = scene.tree
    link = next((tree.links[t] for t in range(block.first, block.last) if tree.links[t] >= 0), -1)
    if link >= 0 and block.linked >= 0.8 * block.length:
        return True
    return bool(scene.story) and scene.story[0].b - block.b > _FAR


def _named_behind(facts: Facts) -> set[str]:
    """Return the keys of what stands behind a bar in the title of the page: the site and its sections, not the story."""
    title = facts.head.title if facts.head else None
    parts = _BAR.split(title)[1:] if title else []
    return {key(part) for part in parts if part} - {key(offer.value) for offer in facts.offered("headline")}


def _score(scene: Scene, block: TextBlock, tag: str, wanted: list[_Title], first: int) -> float | None:
    """Judge one candidate; None where it cannot be the headline."""
    tree = scene.tree
    folded = scene.folded(block)
    here = _Title(block.text)
    likeness = max((_likeness(here, title) for title in wanted), default=0.0)
    sure = tag and likeness > 0.98 and any(title.sure and title.letters == here.letters for title in wanted)
    elsewhere = tree.context[block.e] & ELSEWHERE
    if likeness < 0.4 and (
        tag != "h1" or (wanted and (elsewhere or len(folded) < 15 or block.linked > block.length / 2))
    ):
        return None
    score = 4 * likeness + {"h1": 2.0, "h2": 0.8, "h3": 0.3}.get(tag, 0.0)
    if sure:
        score += 1.5  # a section's name may be the title of the page, and what the data call the headline is not
    if tree.hints[block.e] & Hint.TITLE:
        score += 0.5
    if elsewhere:
        score -= 1.5
    if block.b >= first:
        score -= 0.3
    if scene.story:
        score -= min(1.0, abs(first - block.b) * 0.004)
    return score


def _heading_tag(scene: Scene, block: TextBlock) -> str:
    """Return the heading that a block stands in, or ""."""
    tree, e = scene.tree, block.e
    for _ in range(3):
        if e < 0:
            break
        if tree.tags[e] in ("h1", "h2", "h3"):
            return tree.tags[e]
        e = tree.parent[e]
    return ""


class _Title:
    """A title as it compares: folded, as letters alone, as a set of words."""

    __slots__ = ("folded", "letters", "sure", "words")

    def __init__(self, text: str, *, sure: bool = False) -> None:
        self.sure = sure
        self.folded = fold(text)
        self.letters = key(text)
        self.words = frozenset(self.folded.split())


def _likeness(one: _Title, other: _Title) -> float:
    """Tell how alike two titles are, 0 to 1."""
    if one.folded == other.folded:
        return 1.0
    a, b = one.letters, other.letters
    if a == b and a:
        return 0.99
    if not a or not b:
        return 0.0
    if min(len(a), len(b)) > 12 and (a in b or b in a):
        share = min(len(a), len(b)) / max(len(a), len(b))
        # most of a title is the headline; a small part of it may as well be the section or the site
        return max(0.75, share) if share > 0.4 else 0.3 + share
    return 2 * len(one.words & other.words) / (len(one.words) + len(other.words))


def _without_kicker(text: str, ranked: list[Offer]) -> tuple[str, str | None]:
    """Take the kicker off a heading that the data give without it."""
    folded = fold(text)
    for offer in ranked[:3]:
        wanted = fold(offer.value)
        if len(wanted) > 15 and folded != wanted and folded.endswith(wanted):
            extra = len(folded) - len(wanted)
            if extra < 40 and len(text) == len(folded):
                return text[extra:].strip(), text[:extra].strip(" :|-–—+") or None
    return text, None


def _claim_repeats(facts: Facts, scene: Scene) -> None:
    """Claim the title element, and each line near the story that repeats the headline."""
    tree, head = scene.tree, facts.head
    headline = facts.values.get("headline")
    if not headline or head is None:
        return
    wanted = fold(headline)
    for block in tree.blocks[:4]:
        if tree.tags[block.e] == "title" or (block.b == 0 and head.scrape and head.title == block.text):
            _claim_title(scene, block, wanted)
    for block in scene.above[:40]:
        if (
            block is not scene.headline
            and abs(len(block.text) - len(wanted)) <= _SHORTEST
            and scene.folded(block) == wanted
            and scene.free(block)
        ):
            scene.claim(block, "headline-repeat", "repeats the headline", "headline", code="NA302")


def _claim_title(scene: Scene, block: TextBlock, wanted: str) -> None:
    """Give the title element to the headline, and what it adds to the site's name."""
    text = block.text
    folded = scene.folded(block)
    at = folded.find(wanted) if len(folded) == len(text) else -1
    if at < 0 or not scene.free(block):
        scene.claim(block, "title-repeat", "the title of the page, not the story's words", "headline", code="NA302")
        return
    scene.claim_span(
        block, at, at + len(wanted), "headline-repeat", "the title repeats the headline", "headline", code="NA302"
    )
    scene.ledger.take_block(Mark("NA202", "title-suffix", "the site's words around the title", block.e), block)
