"""What the report says of a block of holidays over years: how evenly its duties lie with those of past years."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date

from exports.study_page import Part, Table, Text
from pipeline.past_holidays import deviation, over_years
from pipeline.study import Study, StudyInput

HEADS: tuple[Text, ...] = (
    ("여러 해 휴일 근무 수", "duties on holidays over years"),
    ("지금까지, 사람 수", "people until now"),
    ("현재 근무표까지", "with the present roster"),
    ("새로 짠 근무표까지", "with the roster made anew"),
)


def years_study(of: StudyInput, holidays: Collection[date]) -> Study:
    """How many people have how many duties on holidays: until now, with the present roster, with one made anew.

    Nothing without a file of past years. Nobody is named or ranked.
    """
    past = of.scene.past_holidays
    if past is None:
        return Study()
    counts = [past, over_years(past, of.scene.roster.duties, holidays)]
    figures = {"holiday_deviation_past": deviation(past), "holiday_deviation_plan": deviation(counts[1])}
    if of.own is not None:
        inside = [duty for duty in of.own.roster.duties if of.scene.window.holds(duty.day)]
        counts.append(over_years(past, inside, holidays))
        figures["holiday_deviation_own"] = deviation(counts[2])
    return Study((_part(counts, figures),), figures)


def _part(counts: list[Mapping[str, int]], figures: Mapping[str, float]) -> Part:
    people = [Counter(each.values()) for each in counts]
    numbers = range(min(min(each) for each in people), max(max(each) for each in people) + 1)
    rows = tuple((str(number), *(f"{each[number]:,}" for each in people)) for number in numbers)
    before, plan = figures["holiday_deviation_past"], figures["holiday_deviation_plan"]
    said: list[Text] = [
        (
            f"지금까지 사람마다 휴일 근무 수의 표준편차는 {before:.2f}건, 현재 근무표까지 더하면 {plan:.2f}건입니다.",
            f"Until now people's duties on holidays have a standard deviation of {before:.2f}; with the present roster "
            f"{plan:.2f}.",
        )
    ]
    if "holiday_deviation_own" in figures:
        own = figures["holiday_deviation_own"]
        said.append(
            (
                f"적게 일한 사람부터 부탁하도록 새로 짠 근무표까지는 {own:.2f}건입니다. 이름도 순위도 없습니다.",
                f"With the roster made anew, which asks those first who had fewest, it is {own:.2f}. Nobody is named "
                "or ranked.",
            )
        )
    return Part(("여러 해에 걸친 몫", "Shares over the years"), tuple(said), Table(HEADS[: 1 + len(counts)], rows))
