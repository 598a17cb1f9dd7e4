from __future__ import annotations

import json
from pathlib import Path

import pytest

from newsarchive.cli.main import run
from newsarchive.notes import RULES


def test_each_rule_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:]] == sorted(RULES)


def test_one_rule_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    name, (code, says) = min(RULES.items())
    assert run(["rules", name]) == 0
    assert capsys.readouterr().out.splitlines()[1].split(maxsplit=2) == [name, code, says]


def test_a_code_stands_for_its_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "NA203"]) == 0
    shown = [line.split()[0] for line in capsys.readouterr().out.splitlines()[1:]]
    assert shown == sorted(name for name, (code, _) in RULES.items() if code == "NA203")
    assert "subscribe-prompt" in shown


def test_programs_get_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {row["rule"]: (row["code"], row["says"]) for row in rows} == RULES
    assert {row["kind"] for row in rows} <= {"removed", "claimed"}


def test_a_rule_that_is_not_there_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "no-such-rule"]) == 2
    assert "no-such-rule" in capsys.readouterr().err


def test_every_rule_has_a_name_in_kebab_case_a_code_and_a_sentence() -> None:
    from newsarchive.notes import CODES

    assert RULES
    for name, (code, says) in RULES.items():
        assert name == name.lower().replace(" ", "-").replace("_", "-")
        assert code in CODES
        assert says


def test_every_code_is_made_somewhere() -> None:
    from importlib.resources import files

    from newsarchive.notes import CODES, Account

    account = Account()
    account.lost("kicker", "the format has none")
    modules = [path for path in Path(str(files("newsarchive"))).rglob("*.py") if path.name != "notes.py"]
    code = "\n".join(path.read_text("utf-8") for path in modules)
    known = {code for code, _ in RULES.values()} | {note.code for note in account}
    assert [name for name in CODES if name not in known and f'"{name}"' not in code] == []
