"""The same content gives the same hash; any other content another."""

import hashlib
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from domain.errors import WfmError
from store.hashes import frame_sha256, sha256_bytes, sha256_of, sha256_parts

FRAME = pd.DataFrame({"queue": ["a", "b"], "offered": [1.0, np.nan], "agents": [1, 2]})


def test_a_file_has_the_sha256_of_its_bytes(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"abc")
    assert sha256_of(tmp_path / "f") == sha256_bytes(b"abc") == hashlib.sha256(b"abc").hexdigest()
    with pytest.raises(WfmError, match=r"cannot read .*none: no such file"):
        sha256_of(tmp_path / "none")


def test_named_parts_count_in_any_order_but_not_shifted() -> None:
    assert sha256_parts({"a": "1", "b": "2"}) == sha256_parts({"b": "2", "a": "1"})
    assert sha256_parts({"a": "1", "b": "2"}) != sha256_parts({"a": "12", "b": ""})


@pytest.mark.parametrize(
    "same",
    [
        FRAME.set_index(pd.Index([5, 6])),
        FRAME.astype({"queue": "object"}),
        FRAME.assign(offered=[1.0, np.float64(-np.nan)]),
        FRAME.astype({"agents": "int32"}),
    ],
    ids=["index", "text as objects", "another NaN", "narrower whole numbers"],
)
def test_what_does_not_change_the_content_does_not_change_the_hash(same: pd.DataFrame) -> None:
    assert frame_sha256(same) == frame_sha256(FRAME)


@pytest.mark.parametrize(
    "other",
    [
        FRAME.rename(columns={"queue": "line"}),
        FRAME.assign(queue=["ab", ""]),
        FRAME.assign(queue=pd.Series(["a", None], dtype="str")),
        FRAME.assign(offered=[1.0, 0.0]),
        FRAME.assign(offered=[1.0 + 2**-52, np.nan]),
        FRAME.astype({"agents": float}),
        FRAME.iloc[::-1],
        FRAME[["offered", "queue", "agents"]],
        FRAME.head(1),
    ],
    ids=["name", "shifted text", "missing text", "missing", "last bit", "kind", "order", "columns", "length"],
)
def test_what_changes_the_content_changes_the_hash(other: pd.DataFrame) -> None:
    assert frame_sha256(other) != frame_sha256(FRAME)


def test_times_count_by_moment_and_zone_and_not_by_resolution() -> None:
    seoul = pd.DataFrame({"t": pd.to_datetime(["2026-03-02T09:00"]).tz_localize("Asia/Seoul")})
    assert frame_sha256(seoul.assign(t=seoul["t"].dt.as_unit("ns"))) == frame_sha256(seoul)
    assert frame_sha256(seoul.assign(t=seoul["t"].dt.tz_convert("UTC"))) != frame_sha256(seoul)
    assert frame_sha256(seoul.assign(t=seoul["t"].dt.tz_localize(None))) != frame_sha256(seoul)


def test_a_known_frame_keeps_its_hash_for_ever() -> None:
    known = pd.DataFrame({"d": [date(2026, 3, 2)], "q": ["a"], "x": [-0.0], "n": [1], "ok": [True]})
    assert frame_sha256(known) == "730edf842d04dbc467f1f5908a36a0644e7f24e77bc5acac48189040b8f19d26"
