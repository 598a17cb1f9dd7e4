from __future__ import annotations

import pytest

from newsarchive import inspect

PAGE = """<html lang="en"><head><title>Harbour wall</title></head><body><article><h1>Harbour wall gives way in the night</h1>
<p>The harbour wall of Port Larch gave way on Tuesday night after three days of storm, and nobody was hurt, the council said.</p>
{}
<p>The council will meet on Friday to decide whether the boats can go back into the harbour before the end of the month.</p>
</article></body></html>"""
PHP = "Warning: Undefined array key &quot;wall&quot; in /srv/www/themes/harbour/single.php on line 42"
FILLER = "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore magna aliqua."
CODE = "(function() { document.addEventListener('load', function() { var wall = JSON.parse('{}'); }); })();"


def _removed(block: str) -> list[tuple[str, str]]:
    reading = inspect(PAGE.replace("{}", block).encode(), format="page")
    assert reading.article.text.count("\n\n") == 1
    return [(note.rule or "", note.code) for note in reading.account.of("removed") if "Harbour wall" not in note.text]


@pytest.mark.parametrize(
    ("block", "rule"),
    [
        (f"<p>{PHP}</p>", "script"),
        (f"<p>{PHP.replace('Warning: Undefined', 'Deprecated: Old')}</p>", "script"),
        (f"<p>{FILLER}</p>", "template"),
        ("<div>Lorem ipsum</div>", "template"),
        (f"<div>{CODE}</div>", "script"),
        ("<div class=loads>https://cache.example.org/js/harbour-1-1905.js</div>", "script"),
        ("<div class=loads>//cache.example.org/harbour.min.css?ver=5</div>", "script"),
    ],
)
def test_what_was_never_meant_to_be_read_is_taken_out(block: str, rule: str):
    assert (rule, "NA201") in _removed(block)


@pytest.mark.parametrize(
    "block",
    [
        f"<pre>{CODE}</pre>",
        f"<pre><code>{PHP}</code></pre>",
        "<p>Warning: the road along the coast is closed between the bridge and the boatyard until the end of the week, it said.</p>",
        "<p>Lorem ipsum is what printers have set since the sixteenth century where the words of a page were not there yet.</p>",
        "<p>https://harbour.example.org/plans is where the council shows the plans for the new wall, and asks what people think.</p>",
    ],
)
def test_what_is_shown_as_code_or_says_something_stays(block: str):
    reading = inspect(PAGE.replace("{}", block).encode(), format="page")
    assert reading.article.text.count("\n\n") == 2
