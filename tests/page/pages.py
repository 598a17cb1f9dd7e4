"""Invented pages, by hand and by chance, for the tests of the reading station."""

from __future__ import annotations

from hypothesis import strategies as st

WORDS = st.sampled_from(
    (
        "river",
        "council",
        "voted",
        "on",
        "Monday",
        "to",
        "raise",
        "the",
        "bridge",
        "after",
        "floods",
        "mayor",
        "said",
        "Ünder",
        "東京",
        "مدينة",
    )
)
SENTENCE = st.lists(WORDS, min_size=1, max_size=30).map(lambda words: " ".join(words).capitalize() + ".")
CLASSES = st.sampled_from(
    (
        "",
        "article-body",
        "related-posts",
        "nav",
        "comments",
        "share-bar",
        "byline",
        "caption",
        "ad",
        "sidebar",
        "widget",
        "content",
        "deck",
    )
)
INLINE = st.sampled_from(("b", "em", "a", "span", "sup", "time", "code"))
BOX = st.sampled_from(
    ("div", "p", "section", "aside", "ul", "li", "table", "tr", "td", "blockquote", "figure", "figcaption", "h2", "nav", "footer", "pre", "form")
)  # fmt: skip


@st.composite
def inline(draw: st.DrawFn) -> str:
    text = draw(SENTENCE)
    if draw(st.booleans()):
        tag = draw(INLINE)
        more = draw(SENTENCE)
        href = ' href="https://news.example/other"' if tag == "a" else ""
        text += f" <{tag}{href}>{more}</{tag}>"
    if draw(st.integers(0, 5)) == 0:
        text += "<br>" * draw(st.integers(1, 3)) + draw(SENTENCE)
    return text


def boxes() -> st.SearchStrategy[str]:
    """Nested boxes of any tag and class, closed or not."""
    return st.recursive(
        inline(),
        lambda inner: st.builds(
            lambda tag, name, parts, closed: (
                f'<{tag} class="{name}">{"".join(parts)}' + (f"</{tag}>" if closed else "")
            ),
            BOX,
            CLASSES,
            st.lists(inner, min_size=1, max_size=4),
            st.integers(0, 9).map(bool),
        ),
        max_leaves=25,
    )


@st.composite
def pages(draw: st.DrawFn) -> str:
    """A whole page, sensible or not."""
    body = "".join(draw(st.lists(boxes(), min_size=1, max_size=6)))
    title = draw(SENTENCE)
    head = f"<title>{title} | Example Gazette</title><script>var a = '<p>{title}</p>';</script>"
    return f"<!DOCTYPE html><html lang=en><head>{head}</head><body><h1>{title}</h1>{body}</body></html>"
