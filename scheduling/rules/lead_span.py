"""Span of control: one team lead on duty for each so many agents on duty, in every interval with an agent at work."""

import math

from domain.rule_pack import RuleOrigin
from domain.site_config import Lead
from scheduling.rules.rule import SoftRule, Wording

ROUNDING = 1e-6

WORDING = Wording(
    id="lead_span",
    title_en="Span of control",
    title_ko="관리 인원",
    sentence_en="In every interval with agents at work there is one team lead for each span of agents.",
    sentence_ko="상담사가 일하는 모든 시간대에 정해진 인원마다 팀장 한 명이 있습니다.",
    inequality=(
        "leads on duty(t) >= max(min_on_duty, ceil(agents on duty(t) / span))    for each t with an agent on duty"
    ),
    weights=("lead_short_per_interval",),
    strength="hard unless short",
    origin=RuleOrigin(id="lead_span", status="policy", source="Site", source_ko="사이트 설정"),
)


def leads_for(agents: float, span: int, min_on_duty: int) -> int:
    """max(min_on_duty, ceil(agents / span)), and none where no agent is on duty; compiled code reads it too."""
    return max(min_on_duty, math.ceil(agents / span - ROUNDING)) if agents > ROUNDING else 0


def leads_needed(lead: Lead, agents_on_duty: int) -> int:
    """Leads that so many agents on duty need by the site's settings."""
    return leads_for(agents_on_duty, lead.span, lead.min_on_duty)


RULE = SoftRule(WORDING)
