from __future__ import annotations

import json

import pytest

from newsarchive.cli.main import run


def test_the_schema_is_json_and_names_its_version(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["schema"]) == 0
    schema = json.loads(capfdbinary.readouterr().out)
    assert schema["$schema"].endswith("2020-12/schema")
    assert "newsarchive/1" in schema["$comment"]
    assert "headline" in schema["$defs"]["Article"]["properties"]
