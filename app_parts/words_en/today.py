"""Words of the English page of today."""

WORDS: dict[str, str] = {
    "today.title": "Today",
    "today.question": "Is it all right now, and for the next four hours?",
    "today.answered": "Response rate so far",
    "today.answered_help": (
        "Answered ÷ offered, over today's intervals that have ended and say it, all queues together."
    ),
    "today.goal": "goal {}",
    "today.contacts": "Contacts so far",
    "today.contacts_of": "forecast {}, {}",
    "today.no_actuals": "nothing known of today",
    "today.at_work": "At work, {}",
    "today.needed": "needed {}",
    "today.short": "Next four hours, most short",
    "today.short_from": "from {}, most at {}",
    "today.short_none": "every interval is met",
    "today.reserve": "Recovery reserve",
    "today.reserve_left": "{} left of {}",
    "today.no_reserve": "none held",
    "today.recovery_today": "{} min of recovery today, all",
    "today.reserve_help": (
        "As many as are out for rest after abuse at once, not passed in the share of moments that the site holds (95% "
        "as a rule). It is part of the need. Going off the queue is always granted, also when the reserve is used up. "
        "Nothing is counted by person."
    ),
    "today.calls_title": "Contacts: actual and forecast",
    "today.calls_help": (
        "Grey is what came, dotted the forecast made before the day, blue the forecast made anew from what came so "
        "far, with its band from p10 to p90."
    ),
    "today.people_title": "People at work against people needed",
    "today.people_help": (
        "The line is the need, for the rest of the day by the forecast made anew. Orange is what is short. Queues are "
        "compared one by one, so that spare agents of one never hide what another lacks."
    ),
    "today.actual": "actual",
    "today.ahead": "forecast before the day",
    "today.anew": "forecast anew",
    "today.now_mark": "now {}",
    "today.options": "What may still be done within the rules",
    "today.options_help": (
        "By interval: agents short, what each lever adds, and what is left short after all. A rest of 15 minutes is "
        "half an agent of a half-hour. Every proposal was checked rule by rule and makes no other interval short. "
        "Meals, rests, recovery and days off are never cut."
    ),
    "today.nothing_short": "No interval of the next four hours is short.",
    "today.no_option": "Nothing is left that the rules allow; the shortfall stands as it is.",
    "today.left": "left short",
    "today.count": "{}: {}",
    "lever.rest": "move rest",
    "lever.forward": "part earlier",
    "lever.overtime": "overtime",
    "today.proposals": "Who and what, in order of ids",
    "today.choose": "choose",
    "today.agreed": "Those who come earlier or stay have agreed",
    "today.apply": "Save the {} chosen as a draft",
    "today.apply_note": (
        "A rest moves only inside the window of its shift and keeps its length. Choose who comes earlier or stays "
        "only once they have agreed."
    ),
    "today.applied": "{} changes saved as version {}.",
    "off_queue.title": "Off the queue now",
    "off_queue.help": (
        "Takes an agent off the queue at once after abuse, for {} paid minutes of recovery. No reason is asked, and "
        "no rule or shortfall stands against it. Meals and rests stay. The roster alone knows it; nothing is counted "
        "by person."
    ),
    "off_queue.nobody": "No agent is on duty now.",
    "off_queue.who": "Agent",
    "off_queue.choose": "id",
    "off_queue.now": "Off the queue now",
    "off_queue.done": "{}: {} min of recovery, until {}. Kept in version {}.",
    "off_queue.effect": "{} at work {} → {} (needed {})",
    "today.version": "roster version {}, in force",
    "today.draft": "roster version {}, not published yet",
    "today.known_until": "contacts known until {}",
    "today.how_actuals": (
        "Nothing of today is known yet: this is the forecast and the plan as made before. To take contacts in: `{}`"
    ),
    "today.notes": "Remarks of the forecast: {}",
    "today.at_title": "Look at another time",
    "today.at": "Time (empty: now)",
    "today.at_help": "Shows a past or a planned day as it stands at that time.",
    "today.no_roster": "No roster plans {}. The last plan is from {} to {}. Take new contacts in and run a night.",
    "today.newest": "Newest contacts: {:%Y-%m-%d %H:%M}",
    "today.show_planned": "Show the first planned day, {}",
}
