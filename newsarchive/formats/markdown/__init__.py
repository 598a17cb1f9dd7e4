"""An article as CommonMark with front matter: readable as it stands, and read back without loss.

What CommonMark cannot say (a language, a pull quote, a credit) stands in the same XHTML that html uses.
"""

from newsarchive.formats.markdown.read import check, read
from newsarchive.formats.markdown.write import write
from newsarchive.formats.markup import neighbours

__all__ = ["check", "neighbours", "read", "write"]
