"""Words of the English forecast page."""

WORDS: dict[str, str] = {
    # Forecast
    "forecast.title": "Forecast",
    "forecast.question": "What is coming?",
    "forecast.section.coming": "What is coming",
    "forecast.section.feasts": "Holidays",
    "forecast.section.events": "Events",
    "forecast.section.record": "Accuracy and models",
    "forecast.total": "Contacts forecast, all queues",
    "forecast.a_day": "Contacts a day",
    "forecast.busiest": "Busiest day",
    "forecast.special": "Next day unlike others",
    "forecast.special_count": "{} such days",
    "forecast.all_ordinary": "all days are ordinary",
    "forecast.of_days": "mean of {} days",
    "forecast.than_before": "{0} on the {1} days before",
    "forecast.no_comparison": "too little history to compare",
    "queues.*": "All",
    "queues.* voice": "All voice",
    "queues.* chat": "All chat",
    "queues.* message": "All messages",
    "queues.* email": "All e-mail",
    "queues.* video": "All video",
    "queues.* sns": "All social media",
    "forecast.part": "Kind",
    "forecast.actual": "actual",
    "forecast.forecast": "forecast",
    "forecast.mean": "Forecast, mean",
    "forecast.p10": "p10: one time in ten it is less",
    "forecast.p50": "p50: the middle",
    "forecast.p90": "p90: one time in ten it is more",
    "forecast.low": "p10 of the day: one in ten days has fewer",
    "forecast.high": "p90 of the day: one in ten days has more",
    "forecast.days_title": "Contacts by day",
    "forecast.days_help": (
        "Grey: the last eight weeks as they were. Blue: the mean forecast. The thin line is where the day's total "
        "falls eight times in ten (p10 to p90). Click a bar to see that day below."
    ),
    "forecast.day_title": "One day by interval",
    "forecast.day_help": (
        "Thick line: the mean. Band: p10 to p90, where eight of ten fall. Thin grey lines: the same weekday of "
        "recent weeks."
    ),
    "forecast.special_title": "Days unlike others",
    "forecast.special_help": (
        "The last column compares with the mean of the ordinary days of that weekday in the same days."
    ),
    "forecast.than_ordinary": "vs ordinary",
    # Holidays
    "feast.title": "The next holiday and the same one last year",
    "feast.help": (
        "The public holidays of a year. Blue: the mean forecast; the thin line is where the day's total falls eight "
        "times in ten (p10 to p90). Grey: what came on the same holiday last year. Days are compared by their distance "
        "from the day that gives the holiday its name."
    ),
    "feast.which": "Holiday",
    "feast.none": "The calendar of the coming year has no public holiday.",
    "feast.no_before": "Last year's calendar has no holiday of this name, so there is nothing to compare with.",
    "feast.no_history": "This site has no history of the same holiday last year ({}).",
    "feast.by_job": "Days after the night's are forecast by job {} ({}).",
    "feast.not_planned": "Days outside the night's have no forecast yet; the button above makes one now.",
    "feast.forecast": "Forecast {}",
    "feast.again": "Forecast {} again",
    "feast.days": "By day: forecast and last year",
    "feast.contacts": "Forecast (contacts)",
    "feast.range": "p10 – p90",
    "feast.day_before": "Same day last year",
    "feast.before": "Last year (contacts)",
    "feast.change": "Difference",
    "feast.hours": "One day by interval",
    "feast.hours_help": "Thick line: the mean. Band: p10 to p90. Thin grey line: the same day of last year.",
    "feast.no_hours": "This day has neither a forecast nor a count of last year.",
    # Events to come
    "from_day": "First day",
    "until_day": "Last day",
    "coming_event.title": "Events to come",
    "coming_event.help": (
        "Rows of events.csv that touch a planned day or a later one. The effect multiplies contacts; where it is left "
        "blank it is learnt from past events of the same name."
    ),
    "coming_event.none": "No event is written down. Add what is known ahead, such as a typhoon, a festival, an outage.",
    "coming_event.add": "Add an event and forecast anew",
    "coming_event.name": "Name (such as typhoon)",
    "coming_event.effect": "Effect (times)",
    "coming_event.effect_help": "1.4 means 40% more than usual. Left blank, past events of that name tell it.",
    "coming_event.no_name": "Give it a name: the next event of that name learns from this one.",
    "coming_event.go": "Add and forecast anew",
    "coming_event.again": "Forecast the remaining days anew",
    "coming_event.refused": "Nothing was added.",
    "coming_event.event": "Event",
    "coming_event.learnt": "learnt from past ones",
    "coming_event.holiday": "temporary holiday",
    "coming_event.anew": "The forecast with events: job {}, {}",
    "coming_event.planned": "The night's forecast (contacts)",
    "coming_event.now": "Forecast anew (contacts)",
    "coming_event.next_night": "Requirement and roster follow these events from the next night (wfm nightly) on.",
    # Accuracy
    "record.error": "Forecast error (WAPE)",
    "record.than_mean": "four-week mean: {}",
    "record.none": "no record",
    "record.title": "Errors when forecasting from past days",
    "record.help": (
        "WAPE = sum of |forecast − actual| by interval ÷ sum of actual, from forecasts made on past days with "
        "what was known then."
    ),
    "record.axis": "WAPE, shorter is better",
    "record.chosen": "chosen model",
    "record.planner_mean": "planner's four-week mean",
    "record.seasonal_naive": "last week again",
    "record.why_title": "Why this model",
    "record.why": (
        "Tried {origins} times in the past, {days} days each. The error of the model chosen, **{model}**, is {wape}."
    ),
    "record.why_beside": "The planner's four-week mean has {mean}, last week again {naive}.",
    "record.why_not_best": "{best} ({wape}) is too close to tell from chance, so the more trusted model stays.",
    "record.why_held": "{held} of what came lay between p10 and p90 (80% is meant).",
    "record.why_history": "It learnt from {first} to {last}.",
    "record.why_unjudged": "History is too short to try the past; **{model}**, the most trusted one, is used.",
    "record.mean_of": "mean of {}",
    "record.remarks": "What the forecast cannot know",
    "record.model": "Model",
    "record.used": "Used",
    "record.wape": "WAPE by interval",
    "record.wape_day": "WAPE of day totals",
    "record.bias": "Bias",
    "record.contacts": "Contacts scored",
    # Events
    "events.title": "Events",
    "events.help": (
        "What came in the past and no calendar explains, the strongest first, up to ten a queue. Give those you "
        "recognise a name in events.csv: their hours are then left out of learning, and the next event of that name "
        "takes the effect learnt. As a file to copy from: wfm events."
    ),
    "events.none": "Nothing stands out from the calendar and the queues' own scatter.",
    "events.kind": "Kind",
    "events.kind.spike": "spike",
    "events.kind.dip": "dip",
    "events.kind.break up": "level rose and stayed",
    "events.kind.break down": "level fell and stayed",
    "events.size": "Size",
    "events.contacts": "Contacts more",
    "events.done": "In the forecast",
    "events.done.spike": "learnt from; such days weigh little",
    "events.done.dip": "learnt from; such days weigh little",
    "events.done.break up": "the level follows from then on",
    "events.done.break down": "the level follows from then on",
    "events.learnt_title": "Effects learnt from past events",
    "events.learnt_help": (
        "Used for coming events without an effect of their own. The fewer occurrences and contacts there were and the "
        "more they scatter, the closer to ×1. The range holds eight of ten."
    ),
    "events.event": "Event",
    "events.effect": "Effect",
    "events.range": "Range",
    "events.seen": "Seen",
    "events.seen_here": "{}× here",
    "events.seen_elsewhere": "{}× in other queues",
    "model.moving_level": "regression with a moving level",
    "model.boosted_level": "regression with a moving level, boosted",
    "model.boosting": "gradient boosting",
    "model.regression": "calendar regression",
    "model.prophet": "Prophet",
    "model.planner_mean": "planner's four-week mean",
    "model.exponential_smoothing": "exponential smoothing",
    "model.planner_mean_holidays": "four-week mean with holiday ratios",
    "model.seasonal_naive": "last week again",
    "day_class.ordinary": "ordinary",
    "day_class.holiday": "holiday",
    "day_class.eve": "eve of days off",
    "day_class.first workday after": "first workday after",
    "day_class.bridge": "bridge day",
    "day_class.weekend holiday": "holiday on a weekend",
}
