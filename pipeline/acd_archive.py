"""Exports in a zip archive: each file of it that can be one, unpacked beside the others, never more than the limit."""

import zipfile
from pathlib import Path, PurePosixPath

from domain.errors import DataError, Problem
from domain.tables import MAX_TABLE_BYTES

KINDS = (".csv", ".txt", ".tsv", ".gz", ".xlsx")
WORKBOOK_SIGN = "[Content_Types].xml"  # a workbook is a zip archive, too
MOST_FILES = 200


def exports_of(path: Path, folder: Path) -> tuple[Path, ...]:
    """The file itself, or the exports in it, unpacked into a folder that the caller removes."""
    try:
        if not path.is_file() or not zipfile.is_zipfile(path):
            return (path,)
        opened = zipfile.ZipFile(path, metadata_encoding="cp949")  # for names without the mark of UTF-8
    except (zipfile.BadZipFile, ValueError, OSError):  # a damaged one: whoever reads the file itself says what it is
        return (path,)
    with opened as archive:
        if WORKBOOK_SIGN in archive.namelist():
            return (path,)
        members = [each for each in archive.infolist() if _is_export(each)]
        _refuse(path.name, members)
        return tuple(_unpacked(archive, each, folder, number) for number, each in enumerate(members))


def _is_export(member: zipfile.ZipInfo) -> bool:
    name = PurePosixPath(member.filename)
    return not member.is_dir() and name.suffix.lower() in KINDS and not name.name.startswith((".", "__"))


def _refuse(file: str, members: list[zipfile.ZipInfo]) -> None:
    if not members:
        raise DataError([Problem(file, None, None, None, f"an archive with files of the kinds {', '.join(KINDS)}")])
    if len(members) > MOST_FILES:
        raise DataError(
            [Problem(file, None, None, f"{len(members)} files", f"at most {MOST_FILES}; split the archive")]
        )
    if any(each.flag_bits & 0x1 for each in members):
        raise DataError([Problem(file, None, None, None, "an archive without a password")])
    total = sum(each.file_size for each in members)
    if total > MAX_TABLE_BYTES:
        limit = f"at most {MAX_TABLE_BYTES // 2**20} MB unpacked; split the archive"
        raise DataError([Problem(file, None, None, f"{total / 2**20:.0f} MB", limit)])


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path, number: int) -> Path:
    """The member under its own last name, in a folder of its own, so that no name leads elsewhere or falls together."""
    place = folder / f"{archive.filename and Path(archive.filename).stem}-{number}"
    place.mkdir()
    target = place / PurePosixPath(member.filename.replace("\\", "/")).name
    try:
        with archive.open(member) as packed:
            content = packed.read(MAX_TABLE_BYTES + 1)
    except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
        expected = f"a whole zip archive, but {member.filename} in it cannot be read"
        raise DataError([Problem(Path(str(archive.filename)).name, None, None, None, expected)]) from error
    if len(content) > member.file_size or len(content) > MAX_TABLE_BYTES:
        raise DataError([Problem(member.filename, None, None, None, "the size that the archive names")])
    target.write_bytes(content)
    return target
