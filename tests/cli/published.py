"""What a night published, for comparison: file hashes without what was measured, and the versions in the store."""

from pathlib import Path

from pipeline.night_files import stable_sha256
from pipeline.site_store import open_site_database
from store.versions import list_versions


def stable_content(nights: Path) -> dict[str, str]:
    """Every published file with its hash, taken without what was measured."""
    files = [path for path in sorted(nights.rglob("*")) if path.is_file() and not path.is_symlink()]
    content = {str(path.relative_to(nights)): stable_sha256(path) for path in files}
    latest = nights / "latest"
    return content | {"latest": latest.resolve().name}


def version_numbers(site: Path) -> list[tuple[str, int, str]]:
    """Kind, number and content of every version; the report's content holds what was measured and is left out."""
    with open_site_database(site) as database:
        versions = list_versions(database, "tiny")
    return sorted((v.kind, v.number, "" if v.kind == "report" else v.sha256) for v in versions)
