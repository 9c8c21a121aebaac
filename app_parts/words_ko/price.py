"""Words of the Korean requirement page for what a response rate costs."""

WORDS: dict[str, str] = {
    # 응대율별 비용
    "price.title": "응대율을 90%에서 100%까지 올리는 데 드는 인시와 비용",
    "price.help": (
        "대기열의 다른 목표는 그대로 두고 응대율만 0.5%p씩 올릴 때 업무 중이어야 할 인시입니다. 비가용률이 들어 "
        "있습니다. 모의실험은 그 인원으로 여러 날의 인입을 하나하나 겪게 한 결과로, 모든 응대율이 같은 인입을 겪습니다."
    ),
    "price.working": "{}: 응대율마다 인원을 찾고 모의실험을 하는 중",
    "price.none": (
        "응대율에 값을 매길 대기열이 없습니다. 이 사이트의 일은 몇 시간 안에 처리하면 되는 일({})이라 바로 응대하는 "
        "비율을 약속하지 않습니다."
    ),
    "price.no_contacts": "고른 날에는 이 대기열에 예측된 인입이 없어 필요한 인원도 없습니다. 다른 기간을 고르십시오.",
    "price.keeps": "응대율 {}에 드는 인시",
    "price.goal_of": "목표 {}",
    "price.no_goal": "목표 없음",
    "price.next": "다음 0.5%p ({}까지)",
    "price.to_all": "100%까지",
    "price.no_more": "더 올릴 곳 없음",
    "price.simulated_at": "모의실험 응대율",
    "price.simulated_days": "{}일을 모의실험",
    "price.curve": "응대율과 인시",
    "price.promised": "약속한 응대율",
    "price.simulated": "모의실험 응대율",
    "price.steps": "0.5%p를 더 올리는 데 드는 인시",
    "price.after_goal": "다음 0.5%p",
    "price.other_steps": "나머지",
    "price.rate": "응대율",
    "price.cost": "비용",
    "price.next_hours": "다음 0.5%p(인시)",
    "price.next_cost": "다음 0.5%p 비용",
    "price.than_reference": "{}보다(인시)",
    "price.everybody": (
        "100%는 {}, 곧 인입 {}건에 1건을 뺀 모두를 뜻합니다. 몇 초 만에 끊는 사람까지 응대하려면 인원이 끝없이 "
        "필요합니다."
    ),
    "price.flat": (
        "{}까지는 90%보다 1% 넘게 더 들지 않습니다. 다른 목표나 적어도 있어야 할 한 명 때문에 이미 그만큼 필요합니다."
    ),
    "price.scope.interval": (
        "약속은 시간대마다 지키는 것이고 사람 수는 올림하므로, 여러 날을 합한 모의실험 응대율은 약속보다 높기 "
        "마련입니다."
    ),
    "price.scope.day": "약속은 하루를 합해 지킵니다.",
    "price.scope.week": "약속은 한 주를 합해 지킵니다.",
    "price.scope.window": "약속은 고른 기간 전체를 합해 지킵니다.",
    "price.all_alike": "모든 대기열이 저마다",
    "price.all_queues": (
        "전체 대기열은 저마다 같은 응대율을 약속할 때의 합입니다. 목표는 대기열마다 달라 표시하지 않습니다."
    ),
    "price.no_goal_note": "이 대기열에는 응대율 목표가 없어 {}를 견주는 자리로 삼았습니다.",
    "price.low_goal_note": "이 대기열의 목표 {}는 90%보다 낮아 그림에 없습니다.",
    "price.waiting": "몇 시간 안에 처리하면 되는 대기열({})은 넣지 않았습니다.",
    "price.reserve": "회복 휴식의 예비 인원은 넣지 않았습니다. 소요에는 들어 있습니다.",
    "price.no_cost": "비용을 함께 보려면 site.toml의 [cost]에 한 인시의 값을 적으십시오.",
    "price.download": "표 내려받기",
}
