"""Pictures, their captions and credits; and what is no picture of the article."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.model.gate import is_whole, safe_href
from newsarchive.page.facts import credit
from newsarchive.page.facts.address import resolve
from newsarchive.page.facts.sources import _parted, _path_and_query, best_source
from newsarchive.page.facts.words import by_language

from .conftest import URL

P = "<p>Towns along the shore of the lake expect the ice to break this week, three weeks before its time.</p>"


def plain(runs):
    return "".join(run.text for run in runs)


def test_the_largest_source_wins():
    base = "https://www.hillpost.example/x/"
    assert best_source([("srcset", "a.jpg 320w, b.jpg 1200w"), ("src", "a.jpg")], base) == (
        "https://www.hillpost.example/x/b.jpg",
        1200,
    )
    assert best_source([("src", "data:image/gif;base64,R0"), ("data-src", "/c.jpg")], base) == (
        "https://www.hillpost.example/c.jpg",
        None,
    )
    assert best_source([("srcset", "a.jpg 1x, b.jpg 2x")], base)[0].endswith("b.jpg")
    assert best_source([("src", "javascript:x")], base) is None


@pytest.mark.parametrize(
    "image",
    [
        "<img src='/ice-2021.jpg' alt='Ice'>",
        "<img src='data:image/gif;base64,R0' data-src='/ice-2021.jpg' alt='Ice'>",
        "<picture><source type='image/webp' srcset='/ice-2021.webp'><img src='/ice-2021.jpg' alt='Ice'></picture>",
        "<amp-img src='/ice-2021.jpg' alt='Ice' width=900 height=600></amp-img>",
        "<noscript><img src='/ice-2021.jpg' alt='Ice'></noscript>",
        "<a href='/ice-2021-large.jpg'><img src='/ice-2021.jpg' alt='Ice'></a>",
    ],
)
def test_a_picture_in_the_story_is_found_however_it_is_loaded(read, page, image):
    seen = read(
        page(f"{P}<figure>{image}<figcaption>Ice on Lake Ember, Monday. AP Photo/Ana Example</figcaption></figure>{P}")
    )
    [figure] = seen.figures
    assert figure.media[0].url == "https://www.hillpost.example/ice-2021.jpg"
    assert figure.media[0].alt == "Ice"
    assert plain(figure.caption) == "Ice on Lake Ember, Monday."
    assert (figure.credit.printed, figure.credit.photographer, figure.credit.agency) == (
        "AP Photo/Ana Example",
        "Ana Example",
        "Associated Press",
    )
    assert figure.block.media == figure.media


def test_caption_and_credit_are_claimed(read, page):
    seen = read(
        page(
            f"{P}<figure><img src='/ice-2021.jpg'><figcaption>Ice on Lake Ember. <span class='credit'>Ana Example/AFP</span></figcaption></figure>{P}"
        )
    )
    assert ("NA301", "caption", "Ice on Lake Ember.") in seen.notes
    assert ("NA301", "credit", "Ana Example/AFP") in seen.notes


def test_a_caption_that_begins_like_a_credit_is_kept_beside_the_credit(read, page):
    caption = "<figcaption>Foto de familia de la reunión <span class=credit>EFE/ Ana Example</span></figcaption>"
    seen = read(page(f"{P}<figure><img src='/ice-2021.jpg'>{caption}</figure>{P}"))
    [figure] = seen.figures
    assert plain(figure.caption) == "Foto de familia de la reunión"
    assert figure.credit.printed == "EFE/ Ana Example"


def test_the_first_picture_before_the_story_is_the_lead(read, page):
    seen = read(
        page(
            P,
            above="<h1>Ice breaks early on Lake Ember</h1><figure><img src='/lead-2021.jpg'><figcaption>The harbour</figcaption></figure>",
        )
    )
    assert seen.figures == []
    assert seen.lead.media[0].url == "https://www.hillpost.example/lead-2021.jpg"
    assert plain(seen.lead.caption) == "The harbour"


def test_a_picture_that_only_the_data_name_is_the_lead(read, page):
    head = ('<meta property="og:image" content="/og-ice-2021.jpg"><meta property="og:image:alt" content="Ice">'
            '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ice breaks early on Lake Ember",'
            '"image":{"@type":"ImageObject","url":"/og-ice-2021.jpg","caption":"Ice, Monday","creditText":"Ana Example/AFP"}}</script>')  # fmt: skip
    seen = read(page(P, head=head))
    assert (seen.lead.media[0].url, seen.lead.media[0].alt) == ("https://www.hillpost.example/og-ice-2021.jpg", "Ice")
    assert (plain(seen.lead.caption), seen.lead.credit.agency) == ("Ice, Monday", "Agence France-Presse")


@pytest.mark.parametrize(
    "clutter",
    [
        "<img src='/img/logo.png'>",
        "<img src='/pixel.gif' width=1 height=1>",
        "<img src='/icons/share.svg'>",
        "<div class='related'><a href='/other'><img src='/teaser-picture-1.jpg'></a></div>",
        "<div class='author-bio'><img src='/portrait-of-ana.jpg'></div>",
        "<a href='/another-story'><img src='/teaser-picture-2.jpg'></a>",
        "<article><a href='/another-story'><img src='/teaser-picture-3.jpg'></a><h3>Another story</h3></article>",
        "<div class='ad'><img src='/buy-this-now.jpg'></div>",
        "<img src='javascript:alert(1)'>",
    ],
)
def test_teasers_portraits_icons_and_pixels_stay_out(read, page, clutter):
    seen = read(page(f"{P}{clutter}{P}"))
    assert seen.figures == []
    assert seen.lead is None


def test_a_portrait_of_the_author_stays_out(read, page):
    seen = read(
        page(f"{P}<img src='/people-2021-07.jpg' alt='Ana Gil'>{P}", head='<meta name="author" content="Ana Gil">')
    )
    assert seen.figures == []


def test_controls_beside_a_picture_are_removed_not_claimed(read, page):
    seen = read(
        page(
            f"{P}<figure><img src='/ice-2021.jpg'><button>Enlarge image</button><figcaption>Ice on the lake</figcaption></figure>{P}"
        )
    )
    assert plain(seen.figures[0].caption) == "Ice on the lake"


def test_a_caption_without_a_figure_is_known_by_its_credit(read, page):
    seen = read(
        page(
            f"{P}<div><img src='/ice-2021.jpg'><div>Ice on the lake, as it was on Monday</div><div>Getty Images</div></div>{P}"
        )
    )
    [figure] = seen.figures
    assert (plain(figure.caption), figure.credit.printed) == ("Ice on the lake, as it was on Monday", "Getty Images")


def test_one_picture_in_two_sizes_is_one_figure(read, page):
    seen = read(page(f"{P}<img src='/ice-on-the-lake-300x200.jpg'>{P}<img src='/ice-on-the-lake-1200x800.jpg'>{P}"))
    assert len(seen.figures) == 1


def test_without_an_address_pictures_are_kept_as_they_are(read, page):
    seen = read(
        page(f"{P}<figure><img src='https://pictures.example/ice-2021.jpg'><figcaption>Ice</figcaption></figure>{P}"),
        url=None,
    )
    assert seen.figures[0].media[0].url == "https://pictures.example/ice-2021.jpg"
    assert URL.startswith("https://")


def test_a_picture_whose_words_name_its_maker_is_no_advertisement(read, page):
    figure = (
        '<figure class="ad-wrapper"><img src="/pictures/lake-2024.jpg" width=800 height=500>'
        "<figcaption>The lake on Monday, seen from the pier.{}</figcaption></figure>"
    )
    seen = read(page(figure.format(" Photo: Ida Holm")))
    assert seen.lead.credit.photographer == "Ida Holm"
    assert read(page(figure.format(""))).lead is None


@given(st.text("a1wx, \t,", max_size=14))
def test_a_srcset_is_divided_at_commas_before_white_space_and_behind_widths(value: str) -> None:
    parts = re.split(r",\s+|(?<=\d[wx]),", value)
    assert [part.split() for part in _parted(value) if part.split()] == [part.split() for part in parts if part.split()]


SIGNS = "/?#:@.%;&=+~!\"$'()*,[]{}|\\^`<>aZ0-_ é\t"
STARTS = ("http://", "https://", "HTTP://", "https://a.example", "https://a.example/", "//b.example/", "/", "", "//")


@given(st.sampled_from(STARTS), st.text(SIGNS, max_size=9))
def test_plain_addresses_have_the_parts_that_all_addresses_have(start: str, rest: str) -> None:
    url = start + rest
    try:
        parts = urlsplit(url)
    except ValueError:
        with pytest.raises(ValueError):
            _path_and_query(url)
        return
    assert _path_and_query(url) == (parts.path, parts.query)


@given(
    st.sampled_from(STARTS),
    st.text(SIGNS, max_size=9),
    st.sampled_from(["https://x.example/a/b?q", "http://x.example:80/", "x"]),
)
def test_addresses_from_the_root_are_joined_as_all_are(start: str, rest: str, base: str) -> None:
    address = (start + rest).strip()
    try:
        joined = address if is_whole(address) else safe_href(urljoin(base, address))
    except ValueError:
        joined = None
    if start + rest:
        assert resolve(start + rest, base) == joined


def test_each_word_that_introduces_a_credit_may_lead_one() -> None:
    pattern = credit._lead()
    for word in by_language("credits", "lead"):
        assert len(word) < credit._LONGEST_LEAD - 10
        for text in (
            f"{word}: A",
            f"( © {word.upper()}: A",
            f"©{word}: A",
            f"{word[1:]}: A",
            f"{word} A",
            f"  {word}  by A",
        ):
            assert credit._may_lead(text) or not pattern.match(text + " "), text
