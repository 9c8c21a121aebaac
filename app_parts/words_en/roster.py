"""Words of the English roster page: cover, people, rules, files."""

WORDS: dict[str, str] = {
    # Roster
    "roster.title": "Roster",
    "roster.question": "Who works when, what is missing, and why?",
    "roster.section.cover": "Cover by interval",
    "roster.section.grid": "People by day",
    "roster.section.day": "One day",
    "roster.section.rules": "Rules",
    "roster.section.short": "Where it is short",
    "roster.section.files": "Downloads",
    "roster.cover": "Covered",
    "roster.cover_of": "of {} agent-hours needed",
    "roster.cover_help": (
        "Agents at work, counted up to the need of each interval, over the need. Spare agents do not count."
    ),
    "roster.broken": "Hard rules broken",
    "roster.broken_of": "in {} checks",
    "roster.gap": "Gap to the bound",
    "roster.gap_of": "{}",
    "roster.gap_help": (
        "(points of this roster − bound) ÷ points of this roster. No roster can be better than the bound."
    ),
    "roster.short": "Short",
    "roster.short_of": "{} of what is needed",
    "roster.leads_short": "Short of leads",
    "roster.leads_of": "of {} lead-hours needed",
    "roster.leads_help": "In every interval with agents on duty there must be leads for as many agents.",
    "roster.map_title": "Cover by day and interval",
    "roster.map_help": (
        "Orange: short. Grey: more than needed. Pale blue: just met. The deeper, the more of the need it is. "
        "Click a cell to see that day below."
    ),
    "roster.map_people": "{0} at work of {1} needed, {2} {3}",
    "roster.day_title": "People of one day",
    "roster.day_of": "People on {}",
    "roster.day_help": (
        "The line is the need. Blue: met; orange: short; grey: beyond the need. Agents count while at work, "
        "leads while on duty, meals and rests included."
    ),
    "roster.leads_chart": "Leads of one day",
    "roster.people_shown": "{0} of {1} people. Leads come first, then agents as they begin.",
    "roster.nobody": "None of the people chosen works on this day. Choose another day or team.",
    "roster.grid_legend": (
        "Cells show the shift. Pale blue: early; middle blue: day; deep blue: late; dark grey: night. Hours and "
        "nights are the paid hours and night duties of all days."
    ),
    "roster.grid_plain": (
        "A cell holds the shift. Beyond {} people cells have no colours: choose a team to see them. "
        "Hours and nights are those of the whole window."
    ),
    "promise.title": "Response rates: promised and expected",
    "promise.help": (
        "A queue that keeps its response rate over a day, a week or all days is counted by contacts answered, not by "
        "heads in each interval. Expected is worked out from this roster's people in each interval."
    ),
    "promise.kept": "All {} goals are kept.",
    "promise.missed": "{0} of {1} goals are missed.",
    "promise.days": "Days",
    "promise.goal": "Promised",
    "promise.expected": "Expected",
    "promise.state": "Result",
    "promise.is_kept": "kept",
    "promise.is_missed": "missed",
    "promise.why": "Why",
    "promise.why_missed": (
        "{0} answers fewer than promised of {1} contacts. {2} agents know the queue; they work {3} h on it and {4} h "
        "on other queues."
    ),
    "roster.rules_title": "Every rule: how often it was checked, and its source",
    "roster.rules_note": "From a check of the finished roster, rule by rule, apart from the solver.",
    "roster.short_title": "Where agents are short, and why",
    "roster.leads_title": "Where leads are short, and why",
    "roster.why_note": (
        "Reasons count everybody who has the skill, by what keeps them off. Where a rule is named, it forbids "
        "one more duty."
    ),
    "roster.none_short": "Nothing is short.",
    "cover.short": "short",
    "cover.met": "met",
    "cover.over": "over",
    "cell.off": "off",
    "cell.leave": "leave",
    "cell.none": "–",
    "role.agent": "Agent",
    "role.lead": "Lead",
    "activity.work": "work",
    "activity.meal": "meal",
    "activity.rest": "rest",
    "activity.recovery": "recovery",
    "activity.training": "training",
    "activity.meeting": "meeting",
    "status.optimal": "optimal",
    "status.feasible": "feasible",
    "status.infeasible": "infeasible",
    "stopped.gap": "gap asked for reached",
    "stopped.search_done": "search done",
    "stopped.time_limit": "stopped at time limit",
    "stopped.work_limit": "work that fits the time limit done",
    "status.unknown": "status unknown",
    "short.most": "Most at once",
    "short.hours": "Hours",
    "short.in_bound": "In the bound too",
    "short.in_bound_help": (
        "Hours of the intervals in which the bound is short of leads as well: these people and "
        "rules leave little room to fill them."
    ),
    "short.why": "Why (all others, in its worst interval)",
    "why.people": "{}: {}",
    "why.others": "others: {}",
    "why.not_looked": "reasons were sought for the 200 worst intervals only",
    "why.meal_or_rest": "at a meal or a rest",
    "why.on_duty": "on duty already",
    "why.another_shift_that_day": "on another shift that day",
    "why.no_shift_covers_it": "no shift of these days covers that time",
    "why.could_come": "could come within the rules",
    # Rules
    "rule": "Rule",
    "rule.sentence": "What it says",
    "rule.strength": "Strength",
    "rule.kind": "Kind",
    "rule.checked": "Checked",
    "rule.broken": "Broken",
    "rule.source": "Source",
    "strength.hard": "hard",
    "strength.soft": "soft",
    "strength.hard unless short": "hard (short is reported)",
    "rule_status.law": "law",
    "rule_status.policy": "policy",
    "rule_status.contract": "contract",
    "rule_status.form": "file form",
    # Downloads
    "files.title": "Files of this night",
    "files.workbook": "workbook with a sheet a team, a summary and a sheet for import into HR systems",
    "files.roster": "one row a duty",
    "files.activities": "work, meals and rests to the minute",
    "files.requirement": "agents needed by queue and interval",
    "files.forecast": "forecast and its range by queue and interval",
    "files.report": "status, gap, cover, rules, and why it is short",
}
