"""Read site rules from files: TOML of our own, the public ftr-site-config format, Python for what a table cannot say."""

from __future__ import annotations

import hashlib
import importlib.util
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from newsarchive.errors import InvalidDocument, UnreadableInput
from newsarchive.page.site.ftr import read_ftr
from newsarchive.page.site.rules import Layout, Site, Sites, Target
from newsarchive.page.site.work import check_selector

__all__ = ["FACTS", "digest_of", "read_folder", "read_overrides", "read_site", "read_sites"]

FACTS = ("headline", "deck", "byline", "published", "updated")
_SUFFIXES = frozenset({".toml", ".txt", ".py"})
_SITE_KEYS = frozenset({"hosts", "publisher"})
_LAYOUT_KEYS = frozenset({"since", "until", "story", "drop", "keep", "facts"})
_TARGET_KEYS = frozenset({"select", "text", "rule"})


def read_sites(folders: Sequence[Path]) -> Sites:
    """Read every rule file of some folders; of two sites for one host the one in the earlier folder counts.

    Raises:
        UnreadableInput: a folder or a file cannot be read.
        InvalidDocument: a file says something that is no rule; the message names the file and the key.
    """
    return Sites(site for folder in folders for site in read_folder(folder))


def read_folder(folder: Path) -> Iterator[Site]:
    """Read the rule files of one folder, by name: ``*.toml``, ``*.txt`` (ftr-site-config) and ``*.py``."""
    for path in _files(folder):
        yield read_site(path)


def digest_of(paths: Sequence[Path]) -> str:
    """Return a digest of rule files, and of those in folders: the same rules have the same one, wherever they lie.

    Raises:
        UnreadableInput: a folder or a file cannot be read.
    """
    digest = hashlib.sha256()
    for path in paths:
        for file in _files(path) if path.is_dir() else (path,):
            try:
                data = file.read_bytes()
            except OSError as error:
                raise UnreadableInput(f"{file}: {error.strerror}") from None
            digest.update(f"{file.name}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
    return digest.hexdigest()[:16]


def _files(folder: Path) -> list[Path]:
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        raise UnreadableInput(f"{folder}: {error.strerror}; --sites wants a folder of site rules") from None
    return [path for path in paths if path.suffix in _SUFFIXES and not path.name.startswith("_") and path.is_file()]


def read_site(path: Path) -> Site:
    """Read one rule file."""
    if path.suffix == ".py":
        return _read_python(path)
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"{path}: {error}") from None
    if path.suffix == ".txt":
        return _without_wrong_selectors(read_ftr(text, path.name))
    site = _read_toml(text, path)
    for layout in site.layouts:
        _check(path, layout)
    return site


def read_overrides(path: Path) -> Layout:
    """Read what a user says about one page: a TOML file with ``keep``, ``drop``, ``story`` and ``facts``, as in a layout."""
    try:
        tables = tomllib.loads(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableInput(f"{path}: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise InvalidDocument(f"{path}: {error}") from None
    layout = _layout(path, "the file", tables)
    _check(path, layout)
    return layout


def _without_wrong_selectors(site: Site) -> Site:
    """Note the selectors that are none instead of obeying them: in a folder of thousands some always are, and they are not ours."""
    (layout,) = site.layouts
    wrong = {
        select: f"{select}: {problem}"
        for select in (*layout.story, *(target.select for target in layout.drop), *(s for _, s in layout.facts))
        if (problem := check_selector(select))
    }
    if not wrong:
        return site
    sound = Layout(
        story=tuple(select for select in layout.story if select not in wrong),
        drop=tuple(target for target in layout.drop if target.select not in wrong),
        facts=tuple((fact, select) for fact, select in layout.facts if select not in wrong),
    )
    return replace(site, layouts=(sound,), unread=(*site.unread, *wrong.values()))


def _check(path: Path, layout: Layout) -> None:
    selectors = [*layout.story, *(target.select for target in layout.drop + layout.keep), *(s for _, s in layout.facts)]
    for select in filter(None, selectors):
        if wrong := check_selector(select):
            raise InvalidDocument(f"{path}: {select!r} is no selector: {wrong}")


def _read_toml(text: str, path: Path) -> Site:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidDocument(f"{path}: {error}") from None
    head = tables.pop("site", None)
    layouts = tables.pop("layout", [])
    if not isinstance(head, dict) or not isinstance(layouts, list):
        raise InvalidDocument(f"{path}: a site file has one [site] and any number of [[layout]]")
    _only(path, "site", head, _SITE_KEYS)
    _only(path, "the file", tables, frozenset())
    hosts = _strings(path, "site.hosts", head.get("hosts"))
    if not hosts:
        raise InvalidDocument(f'{path}: site.hosts is missing; write hosts = ["example.org"]')
    publisher = head.get("publisher")
    if publisher is not None and not isinstance(publisher, str):
        raise InvalidDocument(f"{path}: site.publisher is a name")
    found = tuple(_layout(path, f"layout {i}", layout) for i, layout in enumerate(layouts, 1))
    return Site(hosts, found, publisher, str(path))


def _layout(path: Path, where: str, table: object) -> Layout:
    if not isinstance(table, dict):
        raise InvalidDocument(f"{path}: {where} is no table")
    _only(path, where, table, _LAYOUT_KEYS)
    facts = table.get("facts", {})
    if not isinstance(facts, dict):
        raise InvalidDocument(f"{path}: {where}.facts is no table")
    _only(path, f"{where}.facts", facts, frozenset(FACTS))
    return Layout(
        _day(path, f"{where}.since", table.get("since")),
        _day(path, f"{where}.until", table.get("until")),
        _strings(path, f"{where}.story", table.get("story")),
        _targets(path, f"{where}.drop", table.get("drop", []), rule="site-rule"),
        _targets(path, f"{where}.keep", table.get("keep", [])),
        tuple(
            (fact, select) for fact, value in facts.items() for select in _strings(path, f"{where}.facts.{fact}", value)
        ),
    )


def _targets(path: Path, where: str, value: object, *, rule: str = "") -> tuple[Target, ...]:
    if not isinstance(value, list):
        raise InvalidDocument(f"{path}: {where} is no list")
    found = []
    for entry in value:
        table = {"select": entry} if isinstance(entry, str) else entry
        if not isinstance(table, dict) or not all(isinstance(part, str) and part for part in table.values()):
            raise InvalidDocument(f"{path}: {where} holds selectors, or tables of select, text and rule")
        _only(path, where, table, _TARGET_KEYS)
        target = Target(**table)
        if (target.select and target.text) or not (target.select or target.text or (target.rule and not rule)):
            raise InvalidDocument(f"{path}: {where} wants one of select and text in each entry")
        found.append(Target(target.select, target.text, target.rule or rule))
    return tuple(found)


def _only(path: Path, where: str, table: Mapping[str, Any], known: frozenset[str]) -> None:
    for key in table:
        if key not in known:
            raise InvalidDocument(
                f"{path}: {where} has no {key!r}; it may hold {', '.join(sorted(known)) or 'nothing else'}"
            )


def _strings(path: Path, where: str, value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    found = [value] if isinstance(value, str) else value
    if not isinstance(found, list) or not all(isinstance(entry, str) and entry for entry in found):
        raise InvalidDocument(f"{path}: {where} is a text or a list of texts")
    return tuple(found)


def _day(path: Path, where: str, value: object) -> date | None:
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    raise InvalidDocument(f"{path}: {where} is a day, as 2022-06-30, without quotes")


def _read_python(path: Path) -> Site:
    """Load a file with ``HOSTS`` and ``clean(soup)``; whoever names a folder of rules trusts the Python in it."""
    spec = importlib.util.spec_from_file_location(f"newsarchive_site_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise UnreadableInput(f"{path}: cannot be loaded as Python")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise InvalidDocument(f"{path}: {type(error).__name__}: {error}") from error
    hosts = getattr(module, "HOSTS", None)
    clean: Callable[[Any], object] | None = getattr(module, "clean", None)
    if not isinstance(hosts, list | tuple) or not all(isinstance(host, str) for host in hosts) or not callable(clean):
        raise InvalidDocument(f'{path}: wants HOSTS = ("example.org",) and a function clean(soup)')
    publisher = getattr(module, "PUBLISHER", None)
    return Site(tuple(hosts), (Layout(clean=clean),), publisher if isinstance(publisher, str) else None, str(path))
