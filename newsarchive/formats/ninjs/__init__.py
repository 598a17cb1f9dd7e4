"""News in JSON (IPTC ninjs): written as 3.1, 2.1 or 1.4, read from 1.x to 3.x."""

from newsarchive.formats.ninjs.read import read
from newsarchive.formats.ninjs.validate import check
from newsarchive.formats.ninjs.write import write

__all__ = ["check", "read", "write"]
