"""Measure what one article costs as PDF (or EPUB), in processor time, beside other programs on the same HTML.

    python tests/benchmarks/cost.py [PAGES] [--limit 20] [--rounds 3] [--percollate PATH] [--markdown]

PAGES is a folder of news pages (default: those of the examples). Each page is read once; the clock runs over what is made of the article.
``weasyprint`` is plain WeasyPrint, warm in the same process, on our own HTML export of the article, pictures inside; its PDF has neither
tags nor attachments, unless it is asked for them. pandoc (with WeasyPrint), calibre and percollate get the same HTML file, one process each, as they are used; they are
left out where they are not installed. Rounds are interleaved and the least of each counts. Exit status 1 if ours costs over 1.1 times WeasyPrint's.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from pathlib import Path

FLOOR = 1.1
PAGES = Path(__file__).resolve().parents[2] / "examples" / "pages"


def articles_in(folder: Path, limit: int) -> list[tuple[object, object, str]]:
    """Return article, pictures and our HTML of each page."""
    import newsarchive as na

    made: list[tuple[object, object, str]] = []
    for path in sorted(path for ending in ("*.html", "*.html.gz") for path in folder.rglob(ending)):
        if len(made) == limit:
            break
        try:
            reading = na.inspect(path)
        except na.NewsArchiveError as error:
            print(f"left out: {error}", file=sys.stderr)
            continue
        if len(reading.article.text) < 500:
            continue
        markup = na.dumps(reading.article, "html", media=reading.media).decode()
        made.append((reading.article, reading.media, markup))
    return made


def spent(work: Callable[[], object]) -> float:
    """Return the processor time of a piece of work, its child processes included."""
    own, children = time.process_time(), _children()
    work()
    return time.process_time() - own + _children() - children


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def plain(markup: str, **options: str) -> bytes:
    """Print a page with WeasyPrint as its own documentation has it."""
    import weasyprint

    return weasyprint.HTML(string=markup).write_pdf(**options)  # type: ignore[no-any-return]


def programs(percollate: str) -> dict[str, Callable[[Path], list[str]]]:
    """Return the command of each program that is here."""
    weasyprint = shutil.which(
        "weasyprint", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    )
    commands: dict[str, Callable[[Path], list[str]]] = {}
    if (pandoc := shutil.which("pandoc")) and weasyprint:
        commands["pandoc"] = lambda page: [
            pandoc,
            "-f",
            "html",
            page.name,
            f"--pdf-engine={weasyprint}",
            "-o",
            "pandoc.pdf",
        ]
    if calibre := shutil.which("ebook-convert"):
        commands["calibre"] = lambda page: [calibre, page.name, "calibre.pdf"]
    if found := shutil.which(percollate):
        commands["percollate"] = lambda page: [found, "pdf", "--no-sandbox", "--output", "percollate.pdf", page.name]
    return commands


def run(command: list[str], folder: Path) -> None:
    surroundings = {"QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox"}
    if chromium := shutil.which("chromium"):
        surroundings["PUPPETEER_EXECUTABLE_PATH"] = chromium
    subprocess.run(
        command, cwd=folder, env={**os.environ, **surroundings}, capture_output=True, timeout=300, check=False
    )


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("pages", type=Path, nargs="?", default=PAGES)
    parser.add_argument("--limit", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--percollate", default="percollate", help="the program, if it is not on the path")
    parser.add_argument(
        "--peers", type=int, default=3, metavar="N", help="articles that the other programs get (they are slow)"
    )
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    args = parser.parse_args()

    import newsarchive as na

    taken = articles_in(args.pages, args.limit)
    if not taken:
        print(f"{args.pages}: no article found", file=sys.stderr)
        return 1
    least: defaultdict[str, dict[int, float]] = defaultdict(dict)

    def note(who: str, number: int, seconds: float) -> None:
        least[who][number] = min(seconds, least[who].get(number, seconds))

    first = taken[0]
    na.dumps(first[0], "pdf", media=first[1])  # type: ignore[arg-type]  # both are warm before the clock runs
    plain(first[2])
    for _ in range(args.rounds):
        for number, (article, media, markup) in enumerate(taken):
            note("newsarchive pdf", number, spent(partial(na.dumps, article, "pdf", media=media)))
            note("weasyprint", number, spent(partial(plain, markup)))
            tagged = partial(plain, markup, pdf_variant="pdf/a-3a")
            note("weasyprint, PDF/A-3a and tags", number, spent(tagged))
            note("newsarchive epub", number, spent(partial(na.dumps, article, "epub", media=media)))
    with tempfile.TemporaryDirectory() as made:
        for who, command in programs(args.percollate).items():
            for number, (_, _, markup) in enumerate(taken[: args.peers]):
                page = Path(made) / "article.html"
                page.write_text(markup, "utf-8")
                note(who, number, spent(partial(run, command(page), Path(made))))
    return report(least, len(taken), markdown=args.markdown)


def report(least: dict[str, dict[int, float]], count: int, *, markdown: bool) -> int:
    print(f"newsarchive {version('newsarchive')}, weasyprint {version('weasyprint')}, {count} articles", end="\n\n")
    if markdown:
        print("| program | articles | CPU of an article, ms | beside plain WeasyPrint |\n| --- | --- | --- | --- |")
    for who, times in sorted(least.items(), key=lambda each: sum(each[1].values()) / len(each[1])):
        mean = 1000 * sum(times.values()) / len(times)
        ratio = sum(times.values()) / sum(least["weasyprint"][number] for number in times)
        line = (who, str(len(times)), f"{mean:.0f}", f"{ratio:.2f} ×")
        print(
            f"| {' | '.join(line)} |" if markdown else f"{who:30} {line[1]:>4} articles  {line[2]:>7} ms  {line[3]:>8}"
        )
    ratio = sum(least["newsarchive pdf"].values()) / sum(least["weasyprint"].values())
    print(f"\nPDF: {ratio:.2f} × plain WeasyPrint on the same HTML (floor {FLOOR})")
    return 0 if ratio <= FLOOR else 1


if __name__ == "__main__":
    sys.exit(main())
