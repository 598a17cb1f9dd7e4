from __future__ import annotations

import pytest

from newsarchive import inspect

STORY = """<p>The harbour wall of Port Larch gave way on Tuesday night after three days of storm, and nobody was hurt, the council said.</p>
<p>The council will meet on Friday to decide whether the boats can go back into the harbour before the end of the month.</p>
<p>Two ferries were sent to the next port, where the road along the coast is open again after a landslide in the winter.</p>"""
MENU = (
    '<nav><ul><li><a href="/n">News</a></li><li><a href="/s">Sport</a></li><li><a href="/c">Culture</a></li></ul></nav>'
)
FOOT = '<footer><p>© 2024 Larch Herald</p><a href="/imprint">Imprint</a> <a href="/privacy">Privacy</a></footer>'
TOPICS = ("Harbour wall gives way", "Ferry back in service", "Council votes on new bridge", "Winter road open again", "School gets a new roof",
          "Fishing fleet stays in port", "Old lighthouse for sale", "Library opens on Sundays", "Market moves to the quay",
          "Choir sings for the storm fund", "Bakery closes after ninety years", "Tide table for the month")  # fmt: skip


def _page(body: str, title: str = "Larch Herald", head: str = "") -> bytes:
    return f'<html lang="en"><head><title>{title}</title>{head}</head><body>{MENU}{body}{FOOT}</body></html>'.encode()


def _cards(summary: str) -> str:
    return "".join(
        f'<article class="card"><h3><a href="/story/{i}">{topic}</a></h3><p>{summary.format(topic=topic)}</p><a href="/story/{i}">Read more</a></article>'
        for i, topic in enumerate(TOPICS)
    )


FRONT = _page(
    f"<main><h1>Larch Herald</h1>{_cards('{topic}: what people along the coast say about it, what comes next, and what it costs.')}</main>",
    head='<meta property="og:type" content="website">',
)
SECTION = _page(f"<main><h1>News</h1>{_cards('More in the evening.')}</main>")
VIDEO = _page(
    '<main><h1>Watch: harbour wall gives way</h1><video src="/v.mp4"></video><p>Waves break over the wall on Tuesday night.</p></main>',
    head='<meta property="og:type" content="video.other">',
)
CONSENT = _page(
    '<div class="consent"><h1>Your privacy</h1><p>We and our 214 partners use cookies and similar technologies to store information on '
    "your device and to process personal data.</p><p>You can accept all, or subscribe to read without advertising and tracking.</p>"
    "<button>Accept all</button><button>Subscribe</button></div>",
    "Before you go on",
)
ERROR = _page(
    "<main><h1>Page not found</h1><p>The page you are looking for does not exist or has been moved. Try the search.</p></main>",
    "404",
)
FEHLER = _page(
    "<main><h1>Seite nicht gefunden</h1><p>Leider konnten wir die Seite nicht finden, die Sie aufgerufen haben.</p></main>",
    "Fehler",
)
LOGIN = _page(
    '<main><h1>Log in</h1><form><label>E-mail</label><input name="m"><label>Password</label><input name="p"><button>Log in</button></form></main>',
    "Log in",
)
SEARCH = _page(
    "<main><h1>Search results for “harbour”</h1><p>12 results</p><ul>"
    + "".join(f'<li><a href="/story/{i}">{topic}</a></li>' for i, topic in enumerate(TOPICS))
    + "</ul></main>"
)
GALLERY = _page(
    "<main><h1>The storm in pictures</h1>"
    + "".join(f'<figure><img src="/{i}.jpg" alt="Waves"><figcaption>Wave {i}.</figcaption></figure>' for i in range(9))
    + "</main>"
)
EMPTY = (
    b"<html><head><title>Larch Herald</title></head><body><div id=root></div><script>var a = 1;</script></body></html>"
)

ARTICLE = _page(f"<main><article><h1>Harbour wall gives way</h1>{STORY}</article></main>")
BRIEF = _page("<main><article><h1>Ferry back in service</h1><p>The ferry between Port Larch and the islands is back in service after two days, the harbour office said on Monday. "
              "The boat leaves at eight in the morning and at five in the afternoon. Tickets for the days when no ferry went stay valid until the end of the month, the office said, "
              "and those who want their money back can ask for it at the quay.</p></article></main>")  # fmt: skip
LINKED = _page("<main><article><h1>What we read this week</h1>" + STORY.replace("Port Larch", '<a href="/p">Port Larch</a>') + "</article>"
               + "<h2>More stories</h2>" + "".join(f'<h3><a href="/story/{i}">{topic}</a></h3>' for i, topic in enumerate(TOPICS)) + "</main>")  # fmt: skip
FOUND = _page(f"<main><article><h1>“Page not found”: how a town lost its archive</h1>{STORY}</article></main>")


def _notes(page: bytes) -> set[str]:
    return {
        note.rule for note in inspect(page, format="page").account if note.code in {"NA103", "NA104", "NA105", "NA112"}
    }


@pytest.mark.parametrize(
    "page",
    [FRONT, SECTION, VIDEO, CONSENT, ERROR, FEHLER, LOGIN, SEARCH, GALLERY, EMPTY],
    ids=["front", "section", "video", "consent", "error", "Fehler", "login", "search", "gallery", "empty"],
)
def test_a_page_without_a_story_is_said_to_be_none(page):
    assert "not-an-article" in _notes(page)


@pytest.mark.parametrize("page", [ARTICLE, BRIEF, LINKED, FOUND], ids=["article", "brief", "linked", "found"])
def test_a_story_is_not_doubted(page):
    assert "not-an-article" not in _notes(page)


def test_few_words_are_noted():
    page = _page(
        "<main><article><h1>Ferry back in service</h1><p>The ferry is back in service after two days, the harbour office said.</p></article></main>"
    )
    assert "thin-body" in _notes(page)
    assert "thin-body" not in _notes(ARTICLE)


@pytest.mark.parametrize(
    ("own", "following", "told"),
    [
        ("https://larch.example/storm", "/storm/2", "https://larch.example/storm/2"),
        ("https://larch.example/storm.html", "storm-2.html", "https://larch.example/storm-2.html"),
        ("https://larch.example/storm?page=1", "?page=2", "https://larch.example/storm?page=2"),
        ("https://larch.example/storm/seite/2", "/storm/seite/3", "https://larch.example/storm/seite/3"),
        ("https://larch.example/storm", "/bridge", None),
        ("https://larch.example/storm", "/storm-wall-2024-report", None),
        ("https://larch.example/2024/05/storm", "https://other.example/2024/05/storm/2", None),
        ("https://larch.example/storm", "http://[", None),
    ],
)
def test_the_next_part_of_a_story_is_named(own, following, told):
    page = _page(
        f"<main><article><h1>Harbour wall gives way</h1>{STORY}</article></main>",
        head=f'<link rel="next" href="{following}">',
    )
    notes = [note.reason for note in inspect(page, url=own, format="page").account if note.code == "NA112"]
    assert notes == ([f"the story goes on at {told}"] if told else [])
