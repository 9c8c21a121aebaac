"""Words of the English requirement page and its calculator."""

WORDS: dict[str, str] = {
    # Requirement
    "requirement.title": "Requirement",
    "requirement.question": "How many are needed, and what set that number?",
    "requirement.section.intervals": "By interval",
    "requirement.section.expected": "What to expect",
    "requirement.section.price": "Price of a goal",
    "requirement.section.calculator": "Calculator",
    "requirement.total": "Agent-hours, all queues",
    "requirement.at_work": "at work, shrinkage included",
    "requirement.a_day": "Agent-hours a day",
    "requirement.peak": "Most at once",
    "requirement.peak_short": "Most agents",
    "requirement.sets_most": "Goal that sets most",
    "requirement.sets_share": "{} of the agent-hours",
    "requirement.binding_help": "The goal that one agent fewer would miss furthest sets the number of an interval.",
    "requirement.shrinkage": "Shrinkage",
    "requirement.shrinkage_of": "share of rostered time lost",
    "requirement.other_queues": "other queues",
    "requirement.week_title": "Agents needed by interval, and the goal that set them",
    "requirement.days_title": "Agent-hours by day",
    "requirement.expected_title": "What these agents are expected to reach, and the goals",
    "requirement.denominators": (
        "Response rate = answered ÷ offered. Service level = offered contacts answered within the threshold ÷ "
        "offered. ASA: mean wait of answered contacts. Occupancy = load ÷ agents at work. Means over all days, "
        "weighted by contacts (occupancy: by agents)."
    ),
    "goal.response_rate": "Response rate",
    "goal.service_level": "Service level",
    "goal.asa": "ASA",
    "goal.occupancy": "Occupancy",
    "within": "in {} s",
    "goal.backlog": "Backlog limit",
    "goal.none": "none",
    # Calculator
    "calculator.title": "One interval, calculated",
    "calculator.help": (
        "With patience by Erlang A; with 0 seconds nobody hangs up, Erlang C. Agents without shrinkage."
    ),
    "calculator.offered": "Contacts in {} min",
    "calculator.aht": "AHT (s)",
    "calculator.patience": "Mean patience (s), 0: never hangs up",
    "calculator.within": "Service level threshold (s)",
    "calculator.agents": "Agents",
    "calculator.find": "by the goals",
    "calculator.rate": "Response rate goal (%)",
    "calculator.level": "Service level goal (%)",
    "calculator.concurrency": "Contacts at a time",
    "calculator.asa": "ASA goal (s)",
    "calculator.occupancy_goal": "Highest occupancy (%)",
    "calculator.no_goal": "none",
    "calculator.go": "Calculate",
    "calculator.agents_needed": "Agents on the queue",
    "calculator.response_rate": "Answered ÷ offered",
    "calculator.service_level": "Service level",
    "calculator.p_wait": "Chance to wait",
    "calculator.p_abandon": "Abandoned ÷ offered",
    "calculator.occupancy": "Occupancy",
    "calculator.asa_s": "ASA",
    "calculator.wait_s": "Mean wait of all offered",
    "calculator.overloaded": (
        "A load of {} erlangs on {} agents with callers who never hang up is a queue that never stops growing: {} of "
        "offered are ever answered. Give a patience or more agents."
    ),
    "calculator.chart": "Response rate and service level by agents",
    "calculator.reached": "Expected",
    "calculator.goals": "All goals",
    "calculator.met": "met",
    "calculator.missed": "missed",
    "calculator.waits": "How long the answered waited: {}.",
    "calculator.wait": "{} at most {}",
}
