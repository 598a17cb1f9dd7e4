"""Print an article, or an edition of many, as PDF/A-3a and PDF/UA-1 in one file, and read the article back from inside.

The renderer is loaded when the first page is set; reading and checking need none.
"""

from newsarchive.formats.pdf.checking import check
from newsarchive.formats.pdf.finish import Attachment
from newsarchive.formats.pdf.fonts import ScriptCoverage, fonts_report
from newsarchive.formats.pdf.reading import read, read_all
from newsarchive.formats.pdf.writing import bind, write

__all__ = ["Attachment", "ScriptCoverage", "bind", "check", "fonts_report", "read", "read_all", "write"]
