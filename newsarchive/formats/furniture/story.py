"""Set a story: its head, its dateline before the first words, and words for every picture."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec.structs import replace

from newsarchive.formats.furniture.tables import with_headed_tables
from newsarchive.formats.furniture.words import (
    date_words,
    headline_of,
    isolated,
    label,
    story_direction,
    time_element,
    words_for,
)
from newsarchive.formats.markup import Flavour, escape, to_xhtml
from newsarchive.model import (
    Article,
    Block,
    Embed,
    Figure,
    Footnote,
    Item,
    Listing,
    Media,
    Paragraph,
    Quote,
    Run,
    plain,
)
from newsarchive.model.gate import squeeze
from newsarchive.notes import Account

__all__ = ["body", "head", "map_figures", "with_alt"]

# Private characters that stand round the dateline until the markup is written; they never leave this module.
_OPEN, _CLOSE = "\ue000", "\ue001"


def head(article: Article, *, level: int = 1) -> str:
    """Return the head of the story as XHTML: kicker, headline, deck, byline, and where and when it appeared."""
    words = words_for(article.language)
    title = headline_of(article)
    lines = (
        [f'<p class="kicker">{escape(article.kicker)}</p>'] if squeeze(article.kicker or "") and article.kicker else []
    )
    lines.append(f'<h{level} class="headline">{escape(title)}</h{level}>')
    if article.deck and squeeze(article.deck) not in ("", title):
        lines.append(f'<p class="deck">{escape(article.deck)}</p>')
    names = ", ".join(squeeze(person.name) for person in article.authors)
    byline = article.byline or (words["by"].format(names) if names else "")
    if squeeze(byline):
        lines.append(f'<p class="byline">{isolated(byline, story_direction(article))}</p>')
    around = story_direction(article)
    appeared = (
        [isolated(article.publisher.name, around)] if article.publisher and squeeze(article.publisher.name) else []
    )
    if article.published:
        appeared.append(time_element(article.published, words, article))
    # Many sites give both dates, seconds apart.
    same = (
        article.updated
        and article.published
        and date_words(article.updated, words) == date_words(article.published, words)
    )
    if article.updated and not same:
        appeared.append(f"{label('updated', words, article)} {time_element(article.updated, words, article)}")
    if appeared:
        lines.append(f'<p class="appeared">{" · ".join(appeared)}</p>')
    return '<header class="head">\n' + "\n".join(lines) + "\n</header>"


def body(
    article: Article,
    *,
    notes: Account,
    picture: Callable[[Media], str | None],
    flavour: Flavour,
    heading: int = 2,
    prefix: str = "",
) -> str:
    """Return the story as XHTML: the lead picture, then the body, the dateline before its first paragraph."""
    blocks: tuple[Block, ...] = ((article.lead,) if article.lead else ()) + article.body
    printed = article.dateline.printed if article.dateline else ""
    if squeeze(printed):
        blocks = tuple(_with_dateline(blocks, printed))
    blocks = with_headed_tables(blocks, notes)
    written = to_xhtml(blocks, notes=notes, picture=picture, flavour=flavour, heading=heading, prefix=prefix)
    if squeeze(printed):
        shown = escape(printed).replace("\n", "<br/>")
        written = written.replace(f"{_OPEN}{shown}{_CLOSE}", f'<span class="dateline">{shown}</span>', 1)
    return written


def _with_dateline(blocks: tuple[Block, ...], printed: str) -> Iterator[Block]:
    at = next((index for index, block in enumerate(blocks) if isinstance(block, Paragraph)), None)
    if at is None:
        # A story without a paragraph still has its dateline: a line of its own, after the lead picture.
        at = 1 if blocks and isinstance(blocks[0], Figure) else 0
        blocks = (*blocks[:at], Paragraph(()), *blocks[at:])
    for index, block in enumerate(blocks):
        if index == at and isinstance(block, Paragraph):
            gap = "" if not block.runs or printed[-1].isspace() else " "
            yield replace(block, runs=(Run(f"{_OPEN}{printed}{_CLOSE}{gap}"), *block.runs))
        else:
            yield block


def with_alt(article: Article, *, always: bool) -> Article:
    """Give pictures words that stand for them where the source gives none: the caption, else that there are none.

    A picture that the source calls decoration (``alt=""``) keeps that, unless the format must ``always`` have words.
    """
    none = words_for(article.language)["no_alt"]

    def told(figure: Figure) -> Figure:
        caption = squeeze(plain(figure.caption))
        media = (_told(one, caption or squeeze(one.title or "") or none, always=always) for one in figure.media)
        return replace(figure, media=tuple(media))

    lead = told(article.lead) if article.lead else None
    return replace(article, lead=lead, body=tuple(map_figures(article.body, told)))


def _told(media: Media, words: str, *, always: bool) -> Media:
    if squeeze(media.alt or "") or (media.alt is not None and not always):
        return media
    return replace(media, alt=words)


def map_figures(blocks: Iterable[Block], change: Callable[[Figure], Figure]) -> Iterator[Block]:
    """Yield the blocks, each figure among them and inside them changed."""
    for block in blocks:
        match block:
            case Figure():
                yield change(block)
            case Quote() | Embed() | Footnote():
                yield replace(block, blocks=tuple(map_figures(block.blocks, change)))
            case Listing():
                items = tuple(Item(tuple(map_figures(item.blocks, change))) for item in block.items)
                yield replace(block, items=items)
            case _:
                yield block
