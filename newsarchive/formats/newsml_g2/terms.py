"""Name the namespaces, the schemes and the codes of NewsML-G2 that newsarchive writes and knows."""

from __future__ import annotations

import re
from typing import Final

__all__ = [
    "CATALOG",
    "IPTC_ALIASES",
    "MODEL",
    "NAR",
    "NITF",
    "NITF_TYPE",
    "SCHEMES",
    "VERSION",
    "VERSION_CREATED_UNKNOWN",
    "XHTML",
    "XHTML_TYPE",
    "XML",
    "code",
    "nar",
    "tail",
]

NAR: Final = "http://iptc.org/std/nar/2006-10-01/"
XHTML: Final = "http://www.w3.org/1999/xhtml"
NITF: Final = "http://iptc.org/std/NITF/2006-10-18/"
XML: Final = "http://www.w3.org/XML/1998/namespace"
VERSION: Final = "2.35"
XHTML_TYPE: Final = "application/xhtml+xml"
NITF_TYPE: Final = "application/nitf+xml"
CATALOG: Final = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"

# versionCreated must be there (NewsML-G2 2.35, itemMeta); where no date at all is known, this one says so.
VERSION_CREATED_UNKNOWN: Final = "1970-01-01T00:00:00Z"

# The item extension that says: here is an article of our model, whole.
MODEL: Final = "nafact:schema"

# Our own schemes, declared in a catalog inside each item that uses them. docs/formats/newsml-g2.md explains them.
SCHEMES: Final[dict[str, str]] = {
    "nadesc": "urn:newsarchive:description:",
    "naevid": "urn:newsarchive:evidence:",
    "nafact": "urn:newsarchive:fact:",
    "nahead": "urn:newsarchive:headline:",
    "nahash": "urn:newsarchive:hash:",
    "naid": "urn:newsarchive:identifier:",
    "nanote": "urn:newsarchive:notice:",
    "narel": "urn:newsarchive:relation:",
    "narole": "urn:newsarchive:role:",
    "natype": "urn:newsarchive:type:",
}

# The aliases of the IPTC catalog, version 41; they only grow from version to version.
IPTC_ALIASES: Final = frozenset(
    """
    acdc altidrole aoprop app a1312cat a1312prio a1312svc a1312vers aspfacet aspfacetvalue authoritystatus bcp47 catinat
    chprop cinat ciprol colin colsp conf cpnat cpprole cptdefrole cptnoterole crel ctech ctrol cusip cwarn dbpedia
    digsrctype dimensionunit drol dummy ecirol edconf ednoterole encd entityprop eocstat eorol eprol eregrol erol figi
    fisymtype freebase frmt gen genre geonames geonameshttps gics googletopicsv1 googletopicsv2 hashscope hashtype hatarget
    hopaction howextr howpr iabadproduct10 iabadproduct20 iabaudience10 iabcontent20 iabcontent21 iabcontent22
    iabcontent30 ikos imgregrole imgregtype impt irel irep isin iso3166-1a2 iso3166-1a3 iso3166-2 iso4217a iso4217n isrol
    ivqu lbtyp loctyp loutorient lrol mb-artist mb-label mb-recording mb-release mb-releasegroup mb-work medtop medtype mic
    mtyp ncostat ninat nityp not nprod nprov nprt nrol nmsig oito parasport pgrmod plinat plus prio prodgenre prop
    prov pst1 rcalctype rel riaspect rightsprop riscope rnd role1 rscaleunit rtype scn secst sedol sev sig skos sov squ
    stat subj ticker tidm timeunit tone tpctyp trustindicator urgy useracttype valfmt vcdc videodef why wikidata wldreg
    """.split()
)

_TOKEN = re.compile(r"[A-Za-z0-9][\w.\-]{0,80}\Z", re.ASCII)


def nar(name: str) -> str:
    """Return the name of a NewsML-G2 element as lxml writes it."""
    return f"{{{NAR}}}{name}"


def code(alias: str, value: str | None) -> str | None:
    """Return a QCode of one of our schemes, or None where the value cannot be a code.

    >>> code("nanote", "correction"), code("narole", "staff writer")
    ('nanote:correction', None)
    """
    return f"{alias}:{value}" if value and _TOKEN.match(value) else None


def tail(qcode: str | None) -> str:
    """Return the code of a QCode without its alias.

    >>> tail("drol:summary")
    'summary'
    """
    return (qcode or "").partition(":")[2]
