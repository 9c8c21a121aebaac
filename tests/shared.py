"""Where the measuring material lives: reference values, real series and sites that are not part of the project."""

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("WFM_SHARED", Path(__file__).resolve().parents[2] / "shared"))

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(),
    reason=f"no measuring material ({SHARED.name}/ beside the project, or WFM_SHARED): reference values NOT checked",
)
