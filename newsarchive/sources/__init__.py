"""Pages come from files, folders, archives of the web and standard input: this package hands them over one by one."""

from newsarchive.sources.page import Page

__all__ = ["Page"]
