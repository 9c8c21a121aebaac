"""Words of the English page of scenarios."""

WORDS: dict[str, str] = {
    "what_if.title": "What if",
    "what_if.question": "If it comes otherwise, what does it take and what can be held?",
    "scenario": "Scenario",
    "scenario.plan": "the plan",
    "scenario.named.busy": "example: 20% more contacts",
    "scenario.named.strike": "example: 30% gone for three days",
    "scenario.named.plan": "the plan",
    "scenario.beside": "needs {} h ({}), short {} h",
    "scenario.rate_help": (
        "What the people of the present roster are expected to answer in the scenario: answered ÷ offered, over "
        "queues that answer at once. Orange: some queue misses its goal."
    ),
    "scenario.chart.need": "Agents needed over the day (mean)",
    "scenario.chart.short": "Agents short over the day (mean)",
    "scenario.chart_help": "The mean of the same time of the days chosen, all queues together.",
    "scenario.peak": "Most needed at once",
    "scenario.more_people": "People, to plan",
    "scenario.more_hours": "Hours, to plan",
    "scenario.rate": "Expected response rate",
    "scenario.short_h": "Short (h)",
    "scenario.gone": "People gone",
    "scenario.working": "{}: counting need and cover",
    "scenario.shown": "Scenarios to compare (three at most)",
    "scenario.examples": (
        "There is no scenario yet, so two examples are shown. Make and keep your own below; it then appears here."
    ),
    "scenario.make": "Make a scenario",
    "scenario.refused": "It was not kept.",
    "scenario.name": "Name",
    "scenario.name_help": "Letters, digits, - and _. One of the same name is replaced.",
    "scenario.what": "What it is",
    "scenario.keep": "Keep with the site",
    "scenario.volume": "Contacts (% of plan)",
    "scenario.aht": "Handling (% of plan)",
    "scenario.goal": "Response goal (%)",
    "scenario.deflected": "Deflected (%)",
    "scenario.longer": "What stays, longer (%)",
    "scenario.absence": "Absence (% of time)",
    "scenario.vendors": "Vendors gone",
    "scenario.gone_share": "Gone (% of others)",
    "scenario.days": "For days",
    "scenario.from_day": "From",
    "scenario.protect": "Protect first",
    "scenario.shifts": "Shift catalogue",
    "scenario.as_planned": "as planned",
    "scenario.kept": "Scenarios kept: {}",
    "scenario.remove": "Remove",
    "scenario.solve": "Find a roster for a scenario (a job)",
    "scenario.keep_first": "Keep a scenario first.",
    "scenario.solve_note": (
        "Where only people are gone the present roster is mended by the fewest changes and becomes a draft version. "
        "Otherwise one is made anew, for the comparison above alone. The rules of meals, rests, recovery and days off "
        "are always kept."
    ),
    "scenario.solved": "With rosters solved for the scenarios",
    "scenario.solved_help": (
        "The table above is of the present roster, this one of rosters that jobs found for the scenarios."
    ),
    "hold.title": "{}: what can be held",
    "hold.help": (
        "Duties, meals and rests of those who come stay as they are; only the queue that they serve while at work "
        "changes. No queue is answered worse than with everybody on the rostered queue. The bound is what no other "
        "use of the same people passes."
    ),
    "hold.span": "{} people gone from {} to {}",
    "hold.says": (
        "{}. Of the contacts of that time **{}** are answered with everybody on the rostered queue, **{}** with "
        "people where they help most (bound {}), and {} at most if small queues were given up. Every rest is kept."
    ),
    "hold.protect": "Queues to protect: {}. Whoever looked at the total alone would take their people first.",
    "hold.waits": "Meanwhile {} wait: {} agent-hours of work are put off.",
    "hold.how": "Use of people",
    "hold.planned": "as rostered",
    "hold.best": "at best",
    "hold.hours_planned": "rostered (h)",
    "hold.hours_best": "at best (h)",
}
