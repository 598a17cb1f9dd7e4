"""Documents of invented agencies, with the defects that real ones have."""

from __future__ import annotations

NAR = "http://iptc.org/std/nar/2006-10-01/"

# A message without header, unresolvable codes, contacts that are not for publication, the agency's own elements.
WIRE = f"""<?xml version="1.0" encoding="UTF-8"?>
<newsMessage xmlns="{NAR}">
 <itemSet>
  <newsItem conformance="power" guid="urn:newsml:wire.example:20240925:1-99-7" standard="NewsML-G2" standardversion="2.32"
    version="2" xml:lang="de">
   <catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_32.xml"/>
   <rightsInfo>
    <copyrightNotice>Copyright 2024, Beispielwire. Alle Rechte vorbehalten</copyrightNotice>
    <usageTerms>None</usageTerms>
   </rightsInfo>
   <itemMeta>
    <itemClass qcode="ninat:text"/>
    <provider qcode="wireprov:bsp"><name>Beispielwire</name></provider>
    <versionCreated>2024-09-25T18:52:17+02:00</versionCreated>
    <embargoed>2024-09-25T20:00:00+02:00</embargoed>
    <pubStatus qcode="stat:usable"><name>usable</name></pubStatus>
    <edNote role="wirerole:correctionnote">Berichtigt: Zahl der Züge.</edNote>
    <edNote role="wirerole:note">Zu diesem Text finden Sie Bilder:
Baum auf Gleis</edNote>
    <edNote role="wirerole:contacts" pubconstraint="wirecon:nonpublic">Autor: Kim Muster, +49 30 000000</edNote>
    <edNote role="wirerole:notepad"><section xmlns="http://www.w3.org/1999/xhtml"><h3>Notizblock</h3></section></edNote>
    <link rel="irel:seeAlso" residref="urn:newsml:wire.example:20240925:1-99-8" href="https://wire.example/tree.jpg">
     <itemClass qcode="ninat:picture"/><title>Baum auf Gleis</title></link>
    <link rel="irel:seeAlso" residref="urn:newsml:wire.example:20240925:1-99-9" href="https://wire.example/map.jpg">
     <itemClass qcode="ninat:picture"/><title>Karte</title></link>
   </itemMeta>
   <contentMeta>
    <urgency>4</urgency>
    <contentCreated> 2024-09-25T18:00:00+0200 </contentCreated>
    <contentModified/>
    <creator><name>By KIM MUSTER</name></creator>
    <subject qcode="wirecat:vm" type="wiretype:category"><name>Vermischtes</name></subject>
    <subject qcode="medtop:20000340"><name>Bahn</name></subject>
    <keyword rank="1">Verkehr</keyword>
    <language tag="de"/>
    <headline rank="1">Baum auf Bahnstrecke - Verspätungen</headline>
    <headline rank="3">Behinderung am Abend</headline>
    <dateline>Musterstadt/Neudorf (bsp/lni) - </dateline>
    <creditline>bsp</creditline>
    <description role="drol:teaser">Ein umgestürzter Baum behindert den Bahnverkehr.</description>
   </contentMeta>
   <contentSet>
    <inlineXML contenttype="application/xhtml+xml" wordcount="">
     <html xmlns="http://www.w3.org/1999/xhtml">
      <head><meta charset="utf-8"/><title>Baum auf Bahnstrecke - Verspätungen</title></head>
      <body>
       <header>
        <time class="publicationDate" data-datetime="2024-09-25T18:52:17+02:00">25.09.2024 18:52</time>
        <ul class="slugline"><li class="subject">Bahn</li></ul>
        <h1>Baum auf Bahnstrecke - Verspätungen</h1>
        <h3>Behinderung am Abend</h3>
        <p class="byline">Von Kim Muster</p>
       </header>
       <section class="main">
        <p class="teaser">Ein umgestürzter Baum behindert den Bahnverkehr.</p>
        <p><span class="dateline">Musterstadt/Neudorf <span class="credit">(bsp/lni)</span> - </span>Ein Baum hat die
           Strecke gesperrt. Die <a href="https://wire.example/bahn">Bahn</a> warnte.</p>
        <h2>Am Morgen frei</h2>
        <p>Am Morgen war die Strecke <strong>wieder frei</strong>.</p>
        <bsp-videoembed src="https://video.example/embed/1"/>
        <bsp-image ref="urn:newsml:wire.example:20240925:1-99-8" caption="Der Baum." creditline="Kim Bild/bsp"/>
       </section>
      </body>
     </html>
    </inlineXML>
   </contentSet>
  </newsItem>
 </itemSet>
</newsMessage>""".encode()


def item(
    content: str, *, meta: str = "", about: str = "<headline>Rain stops play</headline>", kind: str = "text"
) -> bytes:
    """Return a minimal item of version 2.9 with this content."""
    return f"""<newsItem xmlns="{NAR}" standard="NewsML-G2" standardversion="2.9" conformance="power"
 guid="tag:wire.example,2021:1" version="1" xml:lang="en-GB">
 <catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_9.xml"/>
 <itemMeta><itemClass qcode="ninat:{kind}"/><provider literal="wire.example"/>
  <versionCreated>2021-06-01T10:00:00Z</versionCreated>{meta}</itemMeta>
 <contentMeta>{about}</contentMeta>
 <contentSet>{content}</contentSet>
</newsItem>""".encode()


NITF_INSIDE = item(
    """<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body>
    <body.head><hedline><hl1>Rain stops play</hl1><hl2>Third day lost</hl2></hedline>
     <byline>By Ann Lee, <byttl>Staff Reporter</byttl></byline>
     <dateline><location>LEEDS</location>, June 1 — </dateline></body.head>
    <body.content><p>It rained <em class="bold">all day</em> in <location>Leeds</location>.</p>
     <bq><block><p>No chance.</p></block><credit>An umpire</credit></bq></body.content>
    </body></nitf></inlineXML>"""
)
PLAIN_INSIDE = item(
    "<inlineData contenttype='text/plain'>It rained all day\nin Leeds.\n\n  &quot;No chance,&quot; said an umpire.\n</inlineData>"
)
PICTURE = item(
    """<remoteContent rendition="rnd:thumb" href="https://wire.example/t.jpg" contenttype="image/jpeg" width="100"/>
    <remoteContent rendition="rnd:highRes" href="https://wire.example/h.jpg" contenttype="image/jpeg" width="3000" height="2000"/>""",
    about="""<contentCreated>2021-06</contentCreated><creator><name>Bo Lens</name></creator>
    <headline>Rain at Leeds</headline><creditline>Bo Lens/Wire</creditline>
    <description role="drol:caption">Covers on the pitch at Leeds.</description>""",
    kind="picture",
)
