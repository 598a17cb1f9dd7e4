"""Order several articles as one edition: its name, its sections, its dates, and who and what it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from newsarchive.formats.furniture.end import place_names
from newsarchive.formats.furniture.words import Words, date_words, language_of, story_direction, words_for
from newsarchive.formats.markup import direction_of, language
from newsarchive.model import Article, Moment
from newsarchive.model.gate import squeeze

__all__ = ["Edition", "Story", "edition_of"]

Story = tuple[str, Article]


class Edition(Struct, frozen=True):
    """An edition; each story has a prefix (``a1-``) for the ids of its markup.

    ``sections`` holds (name, stories) in the order of their first story, those without a section last, under "" where
    they are all, ``index`` (name, prefixes of the
    stories that name it), places and agencies, sorted.
    """

    title: str
    language: str
    direction: str
    words: Words
    stories: tuple[Story, ...]
    sections: tuple[tuple[str, tuple[Story, ...]], ...]
    dates: str
    publishers: tuple[str, ...]
    index: tuple[tuple[str, tuple[str, ...]], ...]


def edition_of(articles: Sequence[Article], *, title: str | None = None, tongue: str | None = None) -> Edition:
    """Order articles as an edition.

    Stories keep their order within their section, and sections are ordered by their first story. Without a title
    the edition is called after the publisher that all stories share, else after its dates.

    Args:
        articles: the stories, at least one.
        title: what to call the edition.
        tongue: the language of what we say ourselves; by default that of most of the stories.
    """
    tongue = language(tongue) or _common_language(articles)
    words = words_for(tongue)
    stories = tuple((f"a{number}-", article) for number, article in enumerate(articles, 1))
    sections: dict[str, list[Story]] = {}
    for story in stories:
        sections.setdefault(squeeze(story[1].section or ""), []).append(story)
    if "" in sections and len(sections) > 1:
        sections[words["other"]] = sections.pop("")
    publishers = tuple(
        dict.fromkeys(squeeze(one.publisher.name) for one in articles if one.publisher and squeeze(one.publisher.name))
    )
    dates = _dates(articles, words)
    if not title or not squeeze(title):
        title = publishers[0] if len(publishers) == 1 else dates or words["contents"]
    only = all(story_direction(one) == "rtl" for one in articles)
    ordered = tuple(story for group in sections.values() for story in group)
    return Edition(
        title=squeeze(title),
        language=tongue,
        direction=direction_of(tongue) or ("rtl" if only else "ltr"),
        words=words,
        stories=ordered,
        sections=tuple((name, tuple(group)) for name, group in sections.items()),
        dates=dates if dates != squeeze(title) else "",
        publishers=publishers,
        index=_index(ordered),
    )


def _common_language(articles: Sequence[Article]) -> str:
    """Return the language of most stories: en-CA, en-GB and en-US are three tags and one language."""
    tongues = [language_of(article) for article in articles]
    primary = Counter(tongue.partition("-")[0] for tongue in tongues).most_common(1)[0][0]
    alike = Counter(tongue for tongue in tongues if tongue.partition("-")[0] == primary)
    return alike.most_common(1)[0][0] if len(alike) == 1 else primary


def _dates(articles: Sequence[Article], words: Words) -> str:
    """Return the day of the edition, or its first and last day, as the language writes them."""
    days = sorted({one.issued.iso[:10] for one in articles if one.issued and len(one.issued.iso) >= 10})
    shown = list(dict.fromkeys(date_words(Moment(day), words) for day in (days[0], days[-1]))) if days else []
    return " – ".join(shown)


def _index(stories: Sequence[Story]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    named: dict[str, list[str]] = {}
    for prefix, article in stories:
        agency = (squeeze(article.agency.name),) if article.agency else ()
        for name in dict.fromkeys(filter(None, (*place_names(article), *agency))):
            named.setdefault(name, []).append(prefix)
    return tuple((name, tuple(named[name])) for name in sorted(named, key=lambda name: (name.casefold(), name)))
