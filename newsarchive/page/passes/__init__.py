"""One kind of clutter a file; each pass proposes cuts, and ``chain`` holds the only hand that removes."""

from newsarchive.page.passes.backlinks import backlinks
from newsarchive.page.passes.bios import bios
from newsarchive.page.passes.cards import cards
from newsarchive.page.passes.chain import Chain
from newsarchive.page.passes.controls import controls
from newsarchive.page.passes.end_marks import end_marks
from newsarchive.page.passes.labels import labels
from newsarchive.page.passes.leads import leads
from newsarchive.page.passes.leaks import leaks
from newsarchive.page.passes.linked_lines import linked_lines
from newsarchive.page.passes.prompts import prompts
from newsarchive.page.passes.readings import readings
from newsarchive.page.passes.sections import sections

__all__ = ["PASSES", "Chain"]

# Reading aids and signs first: they stand inside the words that the others look at.
PASSES = Chain(
    (
        ("readings", readings),
        ("backlinks", backlinks),
        ("leaks", leaks),
        ("cards", cards),
        ("controls", controls),
        ("sections", sections),
        ("labels", labels),
        ("leads", leads),
        ("prompts", prompts),
        ("linked-lines", linked_lines),
        ("bios", bios),
        ("end-marks", end_marks),
    )
)
