"""Write addresses as the URLs that readers and validators take: percent-encoded, hosts in ASCII."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote, urlsplit, urlunsplit

from newsarchive.formats.markup import attributes

__all__ = ["url_of", "with_valid_links"]

_LINK = re.compile(r' (href|cite)="((?:[Hh][Tt][Tt][Pp][Ss]?|[Mm][Aa][Ii][Ll][Tt][Oo]):[^"]*)"')
# A link of which nothing can be seen is no link to a reader, and a fault to a checker of accessibility (WCAG 2.2, 2.4.4).
_UNSEEN = re.compile(r'<a href="[^"#][^"]*">([\s\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]*)</a>')
# What may stand in each part as it is (RFC 3986, section 3); "%" only before two hexadecimal digits.
_PATH, _QUERY = "/:@!$&'()*+,;=~-._%", "/:@!$&'()*+,;=~-._%?"
_LOOSE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def with_valid_links(markup: str) -> str:
    """Return our markup with every absolute address in it percent-encoded where it must be.

    Links around nothing that can be seen go, their white space stays. ``cite`` goes: no reader shows it, and EPUBCheck takes it for a resource that the book lacks (RSC-031).

    >>> with_valid_links('<a href="https://example.org/a[1]|b">x</a>')
    '<a href="https://example.org/a%5B1%5D%7Cb">x</a>'
    """
    return _LINK.sub(_rewritten, _UNSEEN.sub(r"\1", markup))


def _rewritten(found: re.Match[str]) -> str:
    return attributes(href=url_of(unescape(found[2]))) if found[1] == "href" else ""


def url_of(address: str) -> str:
    """Return an address as a URL (RFC 3986): its host in ASCII where it can be, its parts percent-encoded.

    >>> url_of("https://bücher.example/straße?q=ä#top")
    'https://xn--bcher-kva.example/stra%C3%9Fe?q=%C3%A4#top'
    """
    try:
        parts = urlsplit(_LOOSE_PERCENT.sub("%25", address))
        path, query, fragment = quote(parts.path, _PATH), quote(parts.query, _QUERY), quote(parts.fragment, _QUERY)
        return urlunsplit((parts.scheme.lower(), _authority(parts.netloc), path, query, fragment))
    except ValueError:
        return quote(address, _QUERY + "#[]")


def _authority(netloc: str) -> str:
    if netloc.isascii():
        return quote(netloc, "@:[]!$&'()*+,;=~-._%")
    user, at, host = netloc.rpartition("@")
    try:
        host = host.encode("idna").decode("ascii")
    except UnicodeError:
        host = quote(host, ":[]-._~")
    return quote(user, ":!$&'()*+,;=~-._%") + at + host
