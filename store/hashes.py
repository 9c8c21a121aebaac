"""Hashes by content: the same content gives the same hash on every machine and with every version of the libraries."""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from store.failures import file_words


def sha256_of(path: Path) -> str:
    """The sha256 of a file's bytes, in hexadecimal."""
    with file_words("read", path), path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sha256_bytes(content: bytes) -> str:
    """The sha256 of bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def sha256_parts(parts: Mapping[str, str]) -> str:
    """One hash for several named hashes or settings, whatever their order: the input hash of a step."""
    digest = hashlib.sha256()
    for name in sorted(parts):
        digest.update(_texts([name, parts[name]]))
    return digest.hexdigest()


def frame_sha256(frame: pd.DataFrame) -> str:
    """The sha256 of a frame's column names, kinds and values, without its index.

    Numbers count bit by bit (but every NaN alike, and -0.0 as 0.0), times as nanoseconds UTC beside their zone.
    """
    digest = hashlib.sha256(b"frame")
    for name in frame.columns:
        kind, values = _canonical(frame[name])
        digest.update(_texts([str(name), kind]))
        digest.update(values)
    return digest.hexdigest()


def _canonical(column: pd.Series) -> tuple[str, bytes]:
    """The column's kind and its values as bytes."""
    dtype = column.dtype
    if pd.api.types.is_bool_dtype(dtype) and not column.hasnans:
        return "truth", column.to_numpy(dtype="u1").tobytes()
    if pd.api.types.is_integer_dtype(dtype) and not column.hasnans:
        return "whole", column.to_numpy(dtype="<i8").tobytes()
    if pd.api.types.is_numeric_dtype(dtype):
        values = column.to_numpy(dtype="<f8", na_value=np.nan) + 0.0
        return "number", np.where(np.isnan(values), np.nan, values).astype("<f8").tobytes()
    if isinstance(dtype, pd.DatetimeTZDtype):
        return f"time {dtype.tz}", _nanoseconds(column.dt.tz_convert("UTC"))
    if pd.api.types.is_datetime64_dtype(dtype):
        return "local time", _nanoseconds(column)
    return "text", _texts([_text(value) for value in column.tolist()])


def _nanoseconds(column: pd.Series) -> bytes:
    return column.dt.as_unit("ns").astype("int64").to_numpy("<i8").tobytes()


def _text(value: object) -> str:
    """A value as text that tells a missing one from an empty one."""
    return "-" if value is None or value is pd.NA or value != value else f"+{value}"


def _texts(texts: Sequence[str]) -> bytes:
    """Texts as bytes so that no two lists look alike: their number and lengths first, then the texts."""
    encoded = [text.encode() for text in texts]
    return np.array([len(encoded), *map(len, encoded)], dtype="<i8").tobytes() + b"".join(encoded)
