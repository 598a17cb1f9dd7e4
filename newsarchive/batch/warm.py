"""Make ready what every page needs, once, in the process from which workers are forked.

Modules are imported, and one small page is read: word lists, weights and patterns are laid out when they are first asked for, which
takes a third of a second that no worker has to spend again.
"""

from __future__ import annotations

import importlib

__all__ = ["load", "rehearse"]

_PAGE = b"""<html lang="en"><head><title>Ferry back in service - Larch Herald</title></head><body><nav><a href="/">Home</a></nav>
<article><h1>Ferry back in service</h1><p class="byline">By Ada Wren</p><p><time>March 11, 2024</time></p>
<p>PORT LARCH - The ferry between the town and the islands is back in service after two days of storm, the harbour office said.</p>
<figure><img src="ferry.jpg" alt="The ferry"><figcaption>The ferry at the quay. (Bo Lind/Larch Herald)</figcaption></figure>
<p>The boat leaves at eight in the morning and at five in the afternoon, and tickets for the days without it stay valid.</p>
<p>Tell us what you think of it, or read more stories like this one in our newsletter, the editor said on Monday in the town.</p>
</article><footer>Copyright 2024 Larch Herald. All rights reserved.</footer></body></html>"""


def load(*modules: str) -> None:
    """Import what can be imported; a library that is missing is the failure of its format, told page by page."""
    for name in modules:
        try:
            importlib.import_module(name)
        except Exception:  # noqa: BLE001, S112 - WeasyPrint raises OSError where Pango is missing
            continue


load("newsarchive.verbs", "newsarchive.page.read", "newsarchive.formats.newsml_g2.write", "newsarchive.formats.json")


def rehearse() -> None:
    """Read one small page, and let go of it."""
    from newsarchive.verbs import inspect

    list(inspect(_PAGE, format="page").account)


rehearse()
