"""Settle when the story was published and when it was updated, from what the data and the page say."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, timedelta, timezone
from functools import cache, lru_cache
from urllib.parse import urlsplit

from msgspec.structs import replace

from newsarchive.model import Moment, Source
from newsarchive.page.facts.byline import parse_byline
from newsarchive.page.facts.dates import as_datetime, find_dates, parse_date
from newsarchive.page.facts.notices import source_beside
from newsarchive.page.facts.record import Facts, Offer
from newsarchive.page.facts.scene import ELSEWHERE, Scene
from newsarchive.page.facts.words import alternation, beginning, by_language, holds_any, may_read, plainly_cased
from newsarchive.page.facts.zones import in_publishers_zone
from newsarchive.page.hints import Hint
from newsarchive.page.tree import TextBlock

__all__ = ["date_in_url", "gather", "offer_data", "settle"]

_META: tuple[tuple[str, Source, float], ...] = (
    ("article:published_time", "opengraph", 0.9), ("og:article:published_time", "opengraph", 0.88),
    ("og:published_time", "opengraph", 0.85), ("parsely-pub-date", "meta", 0.86), ("sailthru.date", "meta", 0.7),
    ("article:published", "meta", 0.8), ("datepublished", "meta", 0.8), ("published_time", "meta", 0.8),
    ("publish-date", "meta", 0.8), ("publishdate", "meta", 0.8), ("publish_date", "meta", 0.8), ("pubdate", "meta", 0.8),
    ("publication_date", "meta", 0.75), ("publication-date", "meta", 0.75), ("published", "meta", 0.75),
    ("cxenseparse:recs:publishtime", "meta", 0.8), ("cse:publish_time", "meta", 0.8), ("dc.date.issued", "meta", 0.8),
    ("dcterms.issued", "meta", 0.8), ("dcterms.created", "meta", 0.7), ("dc.date.created", "meta", 0.65),
    ("dc.date", "meta", 0.55), ("dcterms.date", "meta", 0.55), ("date", "meta", 0.55), ("article_date_original", "meta", 0.8),
    ("originalpublicationdate", "meta", 0.8), ("citation_publication_date", "meta", 0.7), ("citation_date", "meta", 0.65),
    ("citation_online_date", "meta", 0.65), ("release_date", "meta", 0.6), ("rnews:datepublished", "meta", 0.8),
    ("bt:pubdate", "meta", 0.8), ("ptime", "meta", 0.7), ("pdate", "meta", 0.7), ("article.published", "meta", 0.8),
    ("article.created", "meta", 0.7), ("shareaholic:article_published_time", "meta", 0.8), ("og:pubdate", "meta", 0.8),
    ("og:publish_date", "meta", 0.8), ("iso-8601-publish-date", "meta", 0.8), ("vr:published_time", "meta", 0.8),
    ("displaydate", "meta", 0.7), ("article-publication-date", "meta", 0.75), ("last-publication", "meta", 0.5),
    ("created", "meta", 0.5), ("dc.created", "meta", 0.6), ("video:release_date", "opengraph", 0.4),
)  # fmt: skip
_META_UPDATED: tuple[tuple[str, Source, float], ...] = (
    ("article:modified_time", "opengraph", 0.88), ("og:updated_time", "opengraph", 0.75), ("dcterms.modified", "meta", 0.75),
    ("dc.date.modified", "meta", 0.7), ("last-modified", "meta", 0.6), ("lastmod", "meta", 0.65), ("modified", "meta", 0.6),
    ("article.updated", "meta", 0.75), ("parsely-modified-date", "meta", 0.75), ("datemodified", "meta", 0.75),
    ("article:modified", "meta", 0.75), ("revised", "meta", 0.5), ("updated_time", "meta", 0.6),
)  # fmt: skip
_OPENING, _OPENING_ENTRY, _WORDS_BETWEEN = 90, 220, 50  # characters
_LONGEST_LABEL, _SHORT_WORD, _SENTENCE = 40, 3, 30  # characters
_BESIDE = 45  # letters beside a date in a line that is not marked as one; more is a sentence, or a caption
_MONTH_FIRST = frozenset(("us", "ca", "ph", "io", "co", "tv", "me", "ai", "gg"))  # and domains that name no country
_MOST_BLOCKS = 5000  # of a page; what dates it stands among them
_LABEL = 9  # letters beside a date that are no words of their own: a weekday, "Uhr"
_IN_PATH = re.compile(r"(?<!\d)(19[89]\d|20[0-4]\d)([/._-]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")
_LOOSE_PATH = re.compile(r"/(19[89]\d|20[0-4]\d)/(\d{1,2})/(\d{1,2})/")
# "19" or "20" and two digits, or a date in figures; led by a digit, since a search skips what cannot begin it.
_HAS_YEAR = re.compile(r"\d(?:(?<=1)9\d\d|(?<=2)0\d\d|\d?\.\s?\d\d?\.\s?\d\d)")
_NOT_OURS = int(Hint.NAV | Hint.COMMENT | Hint.RELATED | Hint.POPULAR | Hint.COOKIE)
_YEAR = re.compile(r"\d")
_LED_BY_DATE = re.compile(r"^[\s(\[]*$")  # what may stand before a date that begins the story
_BEHIND_DATE = re.compile(r"^\s*(?:[)\]]|[|–—:-]\s|/\s)")
_AT_THE_END = re.compile(r"[|·–—-]\s*(\d{1,2}[./]\s?\d{1,2}[./]\s?\d{4}|\d{4}-\d\d-\d\d)\s*$")
_ORDER = re.compile(r"^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})\b")
_LONGEST_PHRASE = 60  # characters; what says that a system published an entry is shorter
_LONGEST_ENTRY = 600  # characters of the sentence in which a system says when it published an entry


def gather(facts: Facts) -> None:
    """Offer every date that the head, the data and the address give."""
    head = facts.head
    assert head is not None
    for rank, node in enumerate(facts.nodes[:3]):
        trust = (0.95 if node.source == "json-ld" else 0.82) - 0.15 * rank
        for prop, fact, less in (
            ("datePublished", "published", 0.0), ("dateCreated", "published", 0.2), ("uploadDate", "published", 0.25),
            ("dateModified", "updated", 0.0),
        ):  # fmt: skip
            for text in node.texts(prop)[:2]:
                _offer(facts, fact, text, node.source, trust - less, prop)
    for table, fact in ((_META, "published"), (_META_UPDATED, "updated")):
        for name, source, trust in head.among(table):
            for content in head.all(name)[:2]:
                _offer(facts, fact, content, source, trust, name)
    _offer_title(facts)
    if facts.url:
        moment = date_in_url(facts.url)
        if moment:
            facts.offer("published", moment, "url", 0.5, "address")


def _locale(facts: Facts) -> str | None:
    """Return the language by which ``03/04/2020`` is read: English without a country is British where the domain says so."""
    return _english_of(facts.url) if facts.language == "en" and facts.url else facts.language


@lru_cache(maxsize=16)  # each date of a page asks
def _english_of(url: str) -> str:
    try:
        country = (urlsplit(url).hostname or "").rpartition(".")[2]
    except ValueError:
        return "en"
    return "en-GB" if len(country) == 2 and country not in _MONTH_FIRST else "en"


def offer_data(facts: Facts, fact: str, text: str, trust: float) -> None:
    """Offer a date that the page's own data give."""
    _offer(facts, fact, text, "page-data", trust, f"page data: {fact}")


def _offer(facts: Facts, fact: str, text: str, source: Source, trust: float, where: str) -> None:
    moment = parse_date(text, _locale(facts))
    if moment is None or len(moment.iso) < 10 or _after_capture(moment, facts.captured):
        return
    # midnight sharp is what a system writes that knows the day alone
    facts.offer(fact, moment, source, trust, where, text if len(text) < 60 else None)


def _after_capture(moment: Moment, captured: Moment | None) -> bool:
    """Tell whether a date lies more than a day after the page was fetched."""
    if captured is None or len(captured.iso) < 10:
        return False
    now, then = as_datetime(captured), as_datetime(moment)
    if now is None or then is None:
        return False
    return then.date() > now.date() + timedelta(days=1)


def _offer_title(facts: Facts) -> None:
    """Offer the date with which the title of the page ends, behind the site's name: ``… | Hill Post | 07.03.2024``."""
    title = facts.head.title if facts.head else None
    match = _AT_THE_END.search(title) if title and title.rstrip()[-1:].isdecimal() else None
    moment = parse_date(match[1], _locale(facts)) if match else None
    if moment is not None and len(moment.iso) >= 10 and not _after_capture(moment, facts.captured):
        facts.offer("published", moment, "meta", 0.5, "end of the title", match and match[1])


def date_in_url(url: str) -> Moment | None:
    """Read a whole date in the path of an address.

    >>> date_in_url("https://paper.example/2021/02/17/ice").iso
    '2021-02-17'
    """
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    match = _IN_PATH.search(path)
    if match:
        return parse_date(f"{match[1]}-{match[3]}-{match[4]}")
    match = _LOOSE_PATH.search(path)
    if match:
        return parse_date(f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}")
    return None


def settle(facts: Facts, scene: Scene) -> None:
    """Read the dates printed around the headline, choose, and claim the lines that print them."""
    _offer_elements(facts, scene)
    lines = _offer_printed(facts, scene) + _offer_begun(facts, scene) + _offer_entry(facts, scene)
    if not facts.offers.get("published"):
        _offer_anywhere(facts, scene)
    published = _agreed(facts.offered("published"))
    if published:
        published = _placed(published, facts.url)
        facts.choose("published", published, key=lambda moment: moment.iso[:10])
    updated = _agreed(facts.offered("updated"))
    if updated:
        updated = _placed(updated, facts.url)
        facts.choose("updated", updated, key=lambda moment: moment.iso[:10])
    for block, found in lines:
        _claim(facts, scene, block, found)


def _placed(offer: Offer, url: str | None) -> Offer:
    """Give a time without zone the zone of the publisher's country, where that is one; the moment says that it was done."""
    moment = in_publishers_zone(offer.value, url)
    if moment is offer.value:
        return offer
    return Offer(moment, offer.source, offer.confidence, f"{offer.where}, in the publisher's zone", offer.printed)


def _agreed(ranked: list[Offer]) -> Offer | None:
    """Take the most believed reading; a finer one of the same day, or the same time with its zone, completes it."""
    if not ranked:
        return None
    best = ranked[0]
    for other in ranked[1:]:
        turned = _turned(best, other)
        if turned is not None:
            best = turned
            break
    for other in ranked[1:]:
        local = _in_local_time(best.value, other.value)
        if local is not None:
            best = Offer(
                local, best.source, best.confidence, f"{best.where}, in the local time of {other.where}", other.printed
            )
            break
        mine, theirs = best.value.iso, other.value.iso
        if theirs[:10] != mine[:10]:
            continue
        if "T" not in mine and "T" in theirs and other.confidence >= 0.5:
            best = Offer(
                other.value, other.source, best.confidence, f"{best.where}, its time from {other.where}", other.printed
            )
        elif "T" in mine and not _zoned(mine) and _zoned(theirs) and theirs[11:16] == mine[11:16]:
            best = Offer(
                other.value, other.source, best.confidence, f"{best.where}, its zone from {other.where}", other.printed
            )
    return best


def _turned(best: Offer, other: Offer) -> Offer | None:
    """Read ``03-09-2026`` the other way round where the page writes the same day out: ``March 9, 2026``."""
    match = _ORDER.match(best.printed or "")
    if not match or other.source != "page-text" or other.value.iso[:10] == best.value.iso[:10]:
        return None
    year, one, two = match[4], int(match[1]), int(match[3])
    if other.value.iso[:10] not in (f"{year}-{one:02}-{two:02}", f"{year}-{two:02}-{one:02}"):
        return None
    if _ORDER.match(other.printed or ""):
        return None
    return Offer(other.value, best.source, best.confidence, f"{best.where}, its order from {other.where}", best.printed)


def _in_local_time(stated: Moment, printed: Moment) -> Moment | None:
    """Return an instant that the data give in UTC in the zone in which the page prints it: the same minute, hours apart.

    Kept as UTC, a story of ten in the evening in New York would lie under the next day.
    """
    if (
        not stated.iso.endswith("+00:00")
        or "T" not in printed.iso
        or (_zoned(printed.iso) and printed.iso.endswith("+00:00"))
    ):
        return None
    instant, local = as_datetime(stated), as_datetime(printed)
    if instant is None or local is None:
        return None
    apart = local.replace(tzinfo=UTC) - instant.replace(second=0, microsecond=0)
    minutes = int(apart.total_seconds()) // 60
    if minutes == 0 or minutes % 30 or not -720 <= minutes <= 840:
        return None
    if local.tzinfo is not None and local.utcoffset() != timedelta(minutes=minutes):
        return None
    zoned = instant.astimezone(timezone(timedelta(minutes=minutes)))
    return Moment(
        zoned.isoformat(timespec="seconds" if stated.precision == "second" else "minutes"), printed.printed, "page"
    )


def _offer_anywhere(facts: Facts, scene: Scene) -> None:
    """Offer the date that stands nearest to the story on a page that dates itself nowhere else; a guess, and noted as one."""
    tree = scene.tree
    first = scene.story[0].b if scene.story else 0
    last = scene.story[-1].b if scene.story else len(tree.blocks)
    best: tuple[float, Moment, str] | None = None
    teasers = _teasers_below(facts, scene)
    for block in tree.blocks[:_MOST_BLOCKS]:
        if (
            block.length > 150
            or tree.context[block.e] & _NOT_OURS
            or not _HAS_YEAR.search(block.text)
            or not scene.open(block)
            or tree.tags[block.e] == "title"
        ):
            continue
        found = find_dates(block.text, _locale(facts), facts.captured)
        if not found or _after_capture(found[0].moment, facts.captured):
            continue
        if (block.b in scene.kept and block.length > 60) or (block.b > last and teasers):
            continue
        away = first - block.b if block.b < first else block.b - last if block.b > last else 5
        score = away - (40 if tree.context[block.e] & Hint.DATE else 0) - (20 if _says("published", block.text) else 0)
        if "©" in block.text or tree.context[block.e] & Hint.FOOTER:
            score += 200
        if best is None or score < best[0]:
            best = (score, found[0].moment, block.text)
    if best:
        facts.offer("published", best[1], "page-text", 0.35, "nearest date on the page", best[1].printed)


def _zoned(iso: str) -> bool:
    return "+" in iso[11:] or "-" in iso[11:]


def _offer_elements(facts: Facts, scene: Scene) -> None:
    """Offer the machine-readable dates of ``time`` elements near the story."""
    tree, head = scene.tree, facts.head
    assert head is not None
    first = scene.story[0].first if scene.story else len(tree.texts)
    near = [e for e in head.times if tree.tfirst[e] <= first + 6][-6:]
    after = [e for e in head.times if tree.tfirst[e] > first + 6][:2] if not near else []
    for e in near + after:
        if tree.context[e] & ELSEWHERE:
            continue
        stated = tree.attr(e, "datetime") or tree.attr(e, "content")
        moment = parse_date(stated, _locale(facts)) if stated else None
        if moment is None or len(moment.iso) < 10 or _after_capture(moment, facts.captured):
            continue
        around = " ".join(tree.text_of(tree.parent[e])[:120].split()).lower()
        updated = _says("updated", around[:60]) or "updat" in tree.names[e].lower() or "modif" in tree.names[e].lower()
        trust = 0.72 if e in near else 0.4
        facts.offer("updated" if updated else "published", moment, "page-text", trust, "time element")


def _says(section: str, text: str) -> bool:
    """Tell whether a line holds a word of a section, whatever its case."""
    if plainly_cased(text):
        return holds_any(text, "phrases", section)
    return (_published_words() if section == "published" else _updated_words()).search(text) is not None


@cache
def _updated_words() -> re.Pattern[str]:
    return re.compile(alternation(by_language("phrases", "updated")), re.IGNORECASE)


@cache
def _published_words() -> re.Pattern[str]:
    return re.compile(alternation(by_language("phrases", "published")), re.IGNORECASE)


def _offer_printed(facts: Facts, scene: Scene) -> list[tuple[TextBlock, Sequence[tuple[int, int, Moment]]]]:
    """Offer the printed dates near the headline, in a block of their own or beside the byline; return where they stand."""
    tree = scene.tree
    lines: list[tuple[TextBlock, Sequence[tuple[int, int, Moment]]]] = []
    near = scene.near() + ([] if _teasers_below(facts, scene) else scene.below[:10])
    top = scene.headline.b if scene.headline else -1
    for place, block in enumerate(near):
        text = block.text
        if block.length > 160 or not _YEAR.search(text) or scene.bits(block) & ELSEWHERE or not scene.open(block):
            continue
        marked = bool(tree.context[block.e] & Hint.DATE) or tree.tags[block.e] == "time"
        found = find_dates(text, _locale(facts), facts.captured)
        if not found:
            continue
        start, stop, moment = found[0]
        if not marked and (block.length - (stop - start)) > _BESIDE:
            continue
        if _after_capture(moment, facts.captured):
            continue
        below = block.b > (scene.story[-1].b if scene.story else 10**9)
        over = _label_before(scene, block) if start <= 1 else None
        words = text[:start] if over is None else over.text
        labelled = _says("published", words[-_LONGEST_LABEL:])
        trust = (0.66 if marked else 0.58) - (0.2 if below and not labelled else 0.0) - 0.001 * place
        if labelled and not marked:
            trust += 0.03
        elif not marked and start > _SENTENCE and not text[stop:].strip(" .)"):
            trust -= 0.25  # words, and a date behind them: the caption of a picture
        if 0 <= block.b < top:
            trust -= 0.05  # above the headline stands the day of the edition, or of the visit
        source = source_beside(text[:start] + " " + text[stop:])
        if source is not None:
            facts.offer("agency_line", source, "page-text", 0.8, "source beside the date", text)
        updated = _says("updated", words[-_LONGEST_LABEL:])
        facts.offer("updated" if updated else "published", moment, "page-text", trust, "printed date", moment.printed)
        for again_start, _, other in found[1:3]:
            label = text[stop:again_start].lower()
            facts.offer("updated" if _says("updated", label) or not _says("published", label) else "published",
                        other, "page-text", trust, "printed date", other.printed)  # fmt: skip
        if block.b in scene.kept and block.length > 80:
            continue
        if not below:
            lines.append((block, found))
    return lines


def _teasers_below(facts: Facts, scene: Scene) -> bool:
    """Tell whether the dates right below the story are those of other stories: several days, none of them labelled."""
    days: set[str] = set()
    for block in scene.below[:10]:
        if block.length > _BESIDE or not _HAS_YEAR.search(block.text):
            continue
        if _says("published", block.text) or _says("updated", block.text):
            return False
        days.update(moment.iso[:10] for _, _, moment in find_dates(block.text, _locale(facts))[:1])
    return len(days) > 1


def _offer_begun(facts: Facts, scene: Scene) -> list[tuple[TextBlock, Sequence[tuple[int, int, Moment]]]]:
    """Offer a date that begins the story itself: ``(18.01.2018) The lake …``, ``Press release of 25 January 2022 | …``."""
    for block in scene.story[:2]:
        text = block.text[:_OPENING]
        if not _YEAR.search(text) or not _HAS_YEAR.search(text):
            continue
        found = find_dates(text, _locale(facts))
        if not found or _after_capture(found[0].moment, facts.captured):
            continue
        start, stop, moment = found[0]
        before = text[:start]
        if not _BEHIND_DATE.match(text[stop:]) or not (_LED_BY_DATE.match(before) or _releases().match(before)):
            continue
        facts.offer("published", moment, "page-text", 0.5, "date that begins the story", moment.printed)
        return [(block, found[:1])]
    return []


def _offer_entry(facts: Facts, scene: Scene) -> list[tuple[TextBlock, Sequence[tuple[int, int, Moment]]]]:
    """Offer the date of a sentence below the story by which a system says when it published it."""
    for block in [*scene.below[:12], *scene.story[-1:]]:
        if block.length > _LONGEST_ENTRY:
            continue
        text = block.text  # one line, that begins with no space
        if plainly_cased(start := text[:_LONGEST_PHRASE]) and not _begins_entry()(start.lower(), 0):
            continue
        match = _entries().match(text)
        if not match or not _HAS_YEAR.search(block.text) or not scene.open(block):
            continue
        found = find_dates(block.text[:_OPENING_ENTRY], _locale(facts))
        if not found or found[0].start - match.end() > _WORDS_BETWEEN:
            continue
        if not _after_capture(found[0].moment, facts.captured):
            facts.offer("published", found[0].moment, "page-text", 0.55, "closing sentence", found[0].moment.printed)
            return [(block, found[:1])]
    return []


@cache
def _releases() -> re.Pattern[str]:
    return re.compile(rf"^\s*(?:{alternation(by_language('phrases', 'release'))})\s*$", re.IGNORECASE)


@cache
def _begins_entry() -> Callable[[str, int], list[str]]:
    return beginning(by_language("phrases", "entry"))


@cache
def _entries() -> re.Pattern[str]:
    return re.compile(rf"^\s*(?:{alternation(by_language('phrases', 'entry'))})(?!\w)", re.IGNORECASE)


def _claim(facts: Facts, scene: Scene, block: TextBlock, found: Sequence[tuple[int, int, Moment]]) -> None:
    """Claim the printed dates that say what was chosen, and keep their print beside the reading; others are no facts.

    A line that says nothing else is claimed whole, else the dates in it alone.
    """
    ours: list[tuple[int, int, str]] = []
    for start, stop, moment in found:
        fact = next((name for name in ("published", "updated") if _same_day(facts.values.get(name), moment)), None)
        if fact is None:
            continue
        ours.append((start, stop, fact))
        chosen: Moment = facts.values[fact]
        if chosen.printed is None or chosen.printed[:10] == chosen.iso[:10]:  # the data's own spelling is no print
            facts.values[fact] = replace(chosen, printed=block.text[start:stop])
    if not ours:
        return
    rest = block.text
    for start, stop, _ in reversed(ours):
        rest = rest[:start] + " " + rest[stop:]
    words = _without_labels(rest).split()
    bare = len("".join(words)) <= _LABEL or (len(words) <= 4 and not any(word[:1].isupper() for word in words))
    if bare and not parse_byline(rest.strip(" |,·")):
        dates = ", ".join(block.text[start:stop] for start, stop, _ in ours)
        scene.claim(block, "date-line", "the date of the story, as printed", ours[0][2], read=dates)
        _claim_label(scene, block, ours[0][2])
    else:
        scene.release(block)
        for start, stop, fact in ours:
            scene.claim_span(block, start, stop, "date-line", "the date of the story, as printed", fact)


def _without_labels(text: str) -> str:
    """Return a line without its words for "published" and "updated", a space for each; most lines hold none."""
    if may_read(text, "phrases", "updated"):
        text = _updated_words().sub(" ", text)
    return _published_words().sub(" ", text) if may_read(text, "phrases", "published") else text


def _claim_label(scene: Scene, block: TextBlock, fact: str) -> None:
    """Claim the word of a date that stands on a line of its own before it: ``Published on``."""
    label = _label_before(scene, block)
    if label is not None and scene.open(label):
        scene.claim(label, "date-line", "the word before the date of the story", fact, read=block.text)


def _label_before(scene: Scene, block: TextBlock) -> TextBlock | None:
    """Return the line before a date, where it says "published" or "updated" and nothing else."""
    before = scene.tree.blocks[block.b - 1] if block.b else None
    if before is None or before.length > _LONGEST_LABEL or before is scene.headline:
        return None
    rest = _without_labels(before.text)
    words = rest.strip(" :：").split()
    bare = len(words) <= 1 and not any(word[:1].isupper() or len(word) > _SHORT_WORD for word in words)
    return before if bare and rest != before.text else None


def _same_day(chosen: Moment | None, printed: Moment) -> bool:
    """Tell whether a printed date is the chosen one: the same day, or its neighbour where the zones may differ."""
    if chosen is None:
        return False
    if chosen.iso[:10] == printed.iso[:10]:
        return True
    first, second = as_datetime(chosen), as_datetime(printed)
    if first is None or second is None or "T" not in printed.iso:
        return False
    return abs((first.replace(tzinfo=None) - second.replace(tzinfo=None)).total_seconds()) < 14 * 3600
