"""Folders that are published whole: staged beside their place, then swapped in; and the `latest` pointer."""

import ctypes
import errno
import fnmatch
import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.errors import WfmError
from store.failures import file_words
from store.files import claimed, flush_to_disk, sweep_leftovers, temporary_paths, write_text

ASIDE_PREFIX = ".old-wfm-"
LATEST = "latest"
AT_FDCWD = -100  # linux/fcntl.h: relative to the current folder
RENAME_EXCHANGE = 2  # linux/fs.h
NO_EXCHANGE = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP})


@contextmanager
def staged_folder(folder: Path, names: Collection[str]) -> Iterator[Path]:
    """A temporary folder to fill; at the end it takes the place of `folder` in one step, or vanishes after an error.

    `names` are the patterns of what belongs to the program in there (`*` for all). A folder that holds anything else
    is refused at once: replacing it would take somebody's files away.
    """
    target = Path(os.path.realpath(folder))
    with file_words("write", folder):
        refuse_strangers(target, names)
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, staged = claimed(target.parent, "", _new_folder)
        try:
            yield staged
            _flush_tree(staged)
            refuse_strangers(target, names)
            _publish(staged, target)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
            os.close(handle)


def refuse_strangers(folder: Path, names: Collection[str]) -> None:
    """Raise where `folder` is a file, or holds a file that the program would not write there."""
    if folder.exists() and not folder.is_dir():
        raise WfmError(f"{folder} is a file, but a folder is to be written there; name another folder.")
    strangers = sorted(
        path.name for path in folder.glob("*") if not any(fnmatch.fnmatchcase(path.name, name) for name in names)
    )
    if strangers:
        raise WfmError(
            f"{folder} holds {strangers[0]!r}, which this run would not write and so would remove; "
            "name a new or an empty folder."
        )


def _new_folder(path: Path) -> int:
    path.mkdir()
    try:
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError as error:  # swept in this very moment: as good as taken
        raise FileExistsError(errno.EEXIST, "swept away", str(path)) from error


def _flush_tree(folder: Path) -> None:
    for path in folder.rglob("*"):
        if not path.is_symlink():
            flush_to_disk(path)
    flush_to_disk(folder)


def _publish(staged: Path, target: Path) -> None:
    if target.exists() and any(target.iterdir()):
        shutil.copymode(target, staged)
        if not _exchanged(staged, target):
            _replace_in_two_steps(staged, target)
    else:
        staged.rename(target)
    flush_to_disk(target.parent)


def _exchanged(staged: Path, target: Path) -> bool:
    """Swap the two folders' names in one step; false where this file system cannot."""
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    if libc.renameat2(AT_FDCWD, os.fsencode(staged), AT_FDCWD, os.fsencode(target), RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in NO_EXCHANGE:
        return False
    raise OSError(code, os.strerror(code), str(target))


def _replace_in_two_steps(staged: Path, target: Path) -> None:
    """Set the old folder aside, move the new one in: a kill between the two is mended by `restore_set_aside`."""
    aside = target.parent / f"{ASIDE_PREFIX}{target.name}"
    shutil.rmtree(aside, ignore_errors=True)
    target.rename(aside)
    staged.rename(target)
    shutil.rmtree(aside, ignore_errors=True)


def tidy_folder(parent: Path) -> tuple[str, ...]:
    """What killed runs left in this folder, by name: their temporaries are removed, a folder set aside is put back."""
    return restore_set_aside(parent) + sweep_leftovers(parent)


def restore_set_aside(parent: Path) -> tuple[str, ...]:
    """The folders, by name, that a kill in mid-replacement had left without their place, now back in it."""
    restored = []
    with file_words("tidy", parent):
        for aside in sorted(parent.glob(ASIDE_PREFIX + "*")):
            target = parent / aside.name.removeprefix(ASIDE_PREFIX)
            if target.exists():
                shutil.rmtree(aside, ignore_errors=True)
            else:
                aside.rename(target)
                restored.append(target.name)
    return tuple(restored)


def point_latest(parent: Path, name: str) -> None:
    """Make `parent/latest` mean the folder `name`: a symbolic link, or a text file where links are not possible."""
    if not (parent / name).is_dir():
        raise WfmError(f"{parent / name} does not exist, so `{LATEST}` cannot point to it.")
    with file_words("write", parent / LATEST):
        try:
            _link_latest(parent, name)
        except PermissionError:  # a file system without links; or no right to write, which the text file then says
            write_text(parent / LATEST, name + "\n")


def _link_latest(parent: Path, name: str) -> None:
    for link in temporary_paths(parent):
        try:
            link.symlink_to(name)
            link.replace(parent / LATEST)
        except (FileExistsError, FileNotFoundError):  # taken by a leftover, or swept in this very moment
            continue
        flush_to_disk(parent)
        return


def latest_folder(parent: Path) -> Path | None:
    """The folder that `latest` points to; none before the first publication or where that folder is gone."""
    pointer = parent / LATEST
    if pointer.is_symlink():
        folder = parent / pointer.readlink()
    elif pointer.is_file():
        folder = parent / pointer.read_text(encoding="utf-8").strip()
    else:
        return None
    return folder if folder.is_dir() else None
