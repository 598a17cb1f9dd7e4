"""Take a page the whole way to an article, with its account: the trip on one screen."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urljoin, urlsplit

from newsarchive._version import __version__
from newsarchive.errors import TooLarge
from newsarchive.model import Article, Block, Embed, Provenance
from newsarchive.model.gate import is_whole, safe_href
from newsarchive.model.media import MediaFile, MediaLookup
from newsarchive.model.walk import figures_of, settled
from newsarchive.notes import Account, Note
from newsarchive.page import facts as fact_station
from newsarchive.page.body import Placed, build_body, provider_of
from newsarchive.page.choose import Choice, choose
from newsarchive.page.data_story import put_story_back
from newsarchive.page.facts.address import ROOTED, root_of
from newsarchive.page.features import Witnesses
from newsarchive.page.grow import grow
from newsarchive.page.hints import Hint
from newsarchive.page.leftovers import name_leftovers, remove_skipped
from newsarchive.page.marks import Ledger
from newsarchive.page.parse import parse_html
from newsarchive.page.passes import PASSES, Chain
from newsarchive.page.pulls import pull_notes, pull_quotes
from newsarchive.page.tree import TextBlock, Tree
from newsarchive.page.uncollected import uncollected
from newsarchive.page.verdict import verdict
from newsarchive.sources.encoding import Decoded, decode
from newsarchive.sources.page import Page, Resources, no_resources

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

    from newsarchive.page.facts import Facts, FoundFigure
    from newsarchive.page.site import Layout, Rules, Sites
    from newsarchive.sources.fetch import FetchLimits

__all__ = ["MAX_BYTES", "RULES_VERSION", "Reading", "read_page"]

RULES_VERSION = f"newsarchive {__version__}"
MAX_BYTES = 64 << 20  # of one page; the largest real page seen was 11 MB
_EMBED_HOSTS = 60  # characters; a longer host is no host of a player


class Reading:
    """An article, the account of how it was read, and the page it was read from.

    The account of a page is put together when it is first looked at, out of what the ledger holds by then anyway: who only
    wants the article does not pay for the names of everything that is not the story.
    """

    def __init__(
        self,
        article: Article,
        account: Account | Callable[[], Account],
        page: Page,
        ledger: Ledger | None = None,
        files: Resources | None = None,
        base: str | None = None,
    ) -> None:
        """Hold what was read.

        Args:
            article: the article.
            account: its account, or what puts it together and names whatever nobody owns in the ledger by then.
            page: the page.
            ledger: who owns which words of the page.
            files: the places where pictures are looked for.
            base: the address that the page's relative addresses start from.
        """
        self.article = article
        self.page = page
        self.files = files
        self.base = base
        self._account = account
        self._ledger = ledger

    @property
    def account(self) -> Account:
        """What was removed, claimed, guessed, seen or lost on the way."""
        if not isinstance(self._account, Account):
            self._account = self._account()
        return self._account

    @property
    def ledger(self) -> Ledger | None:
        """Who owns which words of the page; None where a news format was read, not a page."""
        self.account  # noqa: B018 - from now on every word has its owner
        return self._ledger

    @cached_property
    def media(self) -> MediaLookup:
        """The pictures of the page, verified and no larger than needed, for ``write`` and ``dumps``.

        They are those that were saved with it, or stand in its text; see ``with_pictures`` for others.
        """
        from newsarchive.sources.pictures import Pictures

        files = self._files

        def raw(address: str) -> MediaFile | None:
            data = files(address)
            return MediaFile(data, "", 0, 0) if data else None

        return Pictures(raw, notes=self.account)

    def with_pictures(self, *, folder: str | Path | None = None, fetch: FetchLimits | bool = False) -> Reading:
        """Return the reading with what its pictures tell, looked for where the caller says as well.

        Size and digest of each picture that can be had are filled in, and a credit or a caption that only the picture holds
        (IPTC, EXIF). ``media`` of the reading gives the pictures.

        Args:
            folder: holds pictures, by host and path as mirrors keep them, or by their file names.
            fetch: ask the network for what is found nowhere else, within these limits (True: those of ``FETCH``).

        Raises:
            MissingLibrary: fetching needs httpx.
        """
        from newsarchive.page.pictured import pictured
        from newsarchive.sources.beside import FirstOf, NamedFiles

        if not figures_of(self.article):
            return self
        places: list[Resources] = [self._files]
        if folder is not None:
            places.append(NamedFiles(str(folder)))
        if fetch:
            from newsarchive.sources.fetch import FETCH, Fetcher

            places.append(Fetcher(FETCH if fetch is True else fetch, notes=self.account))
        found = Reading(self.article, self.account, self.page, self.ledger, FirstOf(tuple(places)), self.base)
        found.article = pictured(self.article, found._files, found.media, self.account)
        return found

    @property
    def _files(self) -> Resources:
        from newsarchive.sources.beside import FirstOf, SavedFrom
        from newsarchive.sources.inlined import InlinedFiles

        if self.files is None:
            beside = self.page.resources
            saved = SavedFrom(beside, self.base) if self.base and beside is not no_resources else beside
            self.files = FirstOf((InlinedFiles(self.page.data), saved))
        return self.files


def read_page(
    page: Page,
    *,
    kind: Literal["page", "scrape"] = "page",
    passes: Chain = PASSES,
    sites: Sites | None = None,
    overrides: Layout | None = None,
) -> Reading:
    """Read a page of HTML (``page``) or a plain-text scrape of a whole page (``scrape``).

    ``sites`` are rules for the pages of some publishers, ``overrides`` what the user says about this one page.

    Raises:
        TooLarge: the page has more than MAX_BYTES bytes.
    """
    if len(page.data) > MAX_BYTES:
        raise TooLarge(f"{page.name}: {len(page.data) >> 20} MB, a page may have {MAX_BYTES >> 20}; is it a page?")
    notes: list[Note] = []
    decoded = decode(page.data, http_charset=page.http_charset)
    root = _parsed(page, decoded, kind, notes)
    with uncollected():
        return _read(page, decoded, root, notes, kind, passes, sites, overrides)


def _read(
    page: Page,
    decoded: Decoded,
    root: etree._Element,
    notes: list[Note],
    kind: str,
    passes: Chain,
    sites: Sites | None,
    overrides: Layout | None,
) -> Reading:
    tree = grow(root)
    address = _readable(page.url)
    facts = fact_station.gather(tree, url=address, captured=page.captured, beside=page.sidecar)
    if kind == "page" and (place := put_story_back(tree, facts)):
        reason = f"the page shows no story; it was read from the page's data, at “{place}”"
        notes.append(Note("NA111", "page-data", reason))
        tree = grow(tree.els[0])
        facts = fact_station.gather(tree, url=address, captured=page.captured, beside=page.sidecar)
    ledger = Ledger(tree)
    rules = _rules(page, tree, facts, sites, overrides)
    if rules:
        rules.offer(facts)
        passes = rules.chain(passes)
    passes.run(tree, facts, ledger, notes)
    choice = _choice(tree, facts, ledger, kind)
    if rules:
        choice = rules.choice(ledger, choice)
    story = choice.story
    fact_station.settle(facts, tree, ledger, story)
    if rules:
        rules.settle(facts, ledger)
    figures = fact_station.figures(facts, tree, ledger, story)
    for block in story:
        ledger.keep(block)
    pulls = pull_quotes(tree, story)
    body = _body(page, tree, ledger, facts, story, figures, pulls)
    article = settled(Article(body=body, provenance=_provenance(page, decoded, kind, choice, rules), **facts.fields()))

    def account() -> Account:
        remove_skipped(tree, ledger)
        name_leftovers(tree, ledger)
        seen = [*_charset_notes(decoded), *pull_notes(tree, story, pulls), *verdict(article, facts, tree, choice)]
        return Account([*notes, *seen, *ledger.notes(), *facts.notes])

    return Reading(article, account, page, ledger, base=facts.base)


def _readable(url: str | None) -> str | None:
    """Return the address of a page if it is one; crawlers keep ``https://[::1`` as well."""
    if url is None or is_whole(url):
        return url
    try:
        urlsplit(url)
    except ValueError:
        return None
    return url


def _rules(page: Page, tree: Tree, facts: Facts, sites: Sites | None, overrides: Layout | None) -> Rules | None:
    if sites is None and overrides is None:
        return None
    from newsarchive.page.site import rules_for

    # A page that was saved without its address mostly says it itself.
    said = (facts.head.canonical or facts.head.first("og:url")) if facts.head else None
    return rules_for(tree, facts, url=page.url or said, sites=sites, overrides=overrides)


def _choice(tree: Tree, facts: Facts, ledger: Ledger, kind: str) -> Choice:
    if kind == "scrape":
        from newsarchive.page import scrape

        return scrape.choose(tree, facts, ledger)
    witnesses = Witnesses(facts.headline_guess or "", facts.description or "", facts.article_body or "")
    return choose(tree, ledger, witnesses)


def _parsed(page: Page, decoded: Decoded, kind: str, notes: list[Note]) -> etree._Element:
    if kind == "scrape":
        from newsarchive.page import scrape

        return scrape.parse(decoded.text, page.url)
    if decoded.charset == "utf-8" and not decoded.damaged:
        return parse_html(page.data[decoded.bom :], notes)
    return parse_html(decoded.text.encode("utf-8", "replace"), notes)


def _body(
    page: Page,
    tree: Tree,
    ledger: Ledger,
    facts: Facts,
    story: list[TextBlock],
    figures: list[FoundFigure],
    pulls: frozenset[int],
) -> tuple[Block, ...]:
    resolve = _resolver(facts.base or page.url or "")
    placed = [Placed(figure.e, figure.block) for figure in figures] + _embeds(tree, story, resolve)
    placed.sort(key=lambda thing: (tree.tfirst[thing.e], thing.e))
    return build_body(tree, ledger, story, placed, resolve, facts.language, facts.block_languages, pulls)


def _resolver(base: str) -> Callable[[str], str]:
    """Return what makes an address absolute; most need no look at their parts, which takes longer than all else about a link."""
    root = root_of(base)

    def resolve(href: str) -> str:
        if is_whole(href):
            return href
        if root and ROOTED.fullmatch(href):
            return root + href
        try:
            return urljoin(base, href)
        except ValueError:  # brackets that are no IPv6 address
            return ""

    return resolve


def _embeds(tree: Tree, story: list[TextBlock], resolve: Callable[[str], str]) -> list[Placed]:
    """Find the players and posts that stand inside the story as frames: each becomes a link with its title."""
    if not story:
        return []
    first, last = story[0].first, story[-1].last
    found = []
    outside = int(Hint.AD | Hint.RELATED | Hint.COMMENT | Hint.FOOTER | Hint.NAV | Hint.PROMPT | Hint.SHARE)
    for e in tree.skipped:
        if tree.tags[e] != "iframe" or not first < tree.tfirst[e] <= last or tree.context[e] & outside:
            continue
        address = safe_href(resolve(tree.attr(e, "src") or tree.attr(e, "data-src")))
        if not address or address.startswith("mailto:") or tree.attr(e, "width") in {"0", "1"}:
            continue
        host = provider_of(address)
        if host and len(host) <= _EMBED_HOSTS:
            found.append(Placed(e, Embed(address, host, (), " ".join(tree.attr(e, "title").split()) or None)))
    return found


def _provenance(page: Page, decoded: Decoded, kind: str, choice: Choice, rules: Rules | None) -> Provenance:
    return Provenance(
        sha256=page.sha256,
        size=page.size,
        source=page.source,
        format="html" if kind == "page" else "text",
        url=page.url,
        captured=page.captured,
        media_type=page.media_type or ("text/html" if kind == "page" else "text/plain"),
        charset=decoded.charset,
        charset_evidence=decoded.evidence,
        record_id=page.record_id,
        record_digests=page.record_digests,
        rules=RULES_VERSION,
        site=rules.name if rules else None,
        confidence=round(choice.confidence, 3),
    )


def _charset_notes(decoded: Decoded) -> list[Note]:
    if decoded.damaged:
        reason = f"read as {decoded.charset} ({decoded.evidence}); {decoded.damaged} stretches are not of that charset"
        return [Note("NA101", "charset", reason)]
    if decoded.evidence in {"detected", "fallback"}:
        return [Note("NA101", "charset", f"read as {decoded.charset} ({decoded.evidence})")]
    return []
