"""Topics by hour: the sample's beside what was reported of Lunar New Year 2015, and files that are refused."""

from pathlib import Path

import pytest

from domain.errors import DataError
from domain.topics import TopicShares, read_topics
from pipeline.simulated_history import NEW_YEAR_BY_TWO_HOURS
from pipeline.site_template import TEMPLATES_DIR

CONTACTS = 39_283  # reported of 18 to 22 February 2015
BY_TOPIC = {"traffic": 0.309, "medical": 0.189, "district": 0.125}
TOP_CELLS = {
    ("traffic", 22): 2432,
    ("medical", 10): 1863,
    ("traffic", 0): 1407,
    ("traffic", 20): 1273,
    ("traffic", 16): 1202,
}


@pytest.fixture(scope="module")
def shares() -> TopicShares:
    found = read_topics(TEMPLATES_DIR / "dasan" / "topics.csv")
    assert found is not None
    return found


def cells(shares: TopicShares, topic: str) -> dict[int, float]:
    """Contacts of the five days by two hours."""
    bins = enumerate(NEW_YEAR_BY_TWO_HOURS)
    return {2 * at: CONTACTS * part / 100 * shares.of_hour(topic, 2 * at, is_off=True) for at, part in bins}


def test_the_sample_has_the_reported_shares_by_topic(shares: TopicShares) -> None:
    for topic, reported in BY_TOPIC.items():
        assert sum(cells(shares, topic).values()) / CONTACTS == pytest.approx(reported, abs=0.003)


def test_the_sample_has_the_reported_top_cells_and_no_larger_one(shares: TopicShares) -> None:
    for (topic, hour), reported in TOP_CELLS.items():
        assert cells(shares, topic)[hour] == pytest.approx(reported, rel=0.01)
    rest = [
        contacts
        for topic in BY_TOPIC
        for hour, contacts in cells(shares, topic).items()
        if (topic, hour) not in TOP_CELLS
    ]
    assert max(rest) < 1202


def test_a_site_without_the_file_has_no_topics(tmp_path: Path) -> None:
    assert read_topics(tmp_path / "topics.csv") is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "workday,3,all,1",
            "workday,3,all,0.9",
            "column share: '0.900' is not accepted; expected 1 as the sum of hour 3",
        ),
        (
            "workday,3,all,1",
            "workday,24,all,1",
            "row 5, column hour: '24' is not accepted; expected an hour from 0 to 23",
        ),
        ("workday,3,all,1", "sunday,3,all,1", "row 5, column days: 'sunday' is not accepted"),
        (
            "workday,3,all,1",
            "workday,3,all,1\nworkday,3,all,1",
            "row 6, column topic: 'all' is not accepted; expected each",
        ),
    ],
)
def test_shares_that_cannot_be_are_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    rows = [f"{days},{hour},all,1" for days in ("workday", "day_off") for hour in range(24)]
    text = "\n".join(["days,hour,topic,share", *rows]) + "\n"
    (tmp_path / "topics.csv").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=said):
        read_topics(tmp_path / "topics.csv")
