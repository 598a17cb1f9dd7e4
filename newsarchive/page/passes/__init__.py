"""One kind of clutter a file; each pass proposes cuts, and ``chain`` holds the only hand that removes."""

from newsarchive.page.passes.chain import Chain
from newsarchive.page.passes.readings import readings
from newsarchive.page.passes.sections import sections

__all__ = ["PASSES", "Chain"]

PASSES = Chain((("readings", readings), ("sections", sections)))
