"""Rules of single sites: what a publisher's pages are like and until when, from folders that the user names."""

from newsarchive.page.site.files import digest_of, read_folder, read_overrides, read_site, read_sites
from newsarchive.page.site.overrides import joined, typed
from newsarchive.page.site.rules import Layout, Site, Sites, Target
from newsarchive.page.site.work import Rules, rules_for, selected

__all__ = [
    "Layout",
    "Rules",
    "Site",
    "Sites",
    "Target",
    "digest_of",
    "joined",
    "read_folder",
    "read_overrides",
    "read_site",
    "read_sites",
    "rules_for",
    "selected",
    "typed",
]
