"""Whole sections that name themselves in their class or id: comments, recommendations, cookie walls, share bars."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from newsarchive.page.hints import Hint
from newsarchive.page.marks import Cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsarchive.page.facts import Facts
    from newsarchive.page.tree import Tree

__all__ = ["sections"]

# A class or an id as a whole, lower case, hyphens and underscores dropped. Only names that mean one thing: a body with the
# class "comments-open", or an article with "has-related", is not a section of its own.
_NAMES: dict[str, str] = {
    name: rule
    for rule, names in (
        ("comments", ("comments commentlist commentslist disqusthread disqus commentsarea commentssection commentsection "
         "commentscontainer commentrespond respond fbcomments facebookcomments livefyrecomments coraltalkstream "
         "commentarea commentswrapper commentsblock commentform leserkommentare kommentare kommentarer comentarios "
         "commentaires commenti vfcomments spotimconversation commentbox articlecomments usercomments postcomments "
         "commentswidget commentcontainer commentthread thecomments wpdiscuz reactions discussionthread")),
        ("related-stories", ("relatedposts relatedarticles relatedstories relatedcontent relatedarticle relatednews recommended "
         "recommendations jprelatedposts yarpprelated yarpp taboola outbrain obwidget outbrainwidget zergnet mgid "
         "revcontent morestories morearticles morenews readmore readalso alsoread seealso upnext nextarticle nextarticles "
         "recirc recirculation youmaylike youmayalsolike suggestedarticles similararticles similarposts moreonthistopic "
         "relatedlinks rpwp relatedwrap relatedstory relatedpost plistawidget tdblockrelatedposts inlinerelated")),
        ("popular-list", ("mostread mostpopular mostviewed trending trendingnow popularposts recentposts latestnews topstories "
         "meistgelesen masleidas lomasleido mostshared widgetrecententries")),
        ("share-bar", ("sharebar sharebuttons sharetools socialshare sharedaddy addthistoolbox a2akit shariff sharelinks "
         "socialsharing sharing articleshare postshare socialbuttons socialicons sharethis heateorsssharingcontainer "
         "essblinks jpsharing sharebox shareicons")),
        ("newsletter-prompt", ("newslettersignup newsletterform newsletterbox mcembedsignup newsletterwidget emailsignup "
         "signupform newsletterpromo newslettercta inlinenewsletter articlenewsletter subscribeform newslettersubscribe")),
        ("cookie-prompt", ("cookiebanner cookieconsent cookienotice cookielawinfobar onetrustconsentsdk onetrustbannersdk "
         "didomihost usercentricsroot cookiebar gdprbanner cmpbanner cookiewall cookiepopup")),
        ("author-box", ("authorbox authorbio aboutauthor abouttheauthor authorinfo authordescription saboxplus mabplugin "
         "authorprofile postauthorbox autorenbox authorcard pppostauthorboxesbox entryauthor authorboxwrap")),
        ("tag-list", ("taglist posttags tagscloud tagslinks articletags entrytags tagcloud tdposttags poststags tagsclean "
         "keywordlist topiclist")),
        ("advertising", ("advertisement advert adslot adcontainer adunit adwrapper adsbygoogle dfpad googlead advertising "
         "adbox adplaceholder adhesion sponsoredcontent")),
        ("breadcrumbs", "breadcrumb breadcrumbs"),
    )
    for name in names.split()
}  # fmt: skip
_REASONS = {
    "comments": "what readers say about the story",
    "related-stories": "points at other stories",
    "popular-list": "a list of popular or latest stories",
    "share-bar": "asks to share or follow",
    "newsletter-prompt": "asks to subscribe to a newsletter",
    "cookie-prompt": "asks about cookies",
    "author-box": "tells about the author",
    "tag-list": "lists the page's tags",
    "advertising": "advertising",
    "breadcrumbs": "the way to the page in the site's sections",
}
_SEPARATORS = re.compile(r"[-_]+")
_WANTED = int(
    Hint.COMMENT
    | Hint.RELATED
    | Hint.POPULAR
    | Hint.SHARE
    | Hint.PROMPT
    | Hint.COOKIE
    | Hint.BIO
    | Hint.TAGS
    | Hint.AD
    | Hint.CRUMBS
)
_AFTER_STORY = {"comments", "author-box"}  # sections that only come once the story has begun
_PROSE = 80


def sections(tree: Tree, facts: Facts) -> Iterator[Cut]:
    """Elements whose class or id says that they are no story; those with the page's own headline inside are left."""
    del facts
    names, hints, tags = tree.names, tree.hints, tree.tags
    heading = next((e for e, tag in enumerate(tags) if tag == "h1"), -1)
    prose = next((block.first for block in tree.blocks if block.length - block.linked >= _PROSE), len(tree.texts))
    skip_to = 0
    for e, name in enumerate(names):
        if (
            e < skip_to
            or not name
            or not hints[e] & _WANTED
            or tags[e] in {"body", "html", "article", "main", "a", "h2", "h3", "h4"}
        ):
            continue
        rule = next((found for word in name.split() if (found := _rule_of(word))), None)
        if rule is None or e <= heading < tree.end[e] or tree.tfirst[e] == tree.tlast[e]:
            continue
        if rule in _AFTER_STORY and tree.tfirst[e] <= prose:
            continue
        yield Cut(rule, f"{_REASONS[rule]}: its class or id is “{name[:60]}”", e, sure=rule == "comments")
        skip_to = tree.end[e]


@lru_cache(maxsize=1 << 14)
def _rule_of(word: str) -> str | None:
    return _NAMES.get(_SEPARATORS.sub("", word).lower())
