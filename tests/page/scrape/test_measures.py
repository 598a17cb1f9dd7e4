"""What a line measures, in the order of its names."""

from __future__ import annotations

from newsarchive.page.grow import grow
from newsarchive.page.scrape import parse
from newsarchive.page.scrape.measures import NAMES, measure

STORY = (
    "The ferry between the two harbours will run again from Monday, the district said, after the ice on the river broke "
    "earlier than in any year since records began in the town."
)
DUMP = f"Ferry runs again on Monday\n  * Home\n  * News\n\n\nFerry runs again on Monday\n{STORY}\nPhoto: Anna Hill\n{STORY}\n3 comments"


def measured() -> list[dict[str, float]]:
    tree = grow(parse(DUMP))
    return [dict(zip(NAMES, row, strict=True)) for row in measure(tree, [True] * len(tree.blocks))]


def test_a_row_a_line_and_a_number_a_name() -> None:
    rows = measured()
    assert len(rows) == 8
    assert len(set(NAMES)) == len(NAMES)


def test_what_a_line_says_and_how_it_is_laid_out() -> None:
    title, home, _, headline, first, credit, _, comments = measured()
    assert (title["is_title"], headline["is_h1"], headline["title_share"]) == (1, 1, 1)
    assert (home["bulleted"], home["indent"], home["run_of_items"], home["ends_sentence"]) == (1, 2, 2, 0)
    assert (headline["blanks"], first["ends_sentence"], first["since_h1"]) == (2, 1, 1)
    assert (credit["credit"], first["credit_next1"], comments["label_comments"]) == (1, 1, 1)


def test_what_stands_before_and_after() -> None:
    rows = measured()
    assert [row["until_prose"] for row in rows][:4] == [4, 3, 2, 1]
    assert rows[-1]["since_prose"] == 1
    assert rows[4]["prose_before"] == rows[-1]["prose_after"] == 0


def test_no_lines_have_no_rows() -> None:
    assert measure(grow(parse("")), []) == []
