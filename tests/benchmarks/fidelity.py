"""Export one rich page with newsarchive and with other programs, look into every file, and print what each has kept.

    python tests/benchmarks/fidelity.py [--out FOLDER] [--percollate PATH] [--markdown]

The page is invented (``fidelity/ferry.html``). pandoc, calibre (``ebook-convert``) and percollate are run where they are found, trafilatura
where it can be imported; what is not there is said and left out. Needs pdftotext (poppler-utils), pikepdf and Pillow. Exit status 1 if one of
our own formats does not keep a mark that it has a place for.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from marks import MARKS, Verdict, marks_of

PAGE = Path(__file__).parent / "fidelity" / "ferry.html"
URL = "https://gazette.example.org/2021/02/17/ferry"
OURS = {
    "json": "json", "newsml-g2": "xml", "nitf": "xml", "ninjs": "json", "jsonld": "jsonld", "html": "html", "markdown": "markdown",
    "text": "text", "epub": "epub", "pdf": "pdf",
}  # fmt: skip
KINDS = {
    ".html": "html",
    ".epub": "epub",
    ".htmlz": "htmlz",
    ".md": "markdown",
    ".txt": "text",
    ".pdf": "pdf",
    ".xml": "xml",
    ".json": "jsonld",
}
SIGNS: dict[Verdict, str] = {"kept": "●", "words": "○", "gone": "–", "no place": "·"}


def prepared(folder: Path) -> Path:
    """Put the page and its picture into a folder."""
    from PIL import Image

    page = folder / "ferry.html"
    shutil.copyfile(PAGE, page)
    (folder / "ferry_files").mkdir(exist_ok=True)
    fog = Image.linear_gradient("L").resize((1200, 800))
    Image.merge("RGB", (fog, fog.transpose(Image.Transpose.FLIP_TOP_BOTTOM), fog)).save(
        folder / "ferry_files" / "quay.jpg", quality=80
    )
    return page


def ours(page: Path) -> Iterator[tuple[str, str, bytes]]:
    """Yield format, kind and bytes of each of our exports."""
    import newsarchive as na

    reading = na.inspect(page, url=URL).with_pictures()
    for name, kind in OURS.items():
        yield name, kind, na.dumps(reading.article, name, media=reading.media)


def pandoc(program: str, page: Path, out: Path) -> None:
    """Run pandoc into every format that it shares with us."""
    for to, ending in (("html", ".html"), ("epub3", ".epub"), ("gfm", ".md"), ("plain", ".txt")):
        run(
            [program, "-s", "--wrap=none", "-f", "html", "-t", to, page.name, "-o", str(out / f"pandoc{ending}")],
            page.parent,
        )
    engine = shutil.which(
        "weasyprint", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    )
    if engine:
        run(
            [program, "-s", "-f", "html", page.name, f"--pdf-engine={engine}", "-o", str(out / "pandoc.pdf")],
            page.parent,
        )


def calibre(program: str, page: Path, out: Path) -> None:
    """Run calibre; its PDF engine is a browser, which needs no screen."""
    surroundings = {"QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox"}
    for ending in (".epub", ".htmlz", ".txt", ".pdf"):
        run([program, page.name, str(out / f"calibre{ending}")], page.parent, surroundings)


def percollate(program: str, page: Path, out: Path) -> None:
    """Run percollate on the chromium of this machine."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    surroundings = {"PUPPETEER_EXECUTABLE_PATH": chromium} if chromium else {}
    for command, ending in (("html", ".html"), ("epub", ".epub"), ("md", ".md"), ("pdf", ".pdf")):
        run(
            [program, command, "--no-sandbox", "--output", str(out / f"percollate{ending}"), page.name],
            page.parent,
            surroundings,
        )


def trafilatura(page: Path, out: Path) -> None:
    """Extract with everything switched on that trafilatura can keep."""
    from trafilatura import extract

    for to, ending in (("html", ".html"), ("markdown", ".md"), ("xml", ".xml"), ("txt", ".txt"), ("json", ".json")):
        found = extract(
            page.read_text("utf-8"), url=URL, output_format=to, with_metadata=to in ("xml", "json"),
            include_formatting=True, include_images=True, include_links=True, include_tables=True,
        )  # fmt: skip
        if found:
            (out / f"trafilatura{ending}").write_text(found, "utf-8")


def run(command: list[str], folder: Path, surroundings: dict[str, str] | None = None) -> None:
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **(surroundings or {})}, capture_output=True, timeout=180, check=False
    )
    if done.returncode:
        said = (done.stderr or done.stdout).decode("utf-8", "replace").strip().splitlines()
        print(f"{Path(command[0]).name}: failed ({said[-1][:160] if said else done.returncode})", file=sys.stderr)


def said_version(program: str) -> str:
    told = subprocess.run([program, "--version"], capture_output=True, check=False).stdout.decode("utf-8", "replace")
    return told.strip().splitlines()[0][:60] if told.strip() else "?"


def main() -> int:
    """Make the files and the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, help="keep the files in this folder")
    parser.add_argument("--percollate", default="percollate", help="the program, if it is not on the path")
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        out = (args.out or Path(made)).absolute()
        out.mkdir(parents=True, exist_ok=True)
        page = prepared(out)
        rows: list[tuple[str, str, dict[str, Verdict]]] = []
        for name, kind, data in ours(page):
            (out / f"newsarchive.{name}").write_bytes(data)
            rows.append(("newsarchive", name, marks_of(data, kind)))
        versions = [f"newsarchive {version('newsarchive')}"]
        for name, program, work in (
            ("pandoc", "pandoc", pandoc),
            ("calibre", "ebook-convert", calibre),
            ("percollate", args.percollate, percollate),
        ):
            if found := shutil.which(program):
                work(found, page, out)
                versions.append(said_version(found) if name != "percollate" else f"percollate {said_version(found)}")
            else:
                print(f"{name}: not installed, left out", file=sys.stderr)
        try:
            versions.append(f"trafilatura {version('trafilatura')}")
            trafilatura(page, out)
        except PackageNotFoundError:
            print("trafilatura: not installed, left out", file=sys.stderr)
        for path in sorted(out.iterdir()):
            who, kind = path.stem, KINDS.get(path.suffix)
            if who in ("pandoc", "calibre", "percollate", "trafilatura") and kind:
                rows.append((who, path.suffix[1:], marks_of(path.read_bytes(), kind)))
    print("; ".join(versions), end="\n\n")
    show(rows, markdown=args.markdown)
    short = [
        f"{name}: {mark}"
        for who, name, found in rows
        if who == "newsarchive"
        for mark in MARKS
        if found[mark] in ("words", "gone")
    ]
    print("\nnot kept by newsarchive: " + (", ".join(short) or "nothing"))
    return 1 if short else 0


def show(rows: list[tuple[str, str, dict[str, Verdict]]], *, markdown: bool) -> None:
    if markdown:
        print("| | format | " + " | ".join(MARKS) + " | kept |")
        print("| --- " * (len(MARKS) + 3) + "|")
    for who, name, found in rows:
        kept = sum(found[mark] == "kept" for mark in MARKS)
        able = sum(found[mark] != "no place" for mark in MARKS)
        cells = [SIGNS[found[mark]] for mark in MARKS]
        print(
            f"| {who} | {name} | " + " | ".join(cells) + f" | {kept} of {able} |"
            if markdown
            else f"{who:12} {name:10} " + " ".join(cells) + f"  {kept}/{able}"
        )


if __name__ == "__main__":
    sys.exit(main())
