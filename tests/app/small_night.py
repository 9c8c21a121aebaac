"""A centre of three agents and a lead with one published night, written file by file as the contract says.

The window is the week from Monday 2026-10-05, a substitute holiday; Friday is Hangul Day and Wednesday has an event.
Work goes from 09:00 to 18:00. On Tuesday A0002 is away, so that `general` is one agent short all day.
"""

import hashlib
import json
from datetime import date, datetime, timedelta
from pathlib import Path

from pipeline.ingest import ingest

FIRST = date(2026, 10, 5)
DAYS = 7
NIGHT = date(2026, 10, 4)
SHORT_DAY = date(2026, 10, 6)
EVENT_DAY = date(2026, 10, 7)
SLOTS = tuple(range(9 * 60, 18 * 60, 30))
SITE = """
[site]
id = "mini"
name = "Mini"
timezone = "Asia/Seoul"
country = "KR"
interval_minutes = 30
simulated = {simulated}

[[queue]]
id = "general"
aht_s = 180
patience_s = 120
[queue.goal]
response_rate = 0.95
max_occupancy = 0.88

[[queue]]
id = "chat"
channel = "chat"
concurrency = 2
aht_s = 400
[queue.goal]
service_level = 0.8

[shrinkage]
absence = 0.04
meeting = 0.02

[lead]
span = 2
"""
SHIFTS = """shift,start,span_minutes,meal_minutes,meal_from,meal_until,rest_minutes,rest_count,days,roles,mode
D09,09:00,540,60,180,360,15,2,MTWTFSS,agent;lead,any
N22,22:00,540,60,180,360,15,2,MTWTFSS,agent,any
"""
STAFF_COLUMNS = (
    "agent_id,role,team,vendor,skills,contract_minutes_week,max_overtime_minutes_week,"
    "night_consent,mode,start_date,end_date"
)
STAFF = f"""{STAFF_COLUMNS}
A0001,agent,T01,V1,general,2400,0,1,site,2020-01-01,
A0002,agent,T01,V1,general,2400,0,0,site,2020-01-01,
A0003,agent,T02,V1,general;chat,2400,0,0,site,2020-01-01,2026-10-09
L001,lead,T01,V1,,2400,0,0,site,2020-01-01,
"""
EVENTS = "event,from,until,queue,effect\nstorm,2026-10-07,2026-10-07,general,1.1\n"
PEOPLE = {"A0001": ("agent", "T01"), "A0002": ("agent", "T01"), "A0003": ("agent", "T02"), "L001": ("lead", "T01")}
# A duty from 09:00 as stretches: minutes after its start, and what is done.
STRETCHES = ((0, 90, "work"), (90, 105, "rest"), (105, 240, "work"), (240, 300, "meal"), (300, 420, "work"))
STRETCHES += ((420, 435, "rest"), (435, 540, "work"))


def small_site(folder: Path, simulated: bool = False) -> Path:
    """The site folder with eight weeks of history, and no night yet."""
    folder.mkdir(parents=True)
    texts = {
        "site.toml": SITE.format(simulated=str(simulated).lower()),
        "shifts.csv": SHIFTS,
        "staff.csv": STAFF,
        "leave.csv": f"agent_id,date,kind\nA0002,{SHORT_DAY},annual\n",
        "events.csv": EVENTS,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    export = folder.with_name(f"{folder.name}_history.csv")
    export.write_text(_history(), encoding="utf-8")
    ingest(folder, [export])
    return folder


def small_night(folder: Path, simulated: bool = False, night: date = NIGHT) -> Path:
    """The same site with a published night."""
    if not folder.exists():
        small_site(folder, simulated)
    published = folder / "nights" / night.isoformat()
    published.mkdir(parents=True)
    for name, text in _night_texts(folder, night).items():
        (published / name).write_text(text, encoding="utf-8")
    (published / "roster.xlsx").write_bytes(b"a workbook")
    latest = folder / "nights" / "latest"
    latest.unlink(missing_ok=True)
    latest.symlink_to(night.isoformat())
    return folder


def _night_texts(folder: Path, night: date) -> dict[str, str]:
    inputs = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir() if path.is_file()}
    about = {"site": "mini", "night": night.isoformat(), "window": {"start": FIRST.isoformat(), "days": DAYS}}
    run = {"started": "2026-10-04T17:00:00+00:00", "steps": [], "missing": [], "warnings": []}
    return {
        "forecast.csv": _forecast(),
        "forecast_totals.csv": _totals(),
        "forecast_record.json": json.dumps(RECORD),
        "requirement.csv": _requirement(),
        "roster.csv": _roster(),
        "activities.csv": _activities(),
        "report.json": json.dumps(REPORT),
        "manifest.json": json.dumps({**about, "inputs": inputs, "outputs": {}, "run": run}),
    }


def _history() -> str:
    """100 contacts of `general` and 10 of `chat` in every half-hour of the eight weeks before."""
    lines = ["interval_start,queue,offered,answered,abandoned,aht_s"]
    for day in (FIRST - timedelta(days=back) for back in range(56, 0, -1)):
        lines += [f"{_moment(day, slot)},general,100,95,5,180" for slot in SLOTS]
        lines += [f"{_moment(day, slot)},chat,10,10,0,400" for slot in SLOTS]
    return "\n".join(lines) + "\n"


def _forecast() -> str:
    """Half of it on the two holidays, the same as before on the other days."""
    lines = ["interval_start,queue,offered,p10,p50,p90,aht_s,model"]
    for day in _days():
        general, chat = (50, 5) if day in (FIRST, date(2026, 10, 9)) else (100, 10)
        lines += [
            f"{_moment(day, slot)},general,{general},{general - 10},{general},{general + 10},180,regression"
            for slot in SLOTS
        ]
        lines += [f"{_moment(day, slot)},chat,{chat},{chat - 5},{chat},{chat + 5},400,regression" for slot in SLOTS]
    return "\n".join(lines) + "\n"


def _totals() -> str:
    """Both channels as their queues, and both together: 110 contacts a half-hour, 55 on the holidays."""
    lines = ["interval_start,level,name,offered,p10,p50,p90"]
    for day in _days():
        general, chat = (50, 5) if day in (FIRST, date(2026, 10, 9)) else (100, 10)
        for level, name, mean, beside in (
            ("channel", "chat", chat, 5),
            ("channel", "voice", general, 10),
            ("total", "total", general + chat, 13),
        ):
            lines += [
                f"{_moment(day, slot)},{level},{name},{mean},{mean - beside},{mean},{mean + beside}" for slot in SLOTS
            ]
    return "\n".join(lines) + "\n"


def _requirement() -> str:
    """Two agents for `general`, set by response rate before noon and occupancy after; one for `chat` on weekdays."""
    lines = ["interval_start,queue,agents,response_rate,service_level,asa_s,occupancy,binding"]
    for day in _days():
        for slot in SLOTS:
            goal = "response_rate" if slot < 12 * 60 else "occupancy"
            lines.append(f"{_moment(day, slot)},general,2,0.96,0.85,8,0.8,{goal}")
            if day.weekday() < 5:
                lines.append(f"{_moment(day, slot)},chat,1,0.98,0.9,5,0.6,service_level")
    return "\n".join(lines) + "\n"


def _roster() -> str:
    lines = ["agent_id,role,team,date,shift,start,end,paid_minutes,mode"]
    for person, day in _duties():
        role, team = PEOPLE[person]
        start, end = _moment(day, 9 * 60), _moment(day, 18 * 60)
        lines.append(f"{person},{role},{team},{day},D09,{start},{end},480,site")
    return "\n".join(lines) + "\n"


def _activities() -> str:
    lines = ["agent_id,start,end,activity,queue"]
    for person, day in _duties():
        own = "" if PEOPLE[person][0] == "lead" else "chat" if person == "A0003" else "general"
        for begin, end, activity in STRETCHES:
            queue = own if activity == "work" else ""
            lines.append(f"{person},{_moment(day, 540 + begin)},{_moment(day, 540 + end)},{activity},{queue}")
    return "\n".join(lines) + "\n"


def _duties() -> list[tuple[str, date]]:
    """Everybody from Monday to Friday, except A0002 on the short day."""
    weekdays = [day for day in _days() if day.weekday() < 5]
    return [(person, day) for person in PEOPLE for day in weekdays if (person, day) != ("A0002", SHORT_DAY)]


def _days() -> list[date]:
    return [FIRST + timedelta(days=number) for number in range(DAYS)]


def _moment(day: date, minute: int) -> str:
    return (datetime(day.year, day.month, day.day) + timedelta(minutes=minute)).isoformat()


def _errors(wape: float) -> dict[str, float]:
    return {"intervals": 100, "actual": 10000.0, "wape": wape, "wape_day": wape / 2, "bias": 0.01}


EVENTS_OF_RECORD: dict[str, object] = {
    "found_events": [
        {
            "kind": "spike",
            "from": "2026-08-20T12:00:00",
            "until": "2026-08-20T17:00:00",
            "ratio": 1.6,
            "contacts": 600,
            "done": "learnt from; days so unlike others weigh little",
        },
        {
            "kind": "break down",
            "from": "2026-09-07T00:00:00",
            "until": "2026-10-05T00:00:00",
            "ratio": 0.8,
            "contacts": -9000,
            "done": "the level follows from then on",
        },
    ],
    "learnt_effects": [
        {
            "event": "storm",
            "effect": 1.8,
            "low": 1.5,
            "high": 2.1,
            "course": [1.0, 1.0, 1.0, 1.0, 1.0, 1.0],
            "in_other_queues": 1,
            "occurrences": [
                {"from": "2026-08-12T00:00:00", "until": "2026-08-13T00:00:00", "counted": 3240, "due": 1800}
            ],
            "in_words": "1 past occurrence, x1.80 (1.50-2.10)",
        }
    ],
}


def _queue_record(queue: str, model: str, wape: float) -> dict[str, object]:
    candidates = {"regression": 0.08, "prophet": 0.09, "planner_mean": 0.1, "seasonal_naive": 0.12}
    return {
        "queue": queue,
        "model": model,
        "why": "It was best.",
        "history": {"first": "2026-08-10", "last": "2026-10-04"},
        "backtest": {
            "cutoffs": ["2026-08-24", "2026-09-07"],
            "days": 7,
            "candidates": {name: _errors(error) for name, error in candidates.items()},
            "chosen": _errors(wape),
            "chosen_by_day_class": {"ordinary": _errors(wape), "weekend holiday": _errors(0.2)},
        },
        "spread": {"held_p10_p90": 0.81},
        "warnings": [f"{queue} has no history of holidays."],
    } | (EVENTS_OF_RECORD if queue == "general" else {})


RECORD = {
    "intervals": 252,
    "queues": [_queue_record("chat", "regression", 0.08), _queue_record("general", "regression+prophet", 0.06)],
    "missing": {},
}
RULES = ("tiling", "leave", "weekly_hours", "rests", "meal_break", "rest_between_duties", "lead_span")
REPORT = {
    "status": "feasible",
    "objective": 200.0,
    "bound": 190.0,
    "gap": 0.05,
    "seconds": 3.2,
    "stopped_by": "time_limit",
    "window": {"start": FIRST.isoformat(), "days": DAYS},
    "coverage": {
        "general": {"required": 252, "covered": 140, "short": 112, "over": 0},
        "chat": {"required": 90, "covered": 75, "short": 15, "over": 0},
    },
    "rules": {rule: {"checked": 20, "broken": 0, "source": "Labour Standards Act 54"} for rule in RULES},
    "leads": {
        "required": 180,
        "short": 2,
        "intervals": [
            {
                "interval_start": "2026-10-06T09:00:00",
                "need": 2,
                "have": 1,
                "short": 1,
                "why": {"on_duty": 1},
                "short_in_bound": True,
            },
            {
                "interval_start": "2026-10-06T09:30:00",
                "need": 2,
                "have": 1,
                "short": 1,
                "why": {"on_duty": 1},
                "short_in_bound": False,
            },
        ],
    },
    "short": [
        {"interval_start": "2026-10-06T10:00:00", "queue": "general", "short": 1, "why": {"leave": 1, "on_duty": 1}},
        {"interval_start": "2026-10-06T09:30:00", "queue": "general", "short": 2, "why": {"leave": 2}},
        {"interval_start": "2026-10-06T09:00:00", "queue": "general", "short": 1, "why": {"on_duty": 1}},
        {"interval_start": "2026-10-10T09:00:00", "queue": "general", "short": 2, "why": {}},
    ],
}
