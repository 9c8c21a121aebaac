"""A centre of eight agents and two leads, open on workdays from nine to seven: a night of it takes seconds."""

from datetime import date, datetime, timedelta
from pathlib import Path

NIGHT = date(2026, 6, 7)
WINDOW_START = date(2026, 6, 8)
DAYS = 14
FIRST_DAY, LAST_DAY = date(2026, 4, 20), date(2026, 6, 5)  # under eight weeks: no model that takes seconds is tried

SITE = """
[site]
id = "tiny"
name = "작은 센터"
timezone = "Asia/Seoul"
country = "KR"
interval_minutes = 30
week_start = "monday"

[[queue]]
id = "general"
aht_s = 180
patience_s = 120
[queue.goal]
service_level = 0.8
threshold_s = 20

[lead]
span = 8
min_on_duty = 1

[rules]
pack = "kr"
"""
SHIFTS = """shift,start,span_minutes,meal_minutes,meal_from,meal_until,rest_minutes,rest_count,days,roles,mode
D09,09:00,540,60,180,360,15,2,MTWTF--,agent;lead,any
D10,10:00,540,60,180,360,15,2,MTWTF--,agent;lead,any
P11,11:00,240,30,90,180,0,0,MTWTF--,agent,any
"""
STAFF_HEAD = (
    "agent_id,role,team,vendor,skills,contract_minutes_week,max_overtime_minutes_week,"
    "night_consent,mode,start_date,end_date\n"
)


def tiny_site(folder: Path) -> Path:
    """The site folder, without history."""
    folder.mkdir(parents=True, exist_ok=True)
    agents = "".join(
        f"A{n:04},agent,T01,V1,general,{840 if n > 6 else 2400},0,0,site,2020-01-01,\n" for n in range(1, 9)
    )
    leads = "".join(f"L{n:03},lead,T01,V1,,2400,0,0,site,2020-01-01,\n" for n in (1, 2))
    (folder / "site.toml").write_text(SITE, encoding="utf-8")
    (folder / "shifts.csv").write_text(SHIFTS, encoding="utf-8")
    (folder / "staff.csv").write_text(STAFF_HEAD + agents + leads, encoding="utf-8")
    (folder / "leave.csv").write_text("agent_id,date,kind\nA0001,2026-06-10,annual\n", encoding="utf-8")
    return folder


def tiny_history(path: Path) -> Path:
    """Seven weeks of half-hours with a daily and a weekly shape, and a little unrest that is the same every time."""
    lines = ["interval_start,queue,offered,answered,abandoned,aht_s"]
    for day_number in range((LAST_DAY - FIRST_DAY).days + 1):
        day = FIRST_DAY + timedelta(days=day_number)
        if day.weekday() >= 5:
            continue
        for slot in range(20):
            start = datetime(day.year, day.month, day.day, 9) + timedelta(minutes=30 * slot)
            shape = 8 + 6 * min(slot, 19 - slot) / 9
            offered = round(shape * (1.2 if day.weekday() == 0 else 1.0)) + (7 * day_number + 13 * slot) % 5
            lines.append(f"{start:%Y-%m-%dT%H:%M},general,{offered},{offered - 1},1,{170 + (day_number + slot) % 21}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def requirement_file(path: Path, agents: int = 2) -> Path:
    """The same number of agents in every half-hour of the window's workdays."""
    lines = ["interval_start,queue,agents"]
    for day in (WINDOW_START + timedelta(days=n) for n in range(DAYS)):
        if day.weekday() < 5:
            starts = [datetime(day.year, day.month, day.day, 9) + timedelta(minutes=30 * slot) for slot in range(20)]
            lines += [f"{start:%Y-%m-%dT%H:%M},general,{agents}" for start in starts]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


ROSTER = """agent_id,role,team,date,shift,start,end,paid_minutes,mode
A0001,agent,T01,2026-06-08,D09,2026-06-08T09:00:00,2026-06-08T18:00:00,480,site
L001,lead,T01,2026-06-08,D09,2026-06-08T09:00:00,2026-06-08T18:00:00,480,site
"""
ACTIVITIES = """agent_id,start,end,activity,queue
A0001,2026-06-08T09:00:00,2026-06-08T10:30:00,work,general
A0001,2026-06-08T10:30:00,2026-06-08T10:45:00,rest,
A0001,2026-06-08T10:45:00,2026-06-08T13:00:00,work,general
A0001,2026-06-08T13:00:00,2026-06-08T14:00:00,meal,
A0001,2026-06-08T14:00:00,2026-06-08T16:00:00,work,general
A0001,2026-06-08T16:00:00,2026-06-08T16:15:00,rest,
A0001,2026-06-08T16:15:00,2026-06-08T18:00:00,work,general
L001,2026-06-08T09:00:00,2026-06-08T10:30:00,work,
L001,2026-06-08T10:30:00,2026-06-08T10:45:00,rest,
L001,2026-06-08T10:45:00,2026-06-08T13:00:00,work,
L001,2026-06-08T13:00:00,2026-06-08T14:00:00,meal,
L001,2026-06-08T14:00:00,2026-06-08T16:00:00,work,
L001,2026-06-08T16:00:00,2026-06-08T16:15:00,rest,
L001,2026-06-08T16:15:00,2026-06-08T18:00:00,work,
"""


def roster_folder(folder: Path, roster: str = ROSTER, activities: str = ACTIVITIES) -> Path:
    """A roster of one agent and one lead on one day, legal unless changed."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "roster.csv").write_text(roster, encoding="utf-8")
    (folder / "activities.csv").write_text(activities, encoding="utf-8")
    return folder
