"""Load what every page needs: imported once in the process from which workers are forked."""

from __future__ import annotations

import importlib

__all__ = ["load"]


def load(*modules: str) -> None:
    """Import what can be imported; a library that is missing is the failure of its format, told page by page."""
    for name in modules:
        try:
            importlib.import_module(name)
        except Exception:  # noqa: BLE001, S112 - WeasyPrint raises OSError where Pango is missing
            continue


load("newsarchive.verbs", "newsarchive.page.read", "newsarchive.formats.newsml_g2.write", "newsarchive.formats.json")
