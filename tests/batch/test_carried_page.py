"""A print carries the page that it was made from."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from newsarchive.batch.job import Job, Tally, run_job
from newsarchive.batch.task import Done, Options


@pytest.mark.slow
def test_the_page_is_inside_the_print(stories: Path, tmp_path: Path) -> None:
    job = Job(inputs=(str(stories),), options=Options(targets=("pdf",), out=str(tmp_path / "out")), limit=1)
    (done,) = [one for one in run_job(job, tally=Tally()) if isinstance(one, Done)]
    with pikepdf.open(tmp_path / "out" / done.outputs[0].path) as opened:
        inside = {name: opened.attachments[name].get_file().read_bytes() for name in opened.attachments}
    assert inside.pop("article.json").startswith(b'{"schema":"newsarchive/1"')
    assert [page.read_bytes() for page in stories.rglob("*") if page.is_file() and page.read_bytes() in inside.values()]
