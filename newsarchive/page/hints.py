"""Read what an element says about itself: its tag, and the words in its class and id, as bits.

Class names are the page maker's own words for the parts of the page. They are evidence, not proof: every hint is one
witness among others. A name is cut at hyphens, underscores, digits and capitals (``relatedStories-list`` is
``related stories list``); single words and pairs of neighbours are looked up in ``WORDS``.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["TAG_HINTS", "WORDS", "Hint", "hints_of"]


class Hint:
    """What a tag or a class name suggests that an element is: single bits of an integer.

    Plain numbers on purpose: they are tested hundreds of times a page, and an IntFlag is twenty times as slow.
    """

    NAV = 1 << 0
    HEADER = 1 << 1
    FOOTER = 1 << 2
    ASIDE = 1 << 3
    ARTICLE = 1 << 4
    MAIN = 1 << 5
    FIGURE = 1 << 6
    CAPTION = 1 << 7
    QUOTE = 1 << 8
    TABLE = 1 << 9
    LIST = 1 << 10
    FORM = 1 << 11
    HEADING = 1 << 12
    HEAD = 1 << 13
    PRE = 1 << 14
    RELATED = 1 << 15
    TEASER = 1 << 16
    SHARE = 1 << 17
    COMMENT = 1 << 18
    AD = 1 << 19
    PROMPT = 1 << 20
    BIO = 1 << 21
    BYLINE = 1 << 22
    DATE = 1 << 23
    TAGS = 1 << 24
    CREDIT = 1 << 25
    MEDIA = 1 << 26
    BODY = 1 << 27
    TITLE = 1 << 28
    DECK = 1 << 29
    WIDGET = 1 << 30
    HIDDEN = 1 << 31
    LIVE = 1 << 32
    PULL = 1 << 33
    BOX = 1 << 34
    NOTE = 1 << 35
    META = 1 << 36
    CRUMBS = 1 << 37
    POPULAR = 1 << 38
    KICKER = 1 << 39
    PAYWALL = 1 << 40
    COOKIE = 1 << 41
    EMBED = 1 << 42
    BUTTON = 1 << 43
    AUDIO = 1 << 44
    RIGHTS = 1 << 45
    PRINT = 1 << 46
    SEARCH = 1 << 47


TAG_HINTS: dict[str, int] = {
    tag: hint
    for hint, tags in (
        (Hint.NAV, "nav menu"),
        (Hint.HEADER, "header"),
        (Hint.FOOTER, "footer"),
        (Hint.ASIDE, "aside"),
        (Hint.ARTICLE, "article"),
        (Hint.MAIN, "main"),
        (Hint.FIGURE, "figure"),
        (Hint.CAPTION, "figcaption"),
        (Hint.QUOTE, "blockquote"),
        (Hint.TABLE, "table"),
        (Hint.LIST, "ul ol dl"),
        (Hint.FORM, "form fieldset"),
        (Hint.HEADING, "h1 h2 h3 h4 h5 h6"),
        (Hint.HEAD, "head"),
        (Hint.PRE, "pre"),
        (Hint.BUTTON, "button label"),
    )
    for tag in tags.split()
}

# One word, or two neighbours joined ("articlebody"), in lower case. Seen on public news pages in many languages.
WORDS: dict[str, int] = {}
for _hint, _words in (
    (Hint.NAV, "nav navi navigation navbar navlinks menu menus submenu megamenu topnav subnav pagination pager hamburger"),
    (Hint.CRUMBS, "breadcrumb breadcrumbs crumbs crumb brotkrumen ariane"),
    (Hint.HEADER, "header masthead topbar siteheader pageheader sitehead"),
    (Hint.FOOTER, "footer sitefooter pagefooter colophon fuss impressum"),
    (Hint.ASIDE, "sidebar aside rail rightrail rightcol rightcolumn sidecolumn seitenleiste marginal marginalspalte"),
    (Hint.ARTICLE, "article artikel articolo articulo story post entry nota noticia news newsarticle hentry"),
    (Hint.MAIN, "main maincontent"),
    (Hint.FIGURE, "figure wpcaption"),
    (Hint.CAPTION, ("caption captions figcaption captiontext cutline legend legende bildunterschrift bildtext imagecaption "
     "photocaption imagedescription bildbeschreibung didascalia piefoto epigrafe imagetext fotoonderschrift bildetekst")),
    (Hint.CREDIT, ("credit credits photocredit imagecredit imagesource copyright photographer fotograf bildquelle bildnachweis "
     "imagecopyright attribution photographe fotocredit mediacredit creditline bildrechte fotobyline")),
    (Hint.RELATED, ("related relatedarticles relatedcontent relatedposts relatednews relatedstories recommend recommended "
     "recommendation recommendations readmore readalso alsoread readnext more morestories morefrom morenews morelike "
     "similar upnext nextarticle nextstory nextpost prevnext outbrain taboola plista morearticles furtherreading seealso "
     "linkbox linklist verwandte weiterlesen mehrzum themenverwandt empfehlungen relacionadas relacionados relacionada "
     "leiamais veja vejatambem lire lireaussi aliresur asuivre correlati leggianche relaterat relatert suggested "
     "suggestions recirc recirculation interlink crosslink internallinks zergnet revcontent mgid dianomi seemore discover "
     "jprelatedposts yarpp inlinerelated")),
    (Hint.POPULAR, ("popular mostread mostpopular mostviewed trending latest latestnews recentposts toplist meistgelesen "
     "mostshared topstories topnews headlines bestseller leido masleido pluslus ranking newslist newsfeed")),
    (Hint.TEASER, ("teaser teasers promo promos promobox card cards tile tiles listitem newsitem thumbnails feed carousel "
     "slider swiper stacker river cardlist snippet")),
    (Hint.SHARE, ("share shares sharing sharebar sharetools sharebuttons sharelinks social socials socialshare socialbar addthis "
     "addtoany sharethis shareaholic follow followus teilen compartir partager condividi jetpackshare sharedaddy shariff")),
    (Hint.COMMENT, ("comment comments commentlist disqus livefyre respond reply replies discussion kommentar kommentare "
     "comentarios commentaires commenti coral viafoura spotim opinary leserkommentare")),
    (Hint.AD, ("ad ads adv advert adverts advertisement advertising advertorial adslot adunit adbox adcontainer adwrapper dfp "
     "gpt adsense admanager banner banners sponsor sponsored sponsors anzeige anzeigen werbung publicidad publicite pub "
     "reklama reklam annons annonce affiliate commercial billboard leaderboard mpu skyscraper adtext adnotice adlabel")),
    (Hint.PROMPT, ("newsletter newsletters subscribe subscription signup optin mailinglist mailchimp emailsignup login signin "
     "register regwall donate donation donations membership member abo abonnement abonnieren abonnez "
     "suscripcion suscribete cta callout calltoaction appbanner download whatsapp telegram push pushnotification popup "
     "modal overlay lightbox support supportus infolettre nyhedsbrev nyhetsbrev boletin")),
    (Hint.PAYWALL, "paywall piano premium metered plusteaser paid paygate payplus barrier subscriberonly"),
    (Hint.COOKIE, ("cookie cookies consent gdpr cmp onetrust didomi usercentrics privacymanager cookiebar cookiebanner "
     "cookielawinfo cookieyes cookiebot cybotcookiebot cookieconsent cookienotice cky cmplz complianz borlabs tarteaucitron iubenda "
     "klaro trustarc truste axeptio sourcepoint")),
    (Hint.BIO, ("bio authorbio authorbox aboutauthor aboutauthors authorinfo authorcard authorprofile biography "
     "profile authordescription autorenbox autoreninfo contributorbio writerbio aboutus authordetails authorblock")),
    (Hint.BYLINE, ("byline bylines author authors autor autoren auteur auteurs autore autores writer journalist "
     "reporter forfatter verfasser redakteur contributor signature vcard dateline autoria firma")),
    (Hint.DATE, ("date time timestamp datetime published publishdate pubdate posted postdate updated modified datum fecha "
     "datepublished publication published publishedat dato zeit lastupdated timeago entrydate")),
    (Hint.TAGS, ("tags tag taglist tagcloud topics topic keywords keyword categories category posttags articletags entrytags "
     "catlinks schlagworte schlagwort themen etiquetas motscles topiclist")),
    (Hint.KICKER, ("kicker overline eyebrow dachzeile spitzmarke rubrik section sectionname supertitle volanta antetitulo "
     "surtitre occhiello flag label topline articlelabel")),
    (Hint.MEDIA, ("image images img photo photos foto fotos picture gallery galeria galerie slideshow video videos player bild "
     "media videoplayer jwplayer vjs lightgallery photogallery imagewrapper mediaelement")),
    (Hint.AUDIO, "audio podcast podcasts texttospeech tts listen readaloud audioplayer vorlesen speechkit beyondwords trinity"),
    (Hint.BODY, ("articlebody articlecontent articletext articlemain bodytext bodycopy contentbody entrycontent postcontent "
     "postbody postentry posttext storybody storycontent storytext richtext prose textblock paragraph paragraphs "
     "articlecontainer contenttext maintext newstext newsbody newscontent artikeltext artikelinhalt artikelbody fliesstext "
     "articolotesto corpo cuerpo corps cuerponoticia textonoticia contenidonota articleparagraph storyparagraph singlecontent "
     "blogcontent pagecontent detailcontent detailbody detailtext innerarticle tdpostcontent articlesection articlep "
     "caasbody bodyp pagebody")),
    (Hint.TITLE, "headline title titel titulo titre titolo posttitle entrytitle articletitle pagetitle storytitle heading"),
    (Hint.DECK, ("deck dek standfirst subtitle subheadline subheader subhead subheading lead lede leadtext intro introtext introduction "
     "summary excerpt vorspann chapeau chapo sottotitolo entradilla bajada copete abstract description strapline tagline "
     "ingress preamble manchet manchete anleser einleitung articlelead articlesummary articleintro sumario lid linea perex "
     "underrubrik underrubrikk subtitulo sousTitre soustitre articlesubtitle excerpttext")),
    (Hint.WIDGET, ("widget widgets textwidget weather wetter meteo clima ticker poll quiz survey horoscope stock stocks quote calculator "
     "lottery scoreboard matchcenter factcheck tooltip toolbar tools controls utility printbutton fontsize skip skiplink "
     "accordion timeline countdown map")),
    (Hint.HIDDEN, ("hidden hide invisible visuallyhidden sronly screenreader screenreadertext offscreen hiddentext dnone "
     "vhidden vh assistive srtext isvisuallyhidden")),
    (Hint.LIVE, "liveblog liveticker live livefeed liveupdates liveentry tickerentry liveevent"),
    (Hint.PULL, "pullquote pullquotes pull blockquote zitat zitatbox destacado quotebox citation"),
    (Hint.BOX, ("box infobox factbox infokasten kasten faktabox fakta recuadro despiece encadre sidebarbox highlight highlights "
     "keypoints keyfacts toc tableofcontents inhaltsverzeichnis background faq bulletpoints")),
    (Hint.NOTE, ("footnote footnotes endnote endnotes references fussnoten correction corrections editorsnote disclaimer "
     "disclosure clarification korrektur editornote")),
    (Hint.META, ("meta metadata articlemeta postmeta entrymeta articleinfo postinfo infobar metainfo articleheader entryheader "
     "articlehead articledata infoline")),
    (Hint.RIGHTS, "rights legal copyrightnotice lizenz license licence disclaimer terms"),
    (Hint.EMBED, ("embed embedded oembed twitter tweet twittertweet instagram instagrammedia facebook fbpost tiktok youtube "
     "reddit wpblockembed socialembed externalembed opinion datawrapper infogram")),
    (Hint.BUTTON, "button buttons btn"),
    (Hint.PRINT, "printonly noprint print printfooter nodisplay"),
    (Hint.SEARCH, "search suche searchform searchbox buscar recherche sitesearch"),
):  # fmt: skip
    for _word in _words.lower().split():
        WORDS[_word] = WORDS.get(_word, 0) | _hint

_PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[^\W\d_a-zA-Z]+")


@lru_cache(maxsize=1 << 15)
def hints_of(name: str) -> int:
    """Return the hints in a class attribute or an id.

    >>> hints_of("c-relatedStories") == Hint.RELATED
    True
    """
    bits = 0
    for word in name.split():
        bits |= _hints_of_word(word)
    return bits


@lru_cache(maxsize=1 << 16)
def _hints_of_word(word: str) -> int:
    parts = [part.lower() for part in _PARTS.findall(word[:120])]
    find = WORDS.get
    bits = 0
    previous = ""
    for part in parts:
        bits |= find(part, 0)
        if previous:
            bits |= find(previous + part, 0)
        previous = part
    return bits
