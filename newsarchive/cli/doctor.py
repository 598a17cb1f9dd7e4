"""Say whether this machine has all that is needed, and what to type where it has not."""

from __future__ import annotations

import argparse
import json
import os
import platform

from newsarchive._version import __version__
from newsarchive.cli import machine
from newsarchive.cli.out import columns

HELP = """Say whether this machine has all that is needed: libraries, fonts by script, versions, and what to install.

examples:
  newsarchive doctor
  newsarchive doctor --json

exit status: 0 all that is needed is there, 1 something is missing; a font for a script counts only for stories in that script
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this verb."""
    parser.add_argument("--json", action="store_true", help="as JSON, for programs")


def run(args: argparse.Namespace) -> int:
    """Look at the machine and report."""
    python = list(machine.requirements())
    system = list(machine.libraries())
    complaint = machine.trial()
    fonts = list(machine.fonts())
    compiled = list(machine.compiled())
    system.append(machine.Part("WeasyPrint loads", "yes" if complaint is None else None))
    ready = all(part.found for part in (*python, *system) if part.needed)
    if args.json:
        report = {
            "newsarchive": __version__,
            "python": platform.python_version(),
            "system": machine.platform_name(),
            "processors": os.cpu_count(),
            "libraries": {part.name: part.found for part in (*python, *system)},
            "compiled": {part.name: part.found for part in compiled},
            "fonts": {part.name: part.found for part in fonts},
            "ready": ready,
        }
        print(json.dumps(report, indent=2, ensure_ascii=False))
        return 0 if ready else 1
    print(
        f"newsarchive {__version__}, Python {platform.python_version()}, {machine.platform_name()}, {os.cpu_count()} processors"
    )
    _section("Python libraries", python)
    _section("Libraries that set pages, for PDF", system)
    _section("Inner loops of reading, quicker where compiled", compiled)
    _section("Fonts, for PDF", [machine.Part("Latin, Greek, Cyrillic", "Source Serif 4, shipped"), *fonts])
    _advice(python, system, fonts, complaint)
    return 0 if ready else 1


def _section(title: str, parts: list[machine.Part]) -> None:
    print(f"\n{title}")
    print(columns([("  ok" if part.found else "  --", part.name, part.found or _missing(part)) for part in parts]))


def _missing(part: machine.Part) -> str:
    return "missing" if part.needed else "not there"


def _advice(
    python: list[machine.Part], system: list[machine.Part], fonts: list[machine.Part], complaint: str | None
) -> None:
    libraries, more_fonts = machine.install_words()
    lines = []
    if any(part.needed and not part.found for part in python):
        lines.append("python -m pip install --upgrade newsarchive")
    if any(not part.found for part in system):
        lines.append(libraries)
    if complaint is not None:
        lines.append(f"(WeasyPrint said: {' '.join(complaint.split())})")
    without = [part.name for part in fonts if not part.found]
    if without:
        lines.append(f"{more_fonts}    for PDFs in: {', '.join(without)}")
    print("\nAll that is needed is there." if not lines else "\nWhat to do")
    for line in lines:
        print(f"  {line}")
