"""The site with very many people that rosters are measured on: the sample made larger, and what it then needs."""

from pathlib import Path

import pytest

from bench.roster_parts.many import large_requirement, large_site
from domain.site_folder import read_site
from pipeline.site_template import DASAN


def test_twice_the_agents_have_twice_the_desks_and_about_twice_the_work(tmp_path: Path) -> None:
    needed, seats = {}, {}
    for times in (1, 2):
        folder = tmp_path / f"{times}"
        large_site(folder, times * DASAN.staff.agents)
        site = read_site(folder)
        assert sum(person.role == "agent" for person in site.people) == times * DASAN.staff.agents
        needed[times] = large_requirement(folder, times * DASAN.staff.agents)["agents"].sum()
        seats[times] = site.config.site.seats
    assert seats[2] == 2 * seats[1]
    assert needed[2] == pytest.approx(2 * needed[1], rel=0.1)
