"""One invented article in which every field of the model is filled; it goes through every format."""

from __future__ import annotations

from newsarchive.model import (
    Article,
    Cell,
    Contributor,
    Credit,
    Dateline,
    Embed,
    Evidence,
    Figure,
    FirstPublished,
    Footnote,
    Heading,
    Identifier,
    Item,
    Listing,
    Media,
    Moment,
    Notice,
    Organisation,
    Paragraph,
    Person,
    Place,
    Preformatted,
    Provenance,
    Quote,
    Rights,
    Row,
    Rule,
    Run,
    Subject,
    Table,
    run,
)
from newsarchive.model.media import MediaFile

__all__ = ["HARBOUR_JPG", "PIXEL", "rich_article", "rich_media"]

HARBOUR_JPG = "https://news.example.org/media/harbour.jpg"
MAP_PNG = "https://news.example.org/media/map.png?size=large&v=2"

# A picture of one red dot: small enough to read, and whole.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)


def rich_media(url: str) -> MediaFile | None:
    """Know the two pictures of the rich article."""
    return MediaFile(PIXEL, "image/png", 1, 1) if url in (HARBOUR_JPG, MAP_PNG) else None


def rich_article() -> Article:
    """Return the rich article: every block, every mark, ten scripts, both directions, each fact filled."""
    return Article(
        headline="Harbour town votes to keep its last ferry — “for now”",
        kicker="Transport",
        deck="A narrow vote at midnight leaves the route open until 2023, & the costs with the town",
        byline="By Ada Moreau and the Coast Desk",
        authors=(
            Person(
                "Ada Moreau",
                role="Reporter",
                affiliation="The Example Gazette",
                url="https://news.example.org/people/ada",
            ),
            Person("Coast Desk", kind="organisation"),
        ),
        contributors=(
            Contributor("Jun Itō", role="reporting", place="Port Sel"),
            Contributor("Example Wire", role="files", kind="organisation"),
        ),
        agency=Organisation("Example Wire", code="EXW", url="https://wire.example.org/", printed="(EXW)"),
        publisher=Organisation("The Example Gazette", url="https://news.example.org/", printed="Example Gazette"),
        dateline=Dateline(
            "PORT SEL, Feb. 17 (EXW) — ",
            place="Port Sel",
            places=(Place("Port Sel", region="Westmark", country="CA", geonames=6094817, wikidata="Q1930"),),
            agency="EXW",
            date=Moment("2021-02-17", printed="Feb. 17"),
        ),
        published=Moment("2021-02-17T09:05:00-08:00", printed="Feb. 17, 2021, 9:05 a.m.", zone="page"),
        updated=Moment("2021-02-18T07:30-08:00", printed="Feb. 18, 7:30 a.m.", zone="publisher"),
        first_published=FirstPublished(
            "This report by Example Wire was first published Feb. 17, 2021.",
            date=Moment("2021-02-17", printed="Feb. 17, 2021"),
            outlet="Example Wire",
        ),
        section="Local news",
        keywords=("ferry", "Port Sel", "budget, town", "navette maritime"),
        subjects=(
            Subject("medtop:20000337", "shipping", printed="Transport"),
            Subject("medtop:16000000", "conflict, war and peace"),
        ),
        language="en-CA",
        dir="ltr",
        url="https://news.example.org/2021/02/17/ferry?id=1&lang=en",
        identifiers=(Identifier("cms", "it82204"), Identifier("guid", "tag:news.example.org,2021-02-17:it82204")),
        summary="The council of Port Sel voted five to four to keep the last ferry running.",
        lead=Figure(
            (
                Media(
                    HARBOUR_JPG,
                    alt="A white ferry leaves a small harbour at dusk",
                    width=1600,
                    height=900,
                    media_type="image/png",
                    sha256="9f" * 32,
                    title="The last ferry",
                ),
            ),
            caption=(
                Run("The ferry "),
                Run("Maren", ("em",)),
                Run(" leaves Port Sel on Wednesday, February 17, 2021."),
            ),
            credit=Credit("EXAMPLE WIRE/Nils Brandt", photographer="Nils Brandt", agency="Example Wire"),
            lang="en-CA",
            dir="ltr",
        ),
        body=_body(),
        rights=Rights(
            "© 2021 Example Wire. All rights reserved.",
            holder="Example Wire",
            year=2021,
            usage="May not be republished without a licence.",
            license_url="https://wire.example.org/licence",
        ),
        notices=(
            Notice(
                "correction",
                "Correction, Feb. 18, 2021: An earlier version gave a wrong number of seats.",
                date=Moment("2021-02-18", printed="Feb. 18, 2021"),
            ),
            Notice("contributors", "With files from Jun Itō in Port Sel"),
            Notice("companies", "Companies in this story: (TSX:FERY)"),
        ),
        paywalled=False,
        evidence=(
            Evidence(
                "headline", "json-ld", 0.98, printed="Harbour town votes to keep its last ferry — “for now” | Gazette"
            ),
            Evidence("published", "meta"),
        ),
        provenance=Provenance(
            sha256="ab" * 32,
            size=48213,
            source="crawl/ferry.html",
            format="page",
            url="https://news.example.org/2021/02/17/ferry?utm_source=x",
            captured=Moment("2021-02-19T00:00:01Z"),
            media_type="text/html",
            charset="windows-1252",
            charset_evidence="http",
            record_id="<urn:uuid:5ca1ab1e-0000-4000-8000-000000000001>",
            record_digests=("sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ",),
            rules="2021.2",
            site="news.example.org",
            confidence=0.97,
            software="newsarchive 0.1.0",
        ),
    )


def _body():
    return (
        _p(
            Run("The council of Port Sel voted on Wednesday to keep the ferry "),
            Run("Maren", ("em",)),
            Run(" running until 2023, "),
            Run("ending a dispute", href="https://news.example.org/dispute?a=1&b=2"),
            Run(" of eleven years", href="https://news.example.org/dispute?a=1&b=2", marks=("strong",)),
            Run("."),
            Run("1", ("sup",), note="vote"),
        ),
        Paragraph((Run("9:05 p.m."),), role="timestamp"),
        _p("“It is a bridge that floats,” said the mayor, Léa d’Arcy. Café, naïve, Ångström, co‑operate, 5 × 3 ≤ 16 & 1 < 2."),
        Heading((run("What the vote "), run("changes", "em")), level=2),
        Quote(
            (_p("We will not be the council that let the last boat go."), _p("Not this winter.")),
            attribution=(run("Léa d’Arcy", "strong"), Run(", mayor")),
            cite="https://news.example.org/minutes#12",
        ),
        Quote((_p("It is a bridge that floats"),), kind="pull", attribution=(Run("Léa d’Arcy"),)),
        Heading((Run("By the numbers"),), level=3),
        Listing(
            (
                Item((_p("Crossings a day:"), Listing((Item((_p("winter: 4"),)), Item((_p("summer: 9"),))), ordered=True, start=3))),
                Item((_p(Run("Fare: "), run("$12", "strike"), Run(" "), run("$9", "strong", "underline")),)),
                Item((_p("Two paragraphs in one item:"), _p("the second one."))),
            )
        ),
        Table(
            (
                Row((_head("Year", "col"), _head("Passengers", "col"), _head("Cost", "col"))),
                Row((_head("2019", "row"), _cell("41,200"), _cell("$1.9 million"))),
                Row((_head("2020", "row"), Cell((run("no service", "em"),), colspan=2))),
            ),
            head=1,
            caption=(Run("The ferry in figures "), run("(town data)", "em")),
        ),
        Figure(
            (Media(MAP_PNG, alt="Map of the route", width=640, height=480, media_type="image/png"),),
            caption=(Run("The route, "), Run("12 km", href="https://maps.example.org/?q=port+sel"), Run(" long.")),
            credit=Credit("Map: Example Gazette", agency="Example Gazette"),
        ),
        Figure(
            (
                Media("https://news.example.org/media/a.jpg", alt="Deckhands coil a rope"),
                Media("https://news.example.org/media/b.mp4", "video", title="The crossing in two minutes", media_type="video/mp4"),
                Media("https://news.example.org/media/c.mp3", "audio"),
            ),
            caption=(Run("Scenes from the last crossing"),),
            credit=Credit("Handout/Town of Port Sel", agency="Town of Port Sel"),
        ),
        Paragraph((Run("What happens in 2023?"),), role="question"),
        _p(
            Run("Water, or H"),
            run("2", "sub"),
            Run("O, rose 10"),
            run("3", "sup"),
            Run(" mm; see "),
            run("sensor.read()", "code"),
            Run(", "),
            run("marked here", "mark"),
            Run(" and "),
            run("all at once", "em", "strong", "underline"),
            Run("."),
        ),
        Preformatted('def level(mm):\n    return mm / 10  # <cm> & "quotes"\n', code="python"),
        _p("Harbour Office\n1 Quay Street\nPort Sel"),
        Embed(
            "https://social.example/@mayor/110",
            provider="Example Social",
            blocks=(_p("Five to four. The boat stays. ⛴️"),),
            title="Post by the mayor",
        ),
        Heading((Run("In other words"),), level=3),
        Paragraph(
            (Run("قال مجلس المدينة إن العبّارة "), Run("Maren", ("em",), lang="en", dir="ltr"), Run(" ستبقى حتى عام 2023.")),
            lang="ar",
            dir="rtl",
        ),
        Quote((Paragraph((Run("המעבורת נשארת, לפחות לעת עתה."),)),), attribution=(Run("ראש העיר"),), lang="he", dir="rtl"),
        Paragraph((Run("नगर परिषद ने नौका सेवा जारी रखने का निर्णय लिया।"),), lang="hi"),
        Paragraph((Run("市议会投票决定保留最后一班渡轮。"),), lang="zh-Hans"),
        Paragraph((Run("町議会は最後のフェリーを「当面」存続させることを決めた。"),), lang="ja"),
        Paragraph((Run("시의회는 마지막 여객선을 유지하기로 했다."),), lang="ko"),
        _p("A family of four 👨‍👩‍👧‍👦, a flag 🏴󠁧󠁢󠁳󠁣󠁴󠁿 and a wave 👋🏽 came to see it off."),
        _p(Run("The mayor wrote "), Run("تبقى السفينة", lang="ar", dir="rtl"), Run(" on the hull"), Run("2", ("sup",), note="hull"), Run(".")),
        Rule(),
        _p("The next vote is due in autumn."),
        Footnote("vote", (_p(Run("Five in favour, four against. See the "), Run("minutes", href="https://news.example.org/minutes"), Run(".")),), label="1"),
        Footnote("hull", (_p("In white paint."), _p("It washes off.")), label="2", lang="en"),
    )  # fmt: skip


def _p(*parts: str | Run) -> Paragraph:
    return Paragraph(tuple(Run(part) if isinstance(part, str) else part for part in parts))


def _head(text: str, scope) -> Cell:
    return Cell((Run(text),), header=True, scope=scope)


def _cell(text: str) -> Cell:
    return Cell((Run(text),))
