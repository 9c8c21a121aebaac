"""What a roster pays, in points, where a soft rule is not kept; a rule pack gives the values, the name the unit."""

from typing import Annotated

from pydantic import Field, model_validator

from domain.rule_parameters import Told
from domain.site_config import Section

type Points = Annotated[float, Field(ge=0)]
type SomePoints = Annotated[float, Field(gt=0)]

PER_AGENT_INTERVAL = "points per agent-interval"
PER_HOUR = "points per hour"
PER_HANDLING = "points per agent-interval of handling"


class Weights(Section):
    """One agent-interval of a paid person who is not needed there is the unit: one point."""

    short_per_agent_interval: Annotated[SomePoints, Told(PER_AGENT_INTERVAL, "An agent missing", "모자란 상담사")]
    deep_short_per_agent_interval: Annotated[
        SomePoints,
        Told(PER_AGENT_INTERVAL, "An agent missing beyond the share below", "아래 비율을 넘어 모자란 상담사"),
    ]
    deep_short_from_share: Annotated[
        float,
        Field(gt=0, lt=1),
        Told("share of the requirement", "Beyond this share a missing agent is dearer", "더 비싸지는 부족 비율"),
    ]
    over_per_agent_interval: Annotated[Points, Told(PER_AGENT_INTERVAL, "An agent not needed", "남는 상담사")]
    lead_short_per_interval: Annotated[
        SomePoints, Told("points per lead and interval", "A team lead missing", "모자란 팀장")
    ]
    contract_under_per_hour: Annotated[
        Points, Told(PER_HOUR, "An hour of the contract not given", "주지 못한 계약 시간")
    ]
    overtime_per_hour: Annotated[Points, Told(PER_HOUR, "An hour beyond the contract", "계약을 넘는 시간")]
    night_premium_per_hour: Annotated[Points, Told(PER_HOUR, "An hour of night time", "야간 시간")]
    holiday_premium_per_hour: Annotated[
        Points, Told(PER_HOUR, "A paid hour of a duty that starts on a public holiday", "공휴일에 시작하는 근무의 시간")
    ]
    preference_per_weight: Annotated[
        Points, Told("points per unit of a wish's weight", "A wish for a date not met", "이루지 못한 날짜 희망")
    ]
    standing_preference_per_weight: Annotated[
        Points,
        Told("points per unit of a wish's weight and day", "A standing wish (date *) not met", "이루지 못한 상시 희망"),
    ]
    uneven_night: Annotated[
        Points, Told("points per duty", "A night more or fewer than an even share", "고른 몫보다 많거나 적은 야간 근무")
    ]
    uneven_weekend: Annotated[
        Points,
        Told("points per duty", "A weekend duty more or fewer than an even share", "고른 몫보다 많거나 적은 주말 근무"),
    ]
    changed_duty: Annotated[
        Points, Told("points per duty", "A duty of a published roster changed", "공지한 근무표에서 바뀐 근무")
    ]
    contact_short_of_goal: Annotated[
        SomePoints, Told(PER_HANDLING, "Contacts fewer than promised", "약속보다 덜 응대한 건")
    ]
    contact_beyond_goal: Annotated[
        Points, Told(PER_HANDLING, "Contacts more than promised (saved)", "약속보다 더 응대한 건(절감)")
    ]

    contact_prudent_share: Annotated[
        float,
        Field(ge=0, lt=1),
        Told(
            "share of the contacts that may be missed",
            "So much fewer are planned to be missed than a goal allows",
            "목표가 허용하는 것보다 덜 놓치도록 잡는 비율",
        ),
    ]
    contact_most_dearer: Annotated[
        float,
        Field(ge=1),
        Told(
            "times the points by handling",
            "At most so much dearer is a contact where agents are seldom busy",
            "상담사가 한가한 곳에서 한 건이 비싸지는 한도",
        ),
    ]

    @model_validator(mode="after")
    def _more_is_worth_less(self) -> "Weights":
        if self.contact_beyond_goal > self.contact_short_of_goal:
            raise ValueError("contact_beyond_goal no more than contact_short_of_goal: what is promised comes first")
        return self
