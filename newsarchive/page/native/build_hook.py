"""Compile the hot parts of reading a page while the package is built; where that cannot be done, it is built without them.

For whoever works on them: ``python newsarchive/page/native/build_hook.py`` compiles what is newer than its module, in place.
"""

from __future__ import annotations

import os
import shutil
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_FOLDER = Path("newsarchive/page/native")
_SUFFIX = sysconfig.get_config_var("EXT_SUFFIX") or ".so"


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Build ``newsarchive/page/native/*.pyx`` into modules beside their sources."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile for this Python and this machine, and make the wheel one for them."""
        del version
        if self.target_name != "wheel":
            return
        try:
            made = compiled(Path(self.root))
        except (Exception, SystemExit) as error:  # noqa: BLE001 - no compiler, no headers, no lxml: it works without, slower
            self.app.display_warning(f"built without the compiled parts, reading is slower: {error}")
            return
        build_data["artifacts"].extend(f"/{path.as_posix()}" for path in made)
        build_data["pure_python"] = False
        build_data["infer_tag"] = True


def compiled(root: Path) -> list[Path]:
    """Compile the modules that are older than their sources or than lxml; return the paths of all of them from ``root``.

    Raises:
        Exception: of Cython or setuptools, where anything is missing.
    """
    import lxml
    from Cython.Build import cythonize
    from setuptools import Distribution, Extension

    sources = sorted((root / _FOLDER).glob("*.pyx"))
    stale = [source for source in sources if _age(_module(source)) < max(_age(source), _age(Path(lxml.__file__)))]
    with tempfile.TemporaryDirectory() as scratch:
        modules = [
            Extension(
                ".".join([*_FOLDER.parts, source.stem]),
                [str(source)],
                include_dirs=lxml.get_include(),  # type: ignore[attr-defined] # its stubs leave it out
                extra_compile_args=[] if sys.platform == "win32" else ["-O2", "-Wno-unused-function"],
            )
            for source in stale
        ]
        made = cythonize(modules, build_dir=scratch, force=True, quiet=True)  # type: ignore[no-untyped-call]
        command = Distribution({"ext_modules": made}).get_command_obj("build_ext")
        command.build_lib = command.build_temp = scratch
        command.ensure_finalized()
        command.run()
        for built, source in zip(command.get_outputs(), stale, strict=True):
            # a process may run the old one: it keeps its file, the name goes to the new one
            shutil.copy(built, whole := _module(source).with_suffix(".part"))
            os.replace(whole, _module(source))  # noqa: PTH105 - atomic on every system
    return [_FOLDER / _module(source).name for source in sources]


def _module(source: Path) -> Path:
    return source.with_name(source.stem + _SUFFIX)


def _age(path: Path) -> float:
    return path.stat().st_mtime if path.exists() else 0.0


if __name__ == "__main__":
    print(*compiled(Path(__file__).parents[3]), sep="\n")  # noqa: T201 - for whoever works on them
