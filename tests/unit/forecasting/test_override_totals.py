"""Sums follow their queues when a planner changes one of them."""

import pandas as pd

from forecasting.override_totals import moved_totals

CHANNELS = {"a": "voice", "b": "voice", "c": "chat"}
NINE, TEN = (pd.Timestamp(f"2026-10-05T{hour:02}:00", tz="Asia/Seoul") for hour in (9, 10))


def queues(**offered: tuple[float, float]) -> pd.DataFrame:
    rows = [
        (start, name, value) for name, both in offered.items() for start, value in zip((NINE, TEN), both, strict=True)
    ]
    return pd.DataFrame(rows, columns=["interval_start", "queue", "offered"])


BEFORE = queues(a=(10.0, 0.0), b=(20.0, 0.0), c=(5.0, 5.0))
ROWS = [("channel", "chat", 5.0, 5.0), ("channel", "voice", 30.0, 0.0), ("total", "total", 35.0, 5.0)]
TOTALS = pd.DataFrame(
    [
        (start, level, name, value, 0.8 * value, value, 1.2 * value)
        for level, name, *both in ROWS
        for start, value in zip((NINE, TEN), both, strict=True)
    ],
    columns=["interval_start", "level", "name", "offered", "p10", "p50", "p90"],
)


def figures(totals: pd.DataFrame, name: str) -> list[float]:
    return totals[totals["name"] == name][["offered", "p10", "p50", "p90"]].to_numpy().ravel().tolist()


def test_a_doubled_queue_lifts_its_channel_and_the_total_by_what_it_gained_and_scales_their_bands() -> None:
    found = moved_totals(TOTALS, BEFORE, queues(a=(20.0, 0.0), b=(20.0, 0.0), c=(5.0, 5.0)), CHANNELS)

    assert figures(found, "voice")[:4] == [40.0, 32.0, 40.0, 48.0]
    assert figures(found, "total")[:4] == [45.0, 36.0, 45.0, 54.0]
    assert figures(found, "chat") == figures(TOTALS, "chat")


def test_nothing_changed_leaves_the_very_same_totals() -> None:
    assert moved_totals(TOTALS, BEFORE, BEFORE.copy(), CHANNELS) is TOTALS


def test_contacts_where_none_were_due_have_the_band_of_a_poisson_count() -> None:
    found = moved_totals(TOTALS, BEFORE, queues(a=(10.0, 8.0), b=(20.0, 0.0), c=(5.0, 5.0)), CHANNELS)

    assert figures(found, "voice")[4:] == [8.0, 5.0, 8.0, 11.0]
