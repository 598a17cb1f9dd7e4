"""Know the sections of a page that name themselves in their class or id: comments, recommendations, cookie walls, share bars."""

from __future__ import annotations

from functools import lru_cache

from newsarchive.page.hints import Hint

__all__ = ["SECTION_HINTS", "section_reason", "section_rule"]

# An element without any of these hints has no name of the table.
SECTION_HINTS = (
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
        ("share-bar", ("share shares social socials sociallinks socialmedia socialbar sharinglinks sharebar sharebuttons sharetools socialshare sharedaddy addthistoolbox a2akit shariff sharelinks "
         "socialsharing sharing articleshare postshare socialbuttons socialicons sharethis heateorsssharingcontainer "
         "essblinks jpsharing sharebox shareicons")),
        ("newsletter-prompt", ("newslettersignup newsletterform newsletterbox mcembedsignup newsletterwidget emailsignup "
         "signupform newsletterpromo newslettercta inlinenewsletter articlenewsletter subscribeform newslettersubscribe")),
        ("cookie-prompt", ("cookiebanner cookieconsent cookienotice cookielawinfobar onetrustconsentsdk onetrustbannersdk "
         "didomihost usercentricsroot cookiebar gdprbanner cmpbanner cookiewall cookiepopup cookielawinforow cookielawinfoclassic "
         "cookielawinfowinter cookiedeclaration cybotcookiebotdialog ckyconsentcontainer cmplzcookiebanner borlabscookie "
         "borlabscookiebox tarteaucitronroot iubendacsbanner truste consentbanner consentoverlay")),
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


@lru_cache(maxsize=1 << 10)  # a page says the same of many elements
def section_rule(name: str) -> str | None:
    """Return the rule that a class attribute and id (as one string) stand for, or None.

    >>> section_rule("post-footer related-posts")
    'related-stories'
    """
    for word in name.split():
        if rule := _rule_of(word):
            return rule
    return None


def section_reason(rule: str, name: str) -> str:
    """Say why a section is removed."""
    return f"{_REASONS[rule]}: its class or id is “{name[:60]}”"


@lru_cache(maxsize=1 << 14)
def _rule_of(word: str) -> str | None:
    return _NAMES.get(word.replace("-", "").replace("_", "").lower())
