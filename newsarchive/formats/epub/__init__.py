"""Bind an article, or many as one book, as EPUB 3.3, and read the articles back from inside.

ebooklib is loaded when the first book is bound; reading and checking need none.
"""

from newsarchive.formats.epub.checking import check
from newsarchive.formats.epub.reading import read, read_all
from newsarchive.formats.epub.writing import bind, write

__all__ = ["bind", "check", "read", "read_all", "write"]
