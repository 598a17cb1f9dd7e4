"""Read the first word of the command line, load that verb and no other, and turn its outcome into an exit status.

0 done · 1 done, with failures · 2 wrong usage · 3 nothing could be read · 130 interrupted
"""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

from newsarchive._version import __version__
from newsarchive.errors import InputError, NewsArchiveError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["DONE", "FAILED", "INTERRUPTED", "UNREADABLE", "USAGE", "VERBS", "parser_of", "run"]

DONE, FAILED, USAGE, UNREADABLE, INTERRUPTED = 0, 1, 2, 3, 130

# verb, its module below newsarchive.cli, its help. The module has HELP (an example first of all), add_arguments(parser)
# and run(args) -> int; it is imported only when its verb is asked for.
VERBS: tuple[tuple[str, str, str], ...] = (
    ("convert", "convert", "turn pages, folders and web archives into records"),
    ("inspect", "inspect", "show what was kept, claimed and removed, and why"),
    ("validate", "validate", "check files of our formats, offline"),
    ("merge", "merge", "join the journals of several machines into one report"),
    ("formats", "formats", "list the formats: what is read, what is written"),
    ("rules", "rules", "list the rules by which words leave a page; begin and test rules for single sites"),
    ("schema", "schema", "print the JSON Schema of an article"),
    ("doctor", "doctor", "say whether this machine has all that is needed"),
)

_ABOUT = "Turn scraped news pages into lasting records, and account for every word on the way."
_EXAMPLES = """\
examples:
  newsarchive convert page.html -o story.newsml.xml
  newsarchive convert pages/ --to newsml-g2,epub,pdf --out records/
  newsarchive inspect page.html --show page-painted.html

`newsarchive VERB --help` explains a verb. Data goes to standard output, talk to standard error.
exit status: 0 done, 1 done with failures, 2 wrong usage, 3 nothing could be read, 130 interrupted
"""


class _Parser(argparse.ArgumentParser):
    """A parser whose complaint is one line, as every failure is."""

    def error(self, message: str) -> NoReturn:
        self.exit(USAGE, f"newsarchive: {message}; see `{self.prog} --help`\n")


def run(argv: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit status; ``argv`` is without the program's name."""
    words = list(sys.argv[1:] if argv is None else argv)
    _utf8()
    try:
        status = _dispatch(words)
        sys.stdout.flush()
    except KeyboardInterrupt:
        _complain("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        _mute()  # the reader of our output has seen enough (`| head`)
        return DONE
    except UsageError as error:
        return _complain(error, USAGE)
    except InputError as error:
        return _complain(error, UNREADABLE)
    except NewsArchiveError as error:
        return _complain(error, FAILED)
    except OSError as error:
        where = f"{error.filename}: "
        if not error.filename:
            where = "standard output: "
            _mute()
        return _complain(f"{where}{error.strerror or error}", FAILED)
    except SystemExit as stop:  # argparse leaves this way, after --help and after a wrong option
        return stop.code if isinstance(stop.code, int) else DONE
    return status


def parser_of(verb: str) -> argparse.ArgumentParser:
    """Return the parser of one verb; the verb's module is imported for it."""
    module = import_module(f"newsarchive.cli.{_module_of(verb)}")
    about, _, examples = str(module.HELP).partition("\n")
    parser = _Parser(
        prog=f"newsarchive {verb}",
        description=about,
        epilog=examples.strip("\n") or None,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    module.add_arguments(parser)
    parser.set_defaults(run=module.run)
    return parser


def _dispatch(words: list[str]) -> int:
    top = _top()
    if not words:
        top.print_help(sys.stderr)
        return USAGE
    if words[0].startswith("-"):
        top.parse_args(words)
    verb, *rest = words
    if not _module_of(verb):
        known = ", ".join(name for name, _, _ in VERBS)
        raise UsageError(f"there is no verb {verb!r}; known: {known}")
    args = parser_of(verb).parse_args(rest)
    status: int = args.run(args)
    return status


def _top() -> argparse.ArgumentParser:
    width = max(len(name) for name, _, _ in VERBS)
    verbs = "\n".join(f"  {name:<{width}}  {help_}" for name, _, help_ in VERBS)
    parser = _Parser(
        prog="newsarchive",
        usage="newsarchive VERB ...",
        description=f"{_ABOUT}\n\nverbs:\n{verbs}",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("-v", "--version", action="version", version=f"newsarchive {__version__}")
    return parser


def _module_of(verb: str) -> str:
    return next((module for name, module, _ in VERBS if name == verb), "")


def _utf8() -> None:
    """Write UTF-8 whatever the locale says, so that no story fails on a machine set to Latin-1; mark what cannot be written."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def _mute() -> None:
    """Send nowhere what Python would still flush to standard output at the end, and fail to."""
    with suppress(OSError):  # a stream in memory has no number
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(what: object, status: int = FAILED) -> int:
    """Say on one line what went wrong."""
    from newsarchive.cli.out import line

    print("newsarchive: " + line(" ".join(str(what).split())), file=sys.stderr)
    return status
