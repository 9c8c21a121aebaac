"""Words of the English requirement page for what a response rate costs."""

WORDS: dict[str, str] = {
    # Price of a goal
    "price.title": "What a response rate from 90% to 100% costs",
    "price.help": (
        "Agent-hours at work when the response rate alone is raised by half points and the queue's other goals stay as "
        "they are; shrinkage included. The simulation lets those agents meet the contacts of many days one by one, the "
        "same contacts for every rate."
    ),
    "price.working": "{}: finding the agents of each rate and simulating them",
    "price.none": (
        "No queue here has a price of its response rate: the work of this site ({}) is done within hours, and promises "
        "no share answered at once."
    ),
    "price.no_contacts": "This queue has no contacts forecast on these days, so nobody is needed. Choose other days.",
    "price.keeps": "Agent-hours for {}",
    "price.goal_of": "goal {}",
    "price.no_goal": "no goal",
    "price.next": "Next half point (to {})",
    "price.to_all": "From there to 100%",
    "price.no_more": "nothing above it",
    "price.simulated_at": "Simulated response rate",
    "price.simulated_days": "{} days simulated",
    "price.curve": "Response rate and agent-hours",
    "price.promised": "promised rate",
    "price.simulated": "simulated rate",
    "price.steps": "Agent-hours for half a point more",
    "price.after_goal": "next half point",
    "price.other_steps": "others",
    "price.rate": "Response rate",
    "price.cost": "Cost",
    "price.next_hours": "Next half point (h)",
    "price.next_cost": "Next half point, cost",
    "price.than_reference": "Against {} (h)",
    "price.everybody": (
        "100% stands for {}, all but one contact in {}: some hang up within seconds, and to answer those, too, would "
        "take agents without end."
    ),
    "price.flat": (
        "Up to {} it takes at most 1% more than 90%: another goal, or the one agent who must be there, asks for as "
        "many already."
    ),
    "price.scope.interval": (
        "The rate is kept in every interval and agents come whole, so the simulated rate of many days together is "
        "above the promised one as a rule."
    ),
    "price.scope.day": "The rate is kept over each day.",
    "price.scope.week": "The rate is kept over each week.",
    "price.scope.window": "The rate is kept over all days chosen.",
    "price.all_alike": "in each of the queues",
    "price.all_queues": (
        "All queues: the sum where each promises the same rate. Goals differ by queue and are not marked."
    ),
    "price.no_goal_note": "This queue has no goal of a response rate; {} is where it is looked at from.",
    "price.low_goal_note": "This queue's goal of {} is below 90% and not in the chart.",
    "price.waiting": "Queues whose work may wait for hours ({}) are not in it.",
    "price.reserve": "The reserve for recovery is not in it; the requirement has it.",
    "price.no_cost": "To see money as well, give the price of an agent-hour under [cost] in site.toml.",
    "price.download": "Download the table",
}
