"""Words of the English forecast page for the planner's overrides and for the accuracy of published forecasts."""

WORDS: dict[str, str] = {
    # Overrides
    "override.choose_queue": "To change the forecast, choose one queue above.",
    "override.title": "Change the forecast of {}",
    "override.list": "Changes in force: {}",
    "override.dashed": "Dashed: the model's forecast. Thick line: the planner's.",
    "override.next_night": (
        "The forecast was changed since the last night. This page shows it at once; requirement and roster use it from "
        "the next night on. To plan again now: `wfm nightly --site {} --date {}`"
    ),
    "override.refused": "Nothing was changed.",
    "override.kind": "How",
    "override.kind.factor": "factor",
    "override.kind.total": "total",
    "override.kind.add": "addition",
    "override.kind_help": (
        "A factor multiplies the model's contacts; a total is of the whole span chosen; an addition is added to the "
        "whole span (negative to take off). Both are spread by the model's profile. Where changes overlap, the later "
        "one counts."
    ),
    "override.value": "Value",
    "override.no_value": "Give a value.",
    "override.why": "Reason (required)",
    "override.who": "Who",
    "override.give": "Change",
    "override.withdraw": "Withdraw",
    "override.withdraw_now": "Withdraw this change",
    "override.contacts": "model {}, changed to {}",
    "override.counts_nowhere": "changes nothing: a later one counts there, or the queue is shut",
    "override.used": "used by the last night",
    "override.not_used": "used from the next night on",
    "forecast.model_mean": "Model's mean",
    # Accuracy of published forecasts
    "accuracy.title": "Accuracy of past forecasts",
    "accuracy.help": (
        "Every night's forecast compared with what came since, where the actual is known. The planner's four-week mean "
        "is made from the history up to the last day that the forecast knew; days ahead are counted from that day."
    ),
    "accuracy.none": (
        "No past forecast can be compared with what came yet. Run nights and take newer exports in to see it here."
    ),
    "accuracy.nights": "{} nights, {} to {}",
    "accuracy.by_lead": "Error by days ahead",
    "accuracy.days_ahead": "{} days ahead",
    "accuracy.forecast": "published forecast",
    "accuracy.planner_mean": "planner's four-week mean",
    "accuracy.overrides": "Where planners changed the forecast",
    "accuracy.overridden": "Error as changed",
    "accuracy.model": "Error of the model",
    "files.forecast_model": "the model's forecast before planners changed it",
    "files.accuracy": "how far past nights' forecasts were from what came",
}
