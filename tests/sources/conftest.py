from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

# The makers of archives are shared by the tests of sources and of batch, which are no package.
_PATH = Path(__file__).with_name("warcs.py")
if "warcs" not in sys.modules:
    _spec = importlib.util.spec_from_file_location("warcs", _PATH)
    assert _spec is not None
    assert _spec.loader is not None
    _module = importlib.util.module_from_spec(_spec)
    sys.modules["warcs"] = _module
    _spec.loader.exec_module(_module)
