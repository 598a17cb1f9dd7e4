"""Give every word that is still nobody's to a rule that says why it is not part of the story."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsarchive.notes import RULES
from newsarchive.page.hints import Hint
from newsarchive.page.marks import FREE, Ledger, Mark
from newsarchive.page.sections import section_reason

if TYPE_CHECKING:
    from newsarchive.page.tree import TextBlock, Tree

__all__ = ["REASONS", "name_leftovers", "remove_skipped"]

# The first hint that an element or one of its ancestors gives names the rule; the order is from the surest to the vaguest.
REASONS: tuple[tuple[int, str, str, str], ...] = (
    (Hint.HEAD, "page-head", "NA201", "stands in the head of the document, where no reader sees it"),
    (Hint.COOKIE, "cookie-prompt", "NA203", "its class names speak of cookies or consent"),
    (Hint.AD, "advertising", "NA207", "its class names speak of advertising"),
    (Hint.COMMENT, "comments", "NA208", "its class names speak of readers' comments"),
    (Hint.PAYWALL, "paywall-prompt", "NA203", "its class names speak of a paywall"),
    (Hint.PROMPT, "reader-prompt", "NA203", "its class names ask the reader to sign up, pay or log in"),
    (Hint.SHARE, "share-bar", "NA205", "its class names speak of sharing or following"),
    (Hint.CRUMBS, "breadcrumbs", "NA202", "the way to the page in the site's sections"),
    (Hint.NAV, "navigation", "NA202", "navigation of the site"),
    (Hint.SEARCH, "search-box", "NA202", "the site's search"),
    (Hint.RELATED, "related-stories", "NA206", "its class names speak of other stories"),
    (Hint.POPULAR, "popular-list", "NA206", "its class names speak of popular or latest stories"),
    (Hint.BIO, "author-box", "NA209", "its class names speak of the author"),
    (Hint.TAGS, "tag-list", "NA202", "its class names speak of tags or topics"),
    (Hint.FOOTER, "page-footer", "NA202", "footer of the page"),
    (Hint.AUDIO, "player", "NA204", "controls of a player"),
    (Hint.WIDGET, "widget", "NA204", "its class names speak of a widget"),
    (Hint.HIDDEN, "hidden-text", "NA201", "its class names say that it is not shown"),
    (Hint.CAPTION, "stray-caption", "NA211", "a caption without a picture of the story"),
    (Hint.CREDIT, "stray-credit", "NA211", "a credit without a picture of the story"),
    (Hint.BYLINE, "byline-area", "NA211", "stands with the byline"),
    (Hint.DATE, "date-area", "NA211", "stands with the dates of the page"),
    (Hint.FORM, "form", "NA202", "a form"),
    (Hint.BUTTON, "button", "NA202", "a button"),
    (Hint.ASIDE, "sidebar", "NA211", "stands in a sidebar"),
    (Hint.TEASER, "teaser", "NA206", "its class names speak of a teaser"),
    (Hint.HEADER, "page-header", "NA202", "header of the page"),
)
_BITS = tuple((hint, (rule, code, why)) for hint, rule, code, why in REASONS)
OUTSIDE = ("outside-story", "NA211", "stands outside the story")
_FIELD = ("NA202", "form-field", "a field of a form")
_OBJECT = ("NA201", "embedded-object", "stands in for an object that the browser does not show")
_SKIPPED = {
    "script": ("NA201", "script", "program text, which no reader sees"),
    "style": ("NA201", "style-sheet", "style sheet, which no reader sees"),
    "template": ("NA201", "template", "a template, which no reader sees"),
    "noscript": ("NA201", "noscript", "shown only where scripts are off"),
    "svg": ("NA201", "drawing", "belongs to a drawing"),
    "select": _FIELD,
    "option": _FIELD,
    "datalist": _FIELD,
    "textarea": _FIELD,
}
_NAVIGATION = ("NA202", "navigation of the site")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SMALL = 600  # characters: what is smaller is one removal, however it is built


def remove_skipped(tree: Tree, ledger: Ledger) -> None:
    """File the elements whose inside is no text of the page: scripts, style sheets, drawings, form fields."""
    for e in tree.skipped:
        element = tree.els[e]
        tag = tree.tags[e]
        if element.text or len(element):
            code, rule, why = _SKIPPED.get(tag, _OBJECT)
            if e in tree.passed:
                rule = tree.passed[e]
                code, why = (
                    _NAVIGATION if rule == "navigation" else (RULES[rule][0], section_reason(rule, tree.names[e]))
                )
            ledger.marks.append(Mark(code, rule, why, e, skipped=[e]))


def name_leftovers(tree: Tree, ledger: Ledger) -> None:
    """Remove what is left, in pieces as large as one reason allows."""
    owner, parent, tfirst, tlast, end = ledger.owner, tree.parent, tree.tfirst, tree.tlast, tree.end
    taken = [0]  # how many text nodes before this one have an owner
    for who in owner:
        taken.append(taken[-1] + (who != FREE))
    lengths = [0]
    for text in tree.texts:
        lengths.append(lengths[-1] + len(text))
    free_blocks = [block for block in tree.blocks if any(owner[t] == FREE for t in range(block.first, block.last))]
    reasons = {block.b: _reason(tree, block) for block in free_blocks}
    i = 0
    while i < len(free_blocks):
        block = free_blocks[i]
        if not ledger.free(block):
            i += 1
            continue
        reason = reasons[block.b]
        best = -1
        e = block.e
        # climb while the whole subtree is nobody's and of one reason
        while e > 0 and taken[tlast[e]] == taken[tfirst[e]]:
            j = i
            while j < len(free_blocks) and free_blocks[j].first < tlast[e]:
                if reasons[free_blocks[j].b] != reason and lengths[tlast[e]] - lengths[tfirst[e]] > _SMALL:
                    break
                j += 1
            else:
                best = e
                e = parent[e]
                continue
            break
        rule, code, why = reason
        if best >= 0 and tfirst[best] <= block.first and end[best] > best:
            ledger.take_element(Mark(code, rule, why, best))
        ledger.take_block(Mark(code, rule, why, block.e), block)
        i += 1
    # white space between blocks that no block holds
    rest = [t for t, who in enumerate(owner) if who == FREE]
    for t in rest:
        ledger.take(Mark("NA211", "outside-story", "stands outside the story", tree.tel[t]), t, t + 1)


def _reason(tree: Tree, block: TextBlock) -> tuple[str, str, str]:
    context = tree.context[block.e]
    e = block.e
    steps = 0
    while e >= 0 and steps < 8:
        element = tree.els[e]
        style = element.get("style")
        if (style and _HIDDEN.search(style)) or element.get("hidden") is not None:
            return "hidden-text", "NA201", "the page does not show it"
        e = tree.parent[e]
        steps += 1
    for bit, named in _BITS:
        if context & bit:
            return named
    return OUTSIDE
