"""Escape words and attributes for markup, once, in one place."""

from __future__ import annotations

import re

from newsarchive.model.gate import clean
from newsarchive.model.inline import Direction

__all__ = ["as_data_block", "attributes", "direction_of", "escape", "language", "language_attributes"]

# BCP 47 (RFC 5646, section 2.1) in its outline; validators refuse anything else in xml:lang.
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z")
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "arz", "ary", "azb", "ckb", "dv", "fa", "glk", "he", "iw", "ji", "ks", "lrc", "mzn",
                            "nqo", "pnb", "prs", "ps", "rhg", "sd", "syr", "ug", "ur", "yi"})  # fmt: skip
_RIGHT_TO_LEFT_SCRIPTS = frozenset({"adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"})
# What would end the block, or is no character of XML (section 2.2).
_NO_DATA = re.compile("[<>&\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
# A parser turns line feeds and tabs of an attribute into spaces (XML 1.0, section 3.3.3), so they are written as numbers.
_ATTRIBUTE = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


def escape(text: str) -> str:
    """Return the words cleaned and escaped for the content of an element.

    >>> escape("AT&T <3")
    'AT&amp;T &lt;3'
    """
    cleaned = clean(text)
    return cleaned.translate(_TEXT) if "&" in cleaned or "<" in cleaned or ">" in cleaned else cleaned


def attributes(**values: str | int | None) -> str:
    """Return attributes with a leading space each; None is left out, ``_`` stands for ``-`` and a last one is dropped.

    ``xml__lang`` and ``epub__type`` stand for ``xml:lang`` and ``epub:type``.

    >>> attributes(class_="pull", data_url=None, xml__lang="ar")
    ' class="pull" xml:lang="ar"'
    """
    return "".join(
        f' {name.rstrip("_").replace("__", ":").replace("_", "-")}="{clean(str(value)).translate(_ATTRIBUTE)}"'
        for name, value in values.items()
        if value is not None
    )


def language(tag: str | None) -> str | None:
    """Return the language tag if it is well-formed BCP 47, else None."""
    return tag if tag and _LANGUAGE.match(tag) else None


def direction_of(tag: str | None) -> Direction | None:
    """Tell the direction in which a language is written, None where there is no language.

    >>> direction_of("ar-EG"), direction_of("az-Arab"), direction_of("ur-Latn"), direction_of("en")
    ('rtl', 'rtl', 'ltr', 'ltr')
    """
    if not tag:
        return None
    first, *rest = tag.lower().split("-")
    scripts = [part for part in rest if len(part) == 4 and part.isalpha()]
    if scripts:
        return "rtl" if scripts[0] in _RIGHT_TO_LEFT_SCRIPTS else "ltr"
    return "rtl" if first in _RIGHT_TO_LEFT else "ltr"


def language_attributes(lang: str | None, dir_: str | None) -> str:
    """Return ``lang``, ``xml:lang`` and ``dir`` as attributes; a malformed language is left out."""
    tag = language(lang)
    return attributes(lang=tag, xml__lang=tag, dir=dir_)


def as_data_block(json: bytes) -> str:
    r"""Return JSON that can stand inside a ``script`` element of HTML and of XHTML alike.

    >>> print(as_data_block(b'["</script>"]'))
    ["\u003c/script\u003e"]
    """
    return _NO_DATA.sub(_escaped, json.decode("utf-8"))


def _escaped(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))
