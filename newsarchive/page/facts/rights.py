"""Read the rights line: who owns the story, since when, under which terms; the story's own line before the site's."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from newsarchive.model import Rights
from newsarchive.page.facts.linked_data import strings, things
from newsarchive.page.facts.record import Facts
from newsarchive.page.facts.scene import Scene
from newsarchive.page.facts.words import alternation, by_language, holding, holds_any, may_read, plainly_cased
from newsarchive.page.hints import Hint
from newsarchive.page.tree import TextBlock

__all__ = ["gather", "is_rights_line", "parse_rights", "settle"]

_META = ("copyright", "dcterms.rights", "dc.rights", "rights", "dc.rightsholder")
_LONGEST, _LONGEST_OWN = 900, 600  # characters
_SIGNED, _DATED, _AT_THE_FOOT = 1.0, 0.8, 0.4  # what speaks for the site's own line
_MOST = _SIGNED + _DATED + _AT_THE_FOOT
_LAST = 160  # lines of a page among which the site's own stands
_CLOSE = 8  # lines before it that nobody owns; further down only what stands in the box of the story is the story's
_NOT_OURS = int(Hint.FOOTER | Hint.CAPTION | Hint.NAV | Hint.COOKIE | Hint.COMMENT | Hint.FIGURE)
_SIGN = re.compile(r"©|\(c\)|℗|&copy;|\bcopyright\b|\bcopyrights?\s*@", re.IGNORECASE)
# A year of the last century or this; led by its first digit, since a search skips what cannot begin it.
_YEAR = re.compile(r"[12](?<!\d[12])(?:(?<=1)9|(?<=2)0)\d{2}(?!\d)")
_HOLDER = re.compile(
    r"(?:©|\(c\)|copyright(?:ed)?)(?:[\s:@]|©|\(c\)|copyright|by|the\s+author|(?:19|20)\d{2}|[-–—,/]|bis|present|\|)*(?P<name>[^©|•\n]{2,120})",
    re.IGNORECASE,
)
_HOLDER_END = re.compile(
    r"\s*(?:[.;|•](?:\s|$)|,?\s+(?:(?:19|20)\d{2})|[-–—]\s|\ball rights|\balle rechte|\btous droits|\btodos|\btutti|\bthis material|\bor its\b|,\s*all\b|\bpermission\b|$)",
    re.IGNORECASE,
)
# links of the footer that follow the notice in the same line
_FURNITURE = re.compile(
    r"(?<=[.|•·d])\s*(?:terms\s+(?:of|under|and|&)|privacy|use of this (?:web)?site|learn more|cookie|contact us|impressum|datenschutz|mentions légales|"
    r"agb\b|nutzungsbedingungen|politique de|aviso legal|política de|powered by|advertise|about us|do not sell|manage|your privacy|website by|design by).*$",
    re.IGNORECASE,
)
_FURNITURE_WORDS = (
    "terms", "privacy", "use of this", "learn more", "cookie", "contact us", "impressum", "datenschutz", "mentions légales", "agb",
    "nutzungsbedingungen", "politique de", "aviso legal", "política de", "powered by", "advertise", "about us", "do not sell",
    "manage", "website by", "design by",
)  # fmt: skip
# a form of company that ends in a full stop of its own
_ABBREVIATED = re.compile(r"(?:\b\w\.\s?(?:\w\.)+|\b(?:Inc|Ltd|Co|Corp|Cie|Bros|Jr|Pty)\.)$", re.IGNORECASE)
_INITIAL = re.compile(r"(?:^|\s)(?:[A-Z]|St|Dr|Gebr|Ges)$")
_LICENCE = re.compile(r"https?://creativecommons\.org/(?:licenses|publicdomain)/[\w./-]+", re.IGNORECASE)


@cache
def _names_furniture() -> Callable[[str], bool]:
    """Return what tells whether a text holds what each of the links of the footer begins with."""
    return holding(_FURNITURE_WORDS)


@cache
def _phrases() -> re.Pattern[str]:
    return re.compile(alternation(by_language("phrases", "rights")), re.IGNORECASE)


@cache
def _marks() -> Callable[[str], bool]:
    """Return what tells whether a text holds what every rights line holds one of: a sign, or a set phrase."""
    return holding(("©", "(c)", "copyright", "℗", *by_language("phrases", "rights")))


def _signed(text: str) -> bool:
    """Tell whether a text holds a sign of copyright, or the word; most have the sign."""
    return "©" in text or _SIGN.search(text) is not None


def is_rights_line(text: str) -> bool:
    """Tell whether a line is a rights notice: a sign or a year with a name, or a set phrase."""
    if len(text) > _LONGEST:
        return False
    lowered = text.lower()
    if not _marks()(lowered):
        return False
    if _signed(text) and (
        _YEAR.search(text) or text.lstrip(" (")[:1] == "©" or "reserved" in lowered or len(text) < 100
    ):
        return True
    return bool(_phrases().search(text))


def parse_rights(text: str) -> Rights | None:
    """Read a rights line: the notice as printed, its holder, its last year, and the terms of use where they follow.

    >>> parse_rights("News from © The Canadian Press, 2021").holder
    'The Canadian Press'
    >>> parse_rights("Copyright 2026 Hill Post. All rights reserved.").year
    2026
    """
    notice = " ".join(text.split())
    if not plainly_cased(notice) or _names_furniture()(notice):
        notice = _FURNITURE.sub("", notice)
    notice = notice.strip(" |•·–-")
    if not is_rights_line(notice):
        return None
    years = [int(year) for year in _YEAR.findall(notice)]
    holder = None
    match = _HOLDER.search(notice)
    if match:
        name = match["name"]
        name = _first_name(name)
        if 1 < len(name) <= 80 and not name[:1].islower() and not _phrases().match(name):
            holder = name
    usage = None
    terms = _phrases().search(notice) if may_read(notice, "phrases", "rights") else None
    if terms and terms.start() > 0 and len(notice) - terms.start() > 12:
        usage = notice[terms.start() :]
    elif terms:
        usage = notice[: match.start()].strip(" ,.;|-–—") if match else notice
    return Rights(notice, holder, max(years) if years else None, usage)


def _first_name(text: str) -> str:
    """Return the name with which a text begins; a full stop of its own belongs to it: ``Bergpost Ges. m.b.H.``."""
    name = text
    for end in _HOLDER_END.finditer(text):
        name = text[: end.start()]
        if end[0].lstrip()[:1] != ".":
            break
        if _INITIAL.search(name) and text[end.end() :].strip()[:1].isalpha():
            continue
        if _ABBREVIATED.search(f"{name}."):
            name = f"{name}."
        break
    stop = "." if _ABBREVIATED.search(name) else ""
    return name.strip(' .,;:-–—()|"') + stop


def gather(facts: Facts) -> None:
    """Offer the rights that the head and the data state."""
    head = facts.head
    assert head is not None
    for node in facts.nodes[:1]:
        licence = next(
            (
                text
                for thing in things(node.props.get("license"))
                for text in (thing if isinstance(thing, str) else "",)
                if text.startswith("http")
            ),
            None,
        )
        notice = node.text("copyrightNotice")
        holder = next(strings(node.props.get("copyrightHolder")), None)
        year = next(strings(node.props.get("copyrightYear")), None)
        if notice or licence:
            facts.offer(
                "rights",
                Rights(notice, holder, int(year[:4]) if year and year[:4].isdigit() else None, None, licence),
                node.source,
                0.6,
                "copyrightNotice",
            )
    for name in filter(head.meta.__contains__, _META):
        text = head.first(name)
        if text and len(text) < 400 and not text.startswith("http"):
            facts.offer("rights", parse_rights(text) or Rights(text), "meta", 0.35, name)


def settle(facts: Facts, scene: Scene) -> None:
    """Find the story's own rights line and claim it; else read the site's line at the foot of the page."""
    own = _own_line(scene)
    if own is not None:
        block, rights = own
        scene.claim(block, "rights-line", "the rights notice of the story", "rights", read=rights.notice)
        facts.offer("rights", _licensed(facts, rights), "page-text", 0.9, "line after the story", rights.notice)
    elif site := _site_line(scene):
        block, rights = site
        scene.claim(block, "site-rights", "the rights notice of the site", "rights", confidence=0.6, read=rights.notice)
        facts.offer(
            "rights", _licensed(facts, rights), "page-text", 0.65, "line at the foot of the page", rights.notice
        )
    facts.best("rights", key=lambda rights: rights.notice or rights.license_url or "")


def _licensed(facts: Facts, rights: Rights) -> Rights:
    head = facts.head
    link = head.license if head else None
    if link and _LICENCE.match(link):
        return Rights(rights.notice, rights.holder, rights.year, rights.usage, link)
    return rights


def _own_line(scene: Scene) -> tuple[TextBlock, Rights] | None:
    """Look for the line among the last paragraphs and right behind them."""
    tree = scene.tree
    near = [*scene.story[-4:], *scene.below[:14]]
    if not _marks()("\n".join([block.text for block in near if len(block.text) <= _LONGEST_OWN])):
        return None  # as on most pages: no line of them can be one
    for at, block in enumerate(near):
        text = block.text
        if (
            len(text) > _LONGEST_OWN
            or scene.bits(block) & _NOT_OURS
            or not is_rights_line(text)
            or not scene.open(block)
        ):
            continue
        if sum(map(scene.open, near[:at])) > _CLOSE and not tree.inside(block.e, scene.root):
            continue
        if block.b in scene.kept and (
            len(text) > 400
            or not (text.lstrip(" (")[:1] == "©" or _SIGN.search(text[:40]) or holds_any(text, "phrases", "rights"))
        ):
            continue
        rights = parse_rights(text)
        if rights is not None:
            return block, rights
    return None


def _site_line(scene: Scene) -> tuple[TextBlock, Rights] | None:
    """Look for the site's line from the end of the page upwards."""
    best: tuple[float, TextBlock, Rights] | None = None
    kept = scene.kept
    for place, block in enumerate(scene.tree.blocks[-1 : -1 - _LAST : -1]):
        if best is not None and best[0] >= _MOST - 0.004 * place:
            break  # no line further up can beat it
        # the words first: hardly any line has them, and who owns it takes longer to ask
        text = block.text
        if block.b in kept or len(text) > _LONGEST:
            continue
        lowered = text.lower()
        signed = "©" in lowered or "copyright" in lowered or "(c)" in lowered
        if not signed:
            # then only a year makes it sure enough in the end
            if "19" not in text and "20" not in text:
                continue
            if "reserved" not in lowered and not (place < 40 and holds_any(text, "phrases", "rights")):
                continue
        if scene.tree.context[block.e] & (Hint.CAPTION | Hint.FIGURE) or (
            not scene.ledger.free(block) and not _removed_whole(scene, block)
        ):
            continue
        sign = signed and _signed(text)
        rights = parse_rights(text)
        if rights is None:
            continue
        score = (
            (_SIGNED if sign else 0.0)
            + (_DATED if _YEAR.search(text) else 0.0)
            + (_AT_THE_FOOT if scene.tree.context[block.e] & Hint.FOOTER else 0.0)
        )
        score -= 0.004 * place + (0.5 if len(text) > 300 else 0.0)
        if best is None or score > best[0]:
            best = (score, block, rights)
    return (best[1], best[2]) if best and best[0] > 0.6 else None


def _removed_whole(scene: Scene, block: TextBlock) -> bool:
    """Tell whether a pass removed a block already; its words are read all the same, and stay removed."""
    owner = scene.ledger.owner
    return all(owner[t] > 1 for t in range(block.first, block.last))
