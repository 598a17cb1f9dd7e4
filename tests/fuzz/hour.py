"""Fuzz one door for as long as you like, guided by coverage: python tests/fuzz/hour.py warc -max_total_time=3600

Needs atheris. What it finds goes to tests/fuzz/cases as NAME-what-it-is, once it is mended.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))


def main() -> None:
    """Fuzz the door that the command line names."""
    import atheris

    name = sys.argv.pop(1)
    with atheris.instrument_imports():
        from entries import ENTRIES, SEEDS, knock

        ENTRIES[name](SEEDS[name][0])
    corpus = Path(tempfile.mkdtemp(prefix=f"fuzz-{name}-"))
    for number, seed in enumerate(SEEDS[name]):
        (corpus / str(number)).write_bytes(seed)
    atheris.Setup([*sys.argv, str(corpus)], lambda data: knock(name, data))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
