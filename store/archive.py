"""A backup as one ZIP file: a site folder's files, its database, and a list of both with their hashes.

What is read back is not trusted: names that lead out of the folder, members that the list does not know or that are
longer than it says, and content with another hash are refused before anything takes its place.
"""

import hashlib
import json
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from domain.errors import DataError, Problem
from store.failures import TEMPORARY_PREFIX, file_words
from store.folders import ASIDE_PREFIX
from store.json_text import json_text
from store.layout import database_file, lock_file

FORMAT = "dasan-wfm backup"
FORMAT_VERSION = 1
LIST_NAME = "backup.json"
DATABASE_NAME = "wfm.db"
FOLDER_NAME = "site/"
PIECE_BYTES = 1 << 20
MAX_LIST_BYTES = 64 << 20
MAX_MEMBERS = 200_000
# What the ZIP and JSON readers raise over damage; RuntimeError is how they refuse an encrypted member.
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, KeyError, TypeError, AttributeError, RuntimeError)
COMPRESSION_LEVEL = 1  # planners wait while it is written; more gains a tenth of the size for thrice the time


@dataclass(frozen=True, slots=True)
class About:
    """What a backup is of: site, when and by which program, the version of its tables, how many rows each has."""

    site: str
    made: str
    program: str
    tables_version: str
    rows: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a backup: its sha256 and its length."""

    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Contents:
    """The list of a backup: what it is of, its files by name in the archive, links by path to what they mean."""

    about: About
    files: Mapping[str, Member]
    links: Mapping[str, str]


def site_files(site: Path) -> Iterator[Path]:
    """The files and links of a site folder that a backup keeps: all but database, lock and temporaries."""
    database = database_file(site)
    left_out = {lock_file(site), *(database.with_name(database.name + end) for end in ("", "-wal", "-shm", "-journal"))}
    for path in sorted(site.rglob("*")):
        parts = path.relative_to(site).parts
        if path in left_out or any(part.startswith((TEMPORARY_PREFIX, ASIDE_PREFIX)) for part in parts):
            continue
        if path.is_symlink() or path.is_file():
            yield path


def write_archive(out: Path, site: Path, database: Path, about: About) -> Contents:
    """Write the archive to `out`, which the caller stages; its list."""
    files: dict[str, Member] = {}
    links: dict[str, str] = {}
    form = {"compression": zipfile.ZIP_DEFLATED, "compresslevel": COMPRESSION_LEVEL}
    with file_words("write", out), zipfile.ZipFile(out, "w", **form) as archive:  # type: ignore[call-overload]
        files[DATABASE_NAME] = _add(archive, DATABASE_NAME, database)
        for path in site_files(site):
            name = path.relative_to(site).as_posix()
            if path.is_symlink() and not path.is_file():
                if is_plain(str(path.readlink())):  # `latest`; other links to folders mean places outside the site
                    links[name] = str(path.readlink())
                continue
            files[FOLDER_NAME + name] = _add(archive, FOLDER_NAME + name, path)
        contents = Contents(about, files, links)
        archive.writestr(LIST_NAME, json_text({"format": FORMAT, "version": FORMAT_VERSION, **asdict(contents)}))
    return contents


def _add(archive: zipfile.ZipFile, name: str, path: Path) -> Member:
    digest, length = hashlib.sha256(), 0
    with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
        while piece := source.read(PIECE_BYTES):
            digest.update(piece)
            length += len(piece)
            target.write(piece)
    return Member(digest.hexdigest(), length)


def read_contents(path: Path) -> Contents:
    """The list of a backup, checked against the archive's own; raises DataError in one sentence where it is none."""
    if not path.is_file():
        raise DataError([Problem(path.name, None, None, None, f"a backup at {path}")])
    try:
        with zipfile.ZipFile(path) as archive:
            found = archive.infolist()
            listed = next((item for item in found if item.filename == LIST_NAME), None)
            if listed is None or len(found) > MAX_MEMBERS or listed.file_size > MAX_LIST_BYTES:
                raise _no_backup(path, f"it holds no {LIST_NAME} that can be read")
            contents = _contents(path, json.loads(archive.read(listed)))
    except DAMAGED as error:
        raise _no_backup(path, "it is damaged or another kind of file") from error
    names = [item.filename for item in found]
    if len(set(names)) < len(names) or set(names) != {LIST_NAME, *contents.files}:
        raise _no_backup(path, "its files are not those of its list")
    if any(item.file_size != contents.files[item.filename].bytes for item in found if item.filename != LIST_NAME):
        raise _no_backup(path, "a file in it is not as long as its list says")
    _refuse_ways_out(path, contents)
    return contents


def _contents(path: Path, told: dict[str, object]) -> Contents:
    if told["format"] != FORMAT:
        raise _no_backup(path, "it is another kind of file")
    if told["version"] != FORMAT_VERSION:
        expected = f"a backup of the format {FORMAT_VERSION}; update the program"
        raise DataError([Problem(path.name, None, "version", str(told["version"]), expected)])
    about, files, links = told["about"], told["files"], told["links"]
    assert isinstance(about, dict) and isinstance(files, dict) and isinstance(links, dict)
    members = {str(name): Member(str(item["sha256"]), int(item["bytes"])) for name, item in files.items()}
    return Contents(About(**about), members, {str(name): str(target) for name, target in links.items()})


def _refuse_ways_out(path: Path, contents: Contents) -> None:
    """Refuse a name or a link that would lead out of the folder."""
    inner = [name.removeprefix(FOLDER_NAME) for name in contents.files if name != DATABASE_NAME]
    outside = [name for name in contents.files if name != DATABASE_NAME and not name.startswith(FOLDER_NAME)]
    wrong = outside + [name for name in (*inner, *contents.links) if not stays_inside(name)]
    wrong += [target for target in contents.links.values() if not is_plain(target)]
    if wrong or DATABASE_NAME not in contents.files:
        raise _no_backup(path, f"it names {wrong[0]!r}, which lies outside the site" if wrong else "it has no database")


def stays_inside(name: str) -> bool:
    """Whether a relative name stays below the folder that it is put into."""
    parts = PurePosixPath(name).parts
    return bool(parts) and not name.startswith("/") and "\\" not in name and "\0" not in name and ".." not in parts


def is_plain(name: str) -> bool:
    """Whether a link's target is a single name, a neighbour of the link."""
    return stays_inside(name) and len(PurePosixPath(name).parts) == 1


def unpack(path: Path, contents: Contents, folder: Path, database: Path) -> None:
    """Write the backup's files into an empty folder and its database to `database`; every hash is checked."""
    with file_words("write", folder), zipfile.ZipFile(path) as archive:
        for name, member in contents.files.items():
            target = database if name == DATABASE_NAME else folder / name.removeprefix(FOLDER_NAME)
            target.parent.mkdir(parents=True, exist_ok=True)
            _unpack_one(path, archive, name, member, target)
        for name, target_name in contents.links.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).symlink_to(target_name)


def _unpack_one(path: Path, archive: zipfile.ZipFile, name: str, member: Member, target: Path) -> None:
    digest = hashlib.sha256()
    try:
        with archive.open(name) as source, target.open("xb") as out:
            for piece in _pieces(source, member.bytes):
                digest.update(piece)
                out.write(piece)
    except DAMAGED as error:
        raise _no_backup(path, f"its file {name} is damaged") from error
    if digest.hexdigest() != member.sha256:
        raise _no_backup(path, f"its file {name} has another hash than its list says")


def _pieces(source: IO[bytes], length: int) -> Iterator[bytes]:
    """The content in pieces, never more than its list promises: a small archive may unpack to anything."""
    left = length + 1
    while left > 0 and (piece := source.read(min(PIECE_BYTES, left))):
        left -= len(piece)
        yield piece


def for_its_owner(path: Path) -> None:
    """Let nobody but this user read the file: it holds personal data."""
    path.chmod(stat.S_IRUSR | stat.S_IWUSR)


def _no_backup(path: Path, why: str) -> DataError:
    return DataError([Problem(path.name, None, None, None, f"a whole backup as `wfm backup` writes it, but {why}")])
