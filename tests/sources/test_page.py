from __future__ import annotations

import hashlib
import pickle

from newsarchive.sources import Page


def test_a_page_knows_its_digest_and_travels() -> None:
    page = Page(data=b"<p>Rain</p>", name="a.html")
    assert page.sha256 == hashlib.sha256(b"<p>Rain</p>").hexdigest()
    assert page.size == 11
    assert page.resources("photo.jpg") is None
    assert pickle.loads(pickle.dumps(page)) == page
