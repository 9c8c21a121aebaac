"""Which program computed something: the product's version, a hash of its own source, and the libraries it stood on."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from store.hashes import sha256_of, sha256_parts

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("domain", "forecasting", "staffing", "scheduling", "exports", "store", "pipeline")
PRODUCT = "dasan-wfm"
LIBRARIES = (
    "highspy",
    "holidays",
    "numba",
    "numpy",
    "pandas",
    "prophet",
    "pulp",
    "scipy",
    "statsmodels",
    "xlsxwriter",
)


@dataclass(frozen=True, slots=True)
class CodeVersion:
    """The program as far as results may depend on it."""

    product: str
    source_sha256: str
    libraries: Mapping[str, str]

    @property
    def sha256(self) -> str:
        """One hash for all of it: a checkpoint of another program is not taken up."""
        return sha256_parts({"source": self.source_sha256, **self.libraries})


@cache
def code_version() -> CodeVersion:
    """The running program. It is read from the source files, so that a change made by hand counts too."""
    files = [file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py"))]
    files += sorted((ROOT / "data" / "rules").glob("*.toml"))
    source = sha256_parts({str(file.relative_to(ROOT)): sha256_of(file) for file in files})
    return CodeVersion(_version_of(PRODUCT), source, {name: _version_of(name) for name in LIBRARIES})


def _version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
