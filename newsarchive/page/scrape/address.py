"""Read the words of a page's address: most sites write the headline into it, folded to plain letters."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote, urlsplit

__all__ = ["slug_words", "worded"]

_SHORTEST = 3  # letters of a word that tells something
_FEWEST = 3  # such words in a part of the address that is written out
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ`´\u00ad"))
_WORD = re.compile(r"[^\W_]+")
_SUFFIX = re.compile(r"\.[a-z]{2,5}$")
# Letters that no accent can be taken from, as addresses write them: Latin, Cyrillic and Greek.
_LETTERS = str.maketrans(
    {
        "ß": "ss", "ø": "o", "æ": "a", "œ": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
        "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "e", "ж": "zh", "з": "z", "и": "i", "і": "i",
        "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u",
        "ф": "f", "х": "h", "ц": "c", "ч": "ch", "ш": "sh", "щ": "sch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
        "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l", "μ": "m",
        "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps",
        "ω": "o",
    }
)  # fmt: skip
_UMLAUTS = re.compile(r"(?<=[aou])e")  # ä may be written "a" or "ae"


def slug_words(address: str | None) -> frozenset[str]:
    """Return the words of the part of an address that is written out, folded; none where it is a number or a section.

    >>> sorted(slug_words("https://example.org/a/2026/ferry-runs-again-on-monday-4711.html"))
    ['again', 'ferry', 'monday', 'runs']
    """
    try:
        path = unquote(urlsplit(address or "").path)
    except ValueError:
        return frozenset()
    best: frozenset[str] = frozenset()
    for part in path.split("/"):
        found = worded(re.sub(r"[-_+,.]", " ", _SUFFIX.sub("", part)))
        if len(found) > len(best):
            best = found
    return best if len(best) >= _FEWEST else frozenset()


def worded(text: str) -> frozenset[str]:
    """Return the words of a line as an address writes them: plain letters, no apostrophes, the shortest left out."""
    plain = text.casefold().translate(_APOSTROPHES)
    if not plain.isascii():
        plain = "".join(
            sign for sign in unicodedata.normalize("NFKD", plain.translate(_LETTERS)) if not unicodedata.combining(sign)
        ).translate(_LETTERS)
    return frozenset(
        _UMLAUTS.sub("", word) for word in _WORD.findall(plain) if len(word) >= _SHORTEST and not word.isdigit()
    )
