from __future__ import annotations

import json

import pytest

from newsarchive import registry
from newsarchive.cli.main import run


def test_each_format_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["formats"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1 : 1 + len(registry.FORMATS)]] == list(registry.names())
    assert next(line for line in lines if line.startswith("text ")).split()[1:4] == ["-", "yes", "-"]
    assert not any(line.endswith(" ") for line in lines)


def test_programs_get_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["formats", "--json"]) == 0
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["epub"]["binds"] is True
    assert rows["text"]["reads"] is False
    assert rows["newsml-g2"]["extensions"][0] == ".newsml.xml"
