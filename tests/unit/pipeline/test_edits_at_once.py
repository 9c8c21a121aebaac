"""Eight processes edit one roster at the same time: no edit is lost, none written over, every conflict names both."""

import multiprocessing
import random
from datetime import timedelta
from pathlib import Path

from bench.edit_trail import Told, faults
from pipeline.edit_orders import EditOrder, SetDay
from pipeline.roster_edit import edit_roster
from pipeline.roster_versions import find_line_end, version_of_night, version_state
from pipeline.views_night import latest_mark, published_night
from tests.app.small_night import FIRST, NIGHT, small_night

PLANNERS, EDITS = 8, 7
PEOPLE = ("A0001", "A0002", "A0003")
LATER = "D10,10:00,540,60,180,360,15,2,MTWTFSS,agent;lead,any\n"  # a third value of a day, so that wishes differ

type Done = tuple[list[Told], int, list[str]]


def plan(site: Path, root: int, number: int, queue: "multiprocessing.Queue[Done]") -> None:
    """One planner: looks at the roster, changes some days on what was seen then, and looks again only now and then."""
    chance = random.Random(number)
    mark = latest_mark(site)
    assert mark is not None
    night = published_night(mark)
    told, clashes, unsaid = [], 0, []
    seen = root
    for turn in range(EDITS):
        if turn % 3 == 0:  # what a planner looks at grows old
            seen = find_line_end(site, root).number
        person, day = chance.choice(PEOPLE), FIRST + timedelta(days=chance.randrange(5))
        there = version_state(site, seen).shift_of((person, day))
        shift = chance.choice([each for each in (None, "D09", "D10") if each != there])
        verdict = edit_roster(site, night.site, EditOrder(seen, (SetDay(person, day, shift),), f"p{number}"))
        if verdict.saved is not None:
            told.append(Told(verdict.saved, seen, person, day, shift))
        for clash in verdict.clashes:
            clashes += 1
            there = version_state(site, verdict.newest).shift_of((person, day))
            if (clash.now.shift, clash.wanted.shift, clash.seen.shift) != (there, shift, there_seen(site, seen, clash)):
                unsaid.append(str(clash))
    queue.put((told, clashes, unsaid))


def there_seen(site: Path, seen: int, clash) -> str | None:
    return version_state(site, seen).shift_of((clash.agent_id, clash.day))


def test_no_edit_of_eight_processes_is_lost_or_written_over(tmp_path: Path) -> None:
    site = small_night(tmp_path / "mini")
    with (site / "shifts.csv").open("a", encoding="utf-8") as file:
        file.write(LATER)
    root = version_of_night(site, NIGHT).number
    forked = multiprocessing.get_context("fork")  # as one planner's process: nothing is shared but the files
    queue: multiprocessing.Queue[Done] = forked.Queue()
    planners = [forked.Process(target=plan, args=(site, root, number, queue)) for number in range(PLANNERS)]
    for planner in planners:
        planner.start()
    done = [queue.get(timeout=120) for _ in planners]
    for planner in planners:
        planner.join(timeout=30)
    told = [each for saved, _, _ in done for each in saved]
    found = faults(site, root, told)
    assert found.count == 0, found
    assert [said for _, _, unsaid in done for said in unsaid] == []
    assert len(told) >= PLANNERS, "hardly anything was saved"
    assert sum(clashes for _, clashes, _ in done) > 0, "nobody met anybody: the test shows nothing"
    assert len({each.saved for each in told}) == len(told)
