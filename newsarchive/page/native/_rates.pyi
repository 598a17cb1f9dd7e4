from newsarchive.page.features import Witnesses
from newsarchive.page.tree import Tree

def rates(tree: Tree, witnesses: Witnesses, free: list[bool]) -> list[float]: ...
