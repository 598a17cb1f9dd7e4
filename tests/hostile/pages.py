"""Invent hostile pages: each is a story that must come out, with something in it that is meant to break, to hide or to break out."""

from __future__ import annotations

import json
from collections.abc import Iterator

SENTENCE = "The ferry lands on the north side until the work at the harbour of Kelsey is done"
_WORDS = "".join(
    f"<p>The board of the harbour met for hour {number} and read part {number} of its plan aloud to the owners of the boats.</p>"
    for number in range(1, 7)
)
_END = f"<p>{SENTENCE}.</p>"


def page(
    *, head: str = "", before: str = "", inside: str = "", after: str = "", title: str = "Harbour plan approved"
) -> str:
    """Return the story with something in its head, before it, in the midst of it, or after it."""
    return (
        f"<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>{title}</title>{head}</head><body>{before}<article>"
        f"<h1>{title}</h1>{_WORDS}{inside}{_END}</article>{after}</body></html>"
    )


def linked(data: str) -> str:
    """Return the story with linked data."""
    return page(head=f'<script type="application/ld+json">{data}</script>')


def _deep(opening: str, closing: str, depth: int, inner: str = "x") -> str:
    return opening * depth + inner + closing * depth


def linked_data() -> Iterator[tuple[str, str]]:
    """Yield linked data of any shape, depth and type."""
    article = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Harbour plan approved"}
    yield "deep-lists", linked('{"@type":"NewsArticle","author":' + _deep("[", "]", 5000, "1") + "}")
    yield "deep-objects", linked(_deep('{"@graph":', "}", 20_000, "1"))
    yield "deep-cut", linked('{"a":[' * 50_000)
    yield (
        "itself",
        linked(
            '{"@id":"#a","@type":"NewsArticle","author":{"@id":"#a"},"isPartOf":{"@id":"#a"},"publisher":{"@id":"#a"}}'
        ),
    )
    circle = [
        {"@id": f"#{number}", "@type": "Person", "worksFor": {"@id": f"#{(number + 1) % 300}"}} for number in range(300)
    ]
    yield "circle", linked(json.dumps({"@graph": [{**article, "author": {"@id": "#0"}}, *circle]}))
    yield (
        "numbers",
        linked(
            '{"@type":"NewsArticle","headline":1e999,"wordCount":-1e-999,"datePublished":123456789012345678901234567890,"author":0}'
        ),
    )
    yield "not-a-number", linked('{"@type":"NewsArticle","wordCount":NaN,"position":-Infinity,"headline":undefined}')
    yield "doubles", linked('{"@type":"NewsArticle",' + '"headline":"x",' * 20_000 + '"name":"y"}')
    yield "types", linked(json.dumps({**article, "@type": ["NewsArticle"] * 20_000}))
    yield (
        "wrong-kinds",
        linked(
            json.dumps(
                {
                    **article,
                    "headline": [[{"@value": {"x": []}}]],
                    "author": True,
                    "datePublished": {},
                    "image": [None, 7, [[]], {}],
                    "publisher": [[["x"]]],
                    "keywords": {"a": 1},
                    "articleBody": [1, 2],
                    "url": {"@id": 5},
                    "isAccessibleForFree": [],
                    "speakable": 1.5,
                }
            )
        ),
    )
    yield (
        "authors",
        linked(
            json.dumps({**article, "author": [{"@type": "Person", "name": f"Kim Osei {n}"} for n in range(20_000)]})
        ),
    )
    yield (
        "pictures",
        linked(json.dumps({**article, "image": [f"https://news.example.org/{n}.jpg" for n in range(20_000)]})),
    )
    yield "context-file", linked(json.dumps({**article, "@context": "file:///etc/passwd"}))
    yield (
        "context-loop",
        linked(json.dumps({**article, "@context": {"a": {"@id": "a", "@type": "@id"}, "b": {"@reverse": "b"}}})),
    )
    yield "long-text", linked(json.dumps({**article, "description": "x" * 2_000_000}))
    yield (
        "controls",
        linked('{"@type":"NewsArticle","headline":"a\x01\x02\x1b[2J\u2028b","author":"\\ud800\\udfff\\uffff"}'),
    )
    yield (
        "prototype",
        linked(
            '{"__proto__":{"x":1},"constructor":{"prototype":1},"@type":"NewsArticle","toString":"x","__class__":"y"}'
        ),
    )
    yield "comment", page(head='<script type="application/ld+json"><!-- {"@type":"NewsArticle"} --></script>')
    yield "escaped-end", linked('{"@type":"NewsArticle","headline":"<\\/script><script>alert(1)<\\/script>"}')
    yield (
        "half-script",
        page(head='<script type="application/ld+json">{"@type":"NewsArticle","headline":"<!--<script>"}</script>'),
    )
    yield "thousand-scripts", page(head=f'<script type="application/ld+json">{json.dumps(article)}</script>' * 2000)
    yield (
        "addresses",
        linked(
            json.dumps(
                {
                    **article,
                    "url": "javascript:alert(1)",
                    "image": "file:///etc/passwd",
                    "mainEntityOfPage": "data:text/html,x",
                }
            )
        ),
    )
    yield "quotes", linked('{"@type":"NewsArticle","headline":"' + '\\"' * 200_000 + '"}')
    yield "loose-quotes", linked('{"@type":"NewsArticle","headline":"' + 'a" b "' * 20_000 + '"}')
    yield "newlines", linked('{"@type":"NewsArticle","description":"' + "\n" * 200_000 + '"}')
    yield "commas", linked('{"@type":"NewsArticle"' + "," * 200_000 + "}")
    yield "backslashes", linked('{"@type":"NewsArticle","headline":"' + "\\" * 200_001 + '"}')


def markup() -> Iterator[tuple[str, str]]:
    """Yield markup that parsers disagree about, or that is too much of something."""
    yield "attribute", page(inside=f'<p data-x="{"x" * 1_000_000}">x</p>')
    yield "attributes", page(inside="<p " + " ".join(f"a{n}=1" for n in range(30_000)) + ">x</p>")
    yield (
        "odd-attributes",
        page(inside='<p =x ==y <z "q" \'r\' @click="alert(1)" :href="x" [a]="b" {{x}} \x01=2 é=3>x</p>'),
    )
    yield "classes", page(inside=f'<div class="{"nav ad promo " * 30_000}"><p>x</p></div>')
    yield "ids", page(inside='<p id="a">x</p>' * 20_000)
    yield "style", page(inside=f'<p style="{"color:red;" * 50_000}">x</p>')
    yield "srcset", page(inside=f'<img srcset="{", ".join(f"a{n}.jpg {n}w" for n in range(20_000))}">')
    yield "address", page(inside=f'<a href="https://news.example.org/{"x" * 1_000_000}">x</a>')
    yield "alt", page(inside=f'<img src="a.jpg" alt="{"x " * 250_000}">')
    yield "tag-name", page(inside=f"<{'x' * 300_000}>y</{'x' * 300_000}>")
    yield "bold", page(inside=_deep("<b>", "</b>", 3000))
    yield "misnested", page(inside=_deep("<b><i><a href=x><u>", "", 800) + "</b></i></a></u>" * 800)
    yield "tables", page(inside=_deep("<table><tr><td>", "</td></tr></table>", 800))
    yield "lists", page(inside=_deep("<ul><li>", "</li></ul>", 1200))
    yield "quotes", page(inside=_deep("<blockquote>", "</blockquote>", 1500))
    yield "breaks", page(inside="<p>a" + "<br>" * 50_000 + "b</p>")
    yield "rules", page(inside="<hr>" * 30_000)
    yield (
        "spans",
        page(
            inside='<table><tr><td colspan="1000000000" rowspan="-5">a</td><td colspan="99999999999999999999">b</td></tr></table>'
        ),
    )
    yield "wide-table", page(inside="<table><tr>" + "<td>1" * 5000 + "</table>")
    yield (
        "ragged-table",
        page(inside="<table>" + "".join(f"<tr>{'<td>1' * (n % 40)}" for n in range(2000)) + "</table>"),
    )
    yield "start", page(inside='<ol start="99999999999999999999"><li value="-99999999999999999999">a<li>b</ol>')
    yield "formatting-flood", page(inside="<p><font><font><font>" * 2000)
    yield "ends", page(inside="</p>" * 50_000 + "</x>" * 1000)
    yield "bodies", page(inside="<body onload=alert(1)><html x=y><head><title>z</title></head>" * 200)
    yield "frames", page(after="<frameset><frame src=javascript:alert(1)></frameset><noframes>x</noframes>")
    yield (
        "inline-svg",
        page(
            inside='<svg><script>alert(1)</script><foreignObject><iframe src="javascript:alert(1)"></iframe></foreignObject><use href="file:///etc/passwd#x"/>'
            '<image xlink:href="file:///etc/passwd"/><animate attributeName=href values="javascript:alert(1)"/></svg>'
        ),
    )
    yield "mutation-style", page(inside='<svg></p><style><a id="</style><img src=1 onerror=alert(1)>"></svg>')
    yield (
        "mutation-math",
        page(
            inside='<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;"></table></mtext></math>'
        ),
    )
    yield "mutation-noscript", page(inside='<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>')
    yield (
        "source-document",
        page(
            inside='<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;"></iframe><object data="data:text/html,x"></object><embed src=x.swf>'
        ),
    )
    yield "base-file", page(head='<base href="file:///etc/">', inside='<img src="passwd"><a href="shadow">x</a>')
    yield "base-script", page(head='<base href="javascript:alert(1)//">', inside='<a href="x">x</a>')
    yield (
        "refresh",
        page(
            head='<meta http-equiv=refresh content="0;url=javascript:alert(1)"><link rel=stylesheet href=file:///etc/passwd>'
        ),
    )
    yield (
        "imports",
        page(
            head="<style>@import url(file:///etc/passwd);@font-face{font-family:x;src:url(data:font/ttf;base64,AAEAAAAB////)}*{font-family:x}</style>"
        ),
    )
    links = (
        "java\nscript:alert(1)", "java\tscript:alert(1)", "&#106;avascript:alert(1)", "\x01javascript:alert(1)", "JaVaScRiPt:alert(1)",
        "vbscript:x", "data:text/html,&lt;script&gt;", "//evil.example/x", "http://a@b:99999/", "http://[::1", "http://[v1.x]/", "https://%00/",
        "http://exa\u0000mple.org/", "https://\u0430pple.example/", "file:///etc/passwd", "\\\\server\\share", "blob:x", "view-source:x",
        "http://a.example/?" + "&amp;".join(f"a{n}=b" for n in range(3000)), "mailto:a@b?subject=%0d%0aBcc:x", "https:a.example", "?" * 5000,
    )  # fmt: skip
    yield (
        "links",
        page(inside="".join(f'<p>See <a href="{link}">this page</a> for the rest of it.</p>' for link in links)),
    )
    yield "lone-brackets", page(inside="<" * 100_000)
    yield "half-comments", page(inside="<!-->a<!--->b<!--x--!>c<!-- <!-- -->d<!x>e<?php echo 1 ?>f</ x>g<![CDATA[h]]>")
    yield "comments", page(inside="<!--x-->" * 50_000)
    yield "dashes", page(inside="<!--" + "-" * 500_000 + ">x-->")
    yield (
        "references",
        page(
            inside="<p>"
            + "&#0;&#x110000;&#xD800;&#xFFFE;&#128;&#x80;&amp;amp;&notanentity;&#;&#x;&#99999999999999999999;" * 2000
        ),
    )
    yield "ampersands", page(inside="<p>" + "&" * 300_000)
    yield "spaces", page(inside="<p>a" + " " * 500_000 + "b\u00a0" + "\u200b" * 100_000)
    yield "one-word", page(inside=f"<p>{'x' * 500_000}</p>")
    yield "marks", page(inside=f"<p>Z{chr(0x301) * 50_000}</p>")
    yield "directions", page(inside=f"<p>{chr(0x202E) * 5000}x{chr(0x2066) * 5000}</p>")
    yield "tags-characters", page(inside="<p>" + "".join(chr(0xE0041 + n % 26) for n in range(5000)))
    yield "emoji", page(inside="<p>" + "\U0001f468\u200d" * 20_000)
    yield "commas", page(inside="<p>By " + "Kim Osei, " * 30_000)
    yield "capitals", page(inside="<p>KELSEY, " * 5000)
    yield (
        "credits",
        page(inside="<figure><img src=a.jpg><figcaption>" + "Photo by Kim Osei / " * 20_000 + "</figcaption></figure>"),
    )
    yield "dates", page(inside="<p>" + "1 March 2024 at 10:00 a.m. " * 20_000)
    yield "datelines", page(inside="<p>KELSEY, British Columbia (AP) — " * 5000)
    yield "rights", page(inside="<p>" + "© 2024 Example News. All rights reserved. " * 10_000)
    yield "dots", page(inside="<p>" + "." * 300_000 + "</p><p>" + "… " * 100_000)
    yield "times", page(inside='<time datetime="2024-03-01T10:00:00Z">x</time>' * 10_000)
    yield "figures", page(inside="<figure><img src=a.jpg><figcaption>A boat.</figcaption></figure>" * 5000)
    yield "headings", page(inside="<h2>Plan</h2>" * 10_000)
    yield "h1s", page(inside="<h1>Plan</h1>" * 5000)
    yield (
        "footnotes",
        page(
            inside="".join(f'<p>x<a href="#f{n}" id="r{n}">{n}</a></p>' for n in range(3000))
            + "".join(f'<p id="f{n}">y<a href="#r{n}">^</a></p>' for n in range(3000))
        ),
    )
    yield (
        "metas",
        page(head='<meta property="article:tag" content="x"><meta name="author" content="Kim Osei">' * 10_000),
    )
    yield "meta-names", page(head="".join(f'<meta name="a{n}" content="{n}">' for n in range(20_000)))
    yield "long-title", page(title="Harbour " * 20_000)
    yield "titles", page(head="<title>Other</title>" * 5000)
    yield "pipes", page(title="a | " * 5000)


def openings() -> Iterator[tuple[str, str]]:
    """Yield elements that swallow what follows when they are never closed; the story stands before them."""
    for name in (
        "plaintext",
        "xmp",
        "listing",
        "textarea",
        "title",
        "noembed",
        "noframes",
        "script",
        "style",
        "select",
        "template",
        "svg",
        "math",
        "button",
    ):
        yield f"open-{name}", page(after=f"<{name}>x")


def dates() -> Iterator[tuple[str, str]]:
    """Yield dates that are none."""
    for number, date in enumerate(
        (
            "99999-01-01", "-0001-01-01", "0000-00-00", "2024-02-30T25:61:61Z", "1e18", "9" * 400, "٢٠٢٤-٠٣-٠١", "2024-W99-9", "2024-03-01T10:00:60Z",
            "2024-03-01T10:00:00+99:99", "2024-03-01T10:00:00." + "1" * 400 + "Z", "9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00",
            "12/31/1969", "Thu, 01 Jan 1970 00:00:00 GMT", "\x002024", "P1D", "now()", "2024-03-01\n2024-03-02",
        )
    ):  # fmt: skip
        yield (
            f"date-{number}",
            page(
                head=f'<meta property="article:published_time" content="{date}">',
                inside=f"<p>Published: {date}</p><time datetime='{date}'>{date}</time>",
            ),
        )


def names() -> Iterator[tuple[str, str]]:
    """Yield headlines that are no names for files, no cells for tables and nothing for a terminal."""
    for number, title in enumerate(
        (
            "CON", "aux.html", "..", "../../etc/passwd", "/etc/passwd", "C:\\Windows\\x", "NUL.", "a" * 5000, "\U0001f600" * 300, "\u202egpj.exe", "\u0301" * 300,
            "=HYPERLINK(&quot;http://a.example&quot;)", "+1+1", "-1+1", "@SUM(1)", "&#9;=1+1", "&lt;script&gt;alert(1)&lt;/script&gt;", "&#27;[2J&#27;]0;x&#7;",
            "a&#10;b&#13;c", "%2e%2e%2f", "~root", "$(id)", "`id`", "; rm x", "Stra\u00dfe", "strasse", "\u212bngstrom", "\u00c5ngstrom", "a.", "a ", " ", "\u200b",
        )
    ):  # fmt: skip
        yield f"name-{number}", page(title=title)


def encoded() -> Iterator[tuple[str, bytes]]:
    """Yield pages whose bytes are not what they say."""
    plain = page()
    ascii_ = plain.replace("<meta charset=utf-8>", "")
    yield (
        "utf-7",
        ascii_.replace("</h1>", "</h1>+ADw-script+AD4-alert(1)+ADw-/script+AD4-")
        .replace("<head>", "<head><meta charset=utf-7>")
        .encode(),
    )
    yield "says-utf-16", ascii_.replace("<head>", "<head><meta charset=utf-16>").encode()
    for label in (
        "replacement",
        "hz-gb-2312",
        "x-user-defined",
        "rot13",
        "zlib_codec",
        "idna",
        "punycode",
        "unicode_escape",
        "../../etc",
        "A" * 500,
        "\u00e9",
    ):
        yield (
            f"label-{''.join(filter(str.isalnum, label))[:20]}",
            ascii_.replace("<head>", f"<head><meta charset='{label}'>").encode(),
        )
    yield "overlong", plain.encode().replace(b"</h1>", b"</h1>\xc0\xbcscript\xc0\xbealert(1)\xe0\x80\xbc/script>")
    yield (
        "long-sequences",
        plain.encode().replace(b"</h1>", b"</h1>" + b"\xfc\x84\x80\x80\x80\x80\xf8\x88\x80\x80\x80" * 50),
    )
    yield "marks", plain.encode().replace(b"<p>", b"\xef\xbb\xbf<p>\xef\xbb\xbf")
    yield "odd-utf-16", plain.encode("utf-16") + b"x"
    yield "utf-32", plain.encode("utf-32")
    yield "utf-16-no-mark", plain.encode("utf-16-le")
    yield "surrogates-in-utf-16", plain.replace("</h1>", "</h1>\ud800x\udfff").encode("utf-16-le", "surrogatepass")
    yield "surrogates-in-utf-8", plain.replace("</h1>", "</h1>\ud800x\udfff").encode("utf-8", "surrogatepass")
    yield "shifted", ascii_.encode().replace(b"</h1>", b"</h1>\x1b$B\x1b(B\x1b$B<b>\x1b(B")
    yield "late-label", plain.encode().replace(b"<meta charset=utf-8>", b" " * 300_000 + b"<meta charset=latin1>")
    yield (
        "two-labels",
        ascii_.replace("<head>", "<head><meta charset=koi8-r><meta charset=shift_jis>").encode()
        + "é".encode("latin-1"),
    )
    yield "zeros-in-tags", plain.encode().replace(b"<p>", b"<\0p\0>", 1)
    yield "zeros-everywhere", plain.encode().replace(b" ", b"\0 ")
    yield "zeros-at-the-end", plain.encode() + b"\0" * 2_000_000
    yield "gb18030", ascii_.encode() + b"\x81\x30\x81\x30" * 1000
    yield "noise-at-the-end", plain.encode() + bytes(range(128, 256)) * 500
    yield "picture-before", b"GIF89a\x01\x00\x01\x00/*" + plain.encode()
    yield "instructions", b"<?xml version='1.0'?>" + b"<?x y?>" * 5000 + plain.encode()
    yield (
        "entity",
        b"<!DOCTYPE html [<!ENTITY x 'y'><!ENTITY z SYSTEM 'file:///etc/passwd'>]>"
        + plain.encode().replace(b"</h1>", b" &x;&z;</h1>"),
    )


def stories() -> dict[str, bytes]:
    """Return every page by name; out of each the story must come."""
    found: dict[str, bytes] = {}
    for kind in (linked_data, markup, openings, dates, names):
        for name, text in kind():
            found[f"{kind.__name__}-{name}".replace("_", "-")] = text.encode("utf-8", "surrogatepass")
    for name, data in encoded():
        found[f"encoded-{name}"] = data
    return found
