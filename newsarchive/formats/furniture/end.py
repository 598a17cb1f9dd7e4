"""Close a story with what belongs to it: first published, corrections, who helped, source and rights."""

from __future__ import annotations

from collections.abc import Iterator

from newsarchive.formats.furniture.words import isolated, label, story_direction, time_element, words_for
from newsarchive.formats.markup import attributes, escape
from newsarchive.model import Article, Contributor, Person, Rights
from newsarchive.model.gate import safe_href, squeeze

__all__ = ["end_matter", "place_names", "record_rows"]


_LONGEST = 2048  # characters of an address that are shown


def end_matter(article: Article, *, heading: int = 2, skip: frozenset[str] = frozenset()) -> str:
    """Return the end of the story as XHTML; "" where there is nothing to say.

    Args:
        article: the story.
        heading: the level of the headings.
        skip: keys of rows of the record that stand elsewhere, such as in a book's colophon.
    """
    words = words_for(article.language)
    around = story_direction(article)
    lines: list[str] = []
    if article.first_published and squeeze(article.first_published.printed):
        lines.append(f'<p class="first-published">{isolated(article.first_published.printed, around)}</p>')
    notices = [notice for notice in article.notices if squeeze(notice.printed)]
    if notices:
        lines.append(f"<h{heading}>{label('notices', words, article)}</h{heading}>")
        lines.extend(f'<p class="notice {one.kind}">{isolated(one.printed, around)}</p>' for one in notices)
    if rows := record_rows(article, skip=skip):
        lines.append(f"<h{heading}>{label('record', words, article)}</h{heading}>")
        lines.append(rows)
    return '<footer class="end">\n' + "\n".join(lines) + "\n</footer>" if lines else ""


def record_rows(article: Article, *, skip: frozenset[str] = frozenset()) -> str:
    """Return the facts of the article that its head does not say, as a table of XHTML; "" where there are none."""
    words = words_for(article.language)
    rows = [
        f'<tr><th scope="row">{label(key, words, article)}</th><td>{shown}</td></tr>'
        for key, shown in _facts(article)
        if key not in skip and shown
    ]
    return '<table class="record">\n<tbody>\n' + "\n".join(rows) + "\n</tbody>\n</table>" if rows else ""


def _facts(article: Article) -> Iterator[tuple[str, str]]:
    """Yield the facts as (word, XHTML), in the order in which a reader asks for them."""
    words = words_for(article.language)
    around = story_direction(article)
    provenance = article.provenance
    if agency := article.agency:
        code = f" ({agency.code})" if agency.code and agency.code not in agency.name else ""
        yield "agency", _named(agency.name + code, agency.url, around)
    if article.publisher and article.publisher.url:
        yield "publisher", _named(article.publisher.name, article.publisher.url, around)
    people = (
        *(_person(one, around) for one in _unsaid(article)),
        *(_contributor(one, around) for one in article.contributors),
    )
    yield "contributors", "; ".join(filter(None, people))
    yield "section", isolated(article.section or "", around)
    yield "keywords", ", ".join(isolated(squeeze(word), around) for word in article.keywords)
    yield "topics", "; ".join(f"{isolated(one.name, around)} {_code(one.code)}" for one in article.subjects)
    if rights := article.rights:
        yield "rights", isolated(_rights(rights), around)
        # What the notice says already is not said again.
        usage = rights.usage if rights.usage and rights.usage not in (rights.notice or "") else ""
        yield "usage", " ".join(filter(None, (isolated(usage, around), _link(rights.license_url))))
    yield "address", _link(article.url or provenance.url)
    yield "identifiers", "; ".join(f"{isolated(one.scheme, around)} {_code(one.value)}" for one in article.identifiers)
    elsewhere = provenance.url if provenance.url != article.url and article.url else None
    when = time_element(provenance.captured, words, article) if provenance.captured else ""
    yield "captured", " · ".join(filter(None, (when, _link(elsewhere))))
    yield "checksum", _code(provenance.sha256 or "")
    if article.paywalled:
        yield "record", label("paywalled", words, article)


def _unsaid(article: Article) -> Iterator[Person]:
    """Yield the authors of whom the byline does not say all that is known."""
    byline = (article.byline or "").casefold()
    for person in article.authors:
        if person.role or person.affiliation or (byline and person.name.casefold() not in byline):
            yield person


def _person(person: Person, around: str) -> str:
    known = (person.name, person.role, person.affiliation)
    return _named(", ".join(squeeze(part) for part in known if part), person.url, around)


def _contributor(person: Contributor, around: str) -> str:
    more = ", ".join(squeeze(part) for part in (person.role, person.place) if part)
    return isolated(squeeze(person.name) + (f" ({more})" if more else ""), around)


def _rights(rights: Rights) -> str:
    notice = rights.notice or ""
    year = str(rights.year) if rights.year and str(rights.year) not in notice else ""
    holder = rights.holder if rights.holder and rights.holder.casefold() not in notice.casefold() else ""
    own = ", ".join(filter(None, (holder, year)))
    return " · ".join(filter(None, (notice, own)))


def _named(name: str, url: str | None, around: str) -> str:
    href, shown = safe_href(url), isolated(name, around)
    return f"<a{attributes(href=href)}>{shown}</a>" if href and shown else shown


def _link(url: str | None) -> str:
    """Return an address as a link; only its words where nobody should follow it."""
    if not url or not squeeze(url):
        return ""
    href = safe_href(url)
    # A line breaker looks at every sign of an address, and a megabyte of one keeps it busy for a minute.
    short = url if len(url) <= _LONGEST else f"{url[:_LONGEST]}…"
    shown = f'<bdi class="address" dir="ltr">{escape(short)}</bdi>'
    return f"<a{attributes(href=href)}>{shown}</a>" if href else shown


def _code(text: str) -> str:
    return f'<bdi dir="ltr"><code>{escape(text)}</code></bdi>' if squeeze(text) else ""


def place_names(article: Article) -> tuple[str, ...]:
    """Return the places of the article: those of its dateline."""
    dateline = article.dateline
    if dateline is None:
        return ()
    named = tuple(squeeze(place.name) for place in dateline.places) or (squeeze(dateline.place or ""),)
    return tuple(dict.fromkeys(filter(None, named)))
