from lxml import etree

from newsarchive.page.tree import Tree

def walk(root: etree._Element, skipped_tags: frozenset[str], *, passing: bool) -> Tree: ...
