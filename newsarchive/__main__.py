"""Run the command line: ``python -m newsarchive``."""

from __future__ import annotations

import sys

from newsarchive.cli.main import run

if __name__ == "__main__":
    sys.exit(run())
