from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from newsarchive.cli import machine
from newsarchive.cli.machine import Part
from newsarchive.cli.main import run


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Debian on which nothing is installed but Python."""
    monkeypatch.setattr(
        machine,
        "requirements",
        lambda: iter([Part("lxml", "6.0"), Part("weasyprint 70 or later (there is 60.1)", None)]),
    )
    monkeypatch.setattr(machine, "libraries", lambda: iter([Part("Pango", None)]))
    monkeypatch.setattr(machine, "compiled", lambda: iter([Part("walk", None, needed=False)]))
    monkeypatch.setattr(machine, "trial", lambda: "OSError: cannot load library\nlibpango")
    monkeypatch.setattr(
        machine, "fonts", lambda: iter([Part("Arabic", None, needed=False), Part("Thai", "Loma", needed=False)])
    )
    monkeypatch.setattr(machine, "_family", lambda: "debian")


def test_the_doctor_says_what_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    status = run(["doctor"])
    out = capsys.readouterr().out
    assert "Pango" in out
    for script, _ in machine.SCRIPTS:
        assert script in out
    assert (status == 0) == ("missing" not in out)


@pytest.mark.usefixtures("bare")
def test_the_doctor_says_what_to_type(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor"]) == 1
    out = capsys.readouterr().out
    assert "  --  weasyprint 70 or later (there is 60.1)  missing\n" in out
    assert "  apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0\n" in out
    assert "  --  walk  not there\n" in out
    assert "(WeasyPrint said: OSError: cannot load library libpango)" in out
    assert out.rstrip().endswith("fonts-noto-color-emoji    for PDFs in: Arabic")


@pytest.mark.usefixtures("bare")
def test_programs_get_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert report["ready"] is False
    assert report["libraries"]["Pango"] is None
    assert report["fonts"] == {"Arabic": None, "Thai": "Loma"}


def test_a_missing_font_alone_is_no_illness(bare: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        machine, "requirements", lambda: iter([Part("lxml", "6.0"), Part("x (extra)", None, needed=False)])
    )
    monkeypatch.setattr(machine, "libraries", lambda: iter([Part("Pango", "1.50")]))
    monkeypatch.setattr(machine, "trial", lambda: None)
    assert run(["doctor"]) == 0


def test_the_libraries_that_are_declared_are_found() -> None:
    found = {part.name: part for part in machine.requirements() if part.needed}
    assert {"lxml", "msgspec", "weasyprint"} <= found.keys()
    assert all(part.found for part in found.values())


@pytest.mark.parametrize(
    "version, wanted, enough",
    [("70.0", "70", True), ("69.9", "70", False), ("0.20", "0.20", True), ("5.10.1", "5.2", True)],
)
def test_versions_compare_as_numbers(version: str, wanted: str, enough: bool) -> None:
    assert (machine._numbers(version) >= machine._numbers(wanted)) is enough


@pytest.mark.parametrize(
    "platform, release, family",
    [
        ("linux", {"ID": "debian"}, "debian"),
        ("linux", {"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}, "debian"),
        ("linux", {"ID": "rocky", "ID_LIKE": "rhel centos fedora"}, "fedora"),
        ("linux", {"ID": "alpine"}, "alpine"),
        ("linux", {"ID": "manjaro", "ID_LIKE": "arch"}, "arch"),
        ("linux", {"ID": "unheard-of"}, "other"),
        ("darwin", {}, "macos"),
        ("win32", {}, "windows"),
    ],
)
def test_each_platform_has_its_words(
    platform: str, release: dict[str, str], family: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine.sys, "platform", platform)
    monkeypatch.setattr(machine.platform, "freedesktop_os_release", lambda: release)
    assert machine._family() == family
    assert all(machine.install_words())


def test_a_machine_without_fontconfig_has_no_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_load", lambda name, number: None)
    assert [part.found for part in machine.fonts()] == [None] * len(machine.SCRIPTS)
    assert all(part.found is None for part in _needed(machine.libraries()))


def _needed(parts: Iterator[Part]) -> list[Part]:
    return [part for part in parts if part.needed]
