"""No collection of garbage starts inside a reading."""

from __future__ import annotations

import gc

import pytest

from newsarchive.page import read
from newsarchive.page.uncollected import uncollected
from newsarchive.verbs import loads


def test_it_is_off_inside_and_as_it_was_behind() -> None:
    assert gc.isenabled()
    with uncollected():
        assert not gc.isenabled()
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_an_error_leaves_it_on() -> None:
    with pytest.raises(KeyError), uncollected():
        raise KeyError
    assert gc.isenabled()


def test_whoever_switched_it_off_finds_it_off() -> None:
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_page_is_read_without(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    real = read.grow
    monkeypatch.setattr(read, "grow", lambda root: seen.append(gc.isenabled()) or real(root))
    loads(b"<h1>Title</h1><p>Words of a story.</p>", format="html")
    assert seen == [False]
    assert gc.isenabled()
