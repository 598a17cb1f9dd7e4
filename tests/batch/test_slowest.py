from __future__ import annotations

from lxml import etree

from newsarchive.batch.slowest import slowest

_SVG = "{http://www.w3.org/2000/svg}"


def test_the_slowest_come_first_and_others_are_left_out() -> None:
    drawn = etree.fromstring(slowest((f"{number}.html", number / 10) for number in range(50)))
    names = [group.findtext(f"{_SVG}title") for group in drawn.iter(f"{_SVG}g")]
    assert names == [f"{number}.html" for number in range(49, 29, -1)]
    widths = [float(bar.get("width")) for bar in drawn.iter(f"{_SVG}rect")]
    assert widths == sorted(widths, reverse=True)


def test_names_of_strangers_stay_text() -> None:
    name = "a/<script>\x00\udce4&" + "x" * 200 + "/story.html"
    drawn = etree.fromstring(slowest([(name, 1.0)]))
    assert not list(drawn.iter(f"{_SVG}script"))
    shown = drawn.findtext(f".//{_SVG}text")
    assert shown is not None
    assert shown.startswith("…")
    assert shown.endswith("/story.html")
    assert etree.fromstring(slowest([])).get("height") == "24"
