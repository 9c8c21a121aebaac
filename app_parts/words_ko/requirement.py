"""Words of the Korean requirement page and its calculator."""

WORDS: dict[str, str] = {
    # 소요
    "requirement.title": "소요",
    "requirement.question": "몇 명이 필요하고, 무엇이 그 수를 정했는가?",
    "requirement.section.intervals": "시간대별 소요",
    "requirement.section.expected": "예상 성과",
    "requirement.section.price": "응대율별 비용",
    "requirement.section.calculator": "계산기",
    "requirement.total": "소요, 모든 대기열",
    "requirement.at_work": "비가용률 포함",
    "requirement.a_day": "하루 평균",
    "requirement.peak": "동시에 가장 많이",
    "requirement.peak_short": "최대(명)",
    "requirement.sets_most": "수를 가장 많이 정한 목표",
    "requirement.sets_share": "인시의 {}",
    "requirement.binding_help": "한 명을 줄이면 가장 크게 어긋나는 목표가 그 시간대의 인원을 정합니다.",
    "requirement.shrinkage": "비가용률",
    "requirement.shrinkage_of": "근무 시간 가운데 빠지는 몫",
    "requirement.other_queues": "나머지 대기열",
    "requirement.week_title": "시간대별 소요 인원과 그 수를 정한 목표",
    "requirement.days_title": "날짜별 소요 인시",
    "requirement.expected_title": "이 인원으로 예상되는 성과와 목표",
    "requirement.denominators": (
        "응대율 = 응대 ÷ 인입. 서비스레벨 = 정한 초 안에 응대한 인입 ÷ 인입. 평균 응대 대기시간은 응대한 건의 "
        "평균. 점유율 = 부하 ÷ 업무 중 상담사. 기간 전체를 인입(점유율은 인원)으로 가중한 평균입니다."
    ),
    "goal.response_rate": "응대율",
    "goal.service_level": "서비스레벨",
    "goal.asa": "평균 응대 대기시간",
    "goal.occupancy": "점유율",
    "within": "{}초 내",
    "goal.backlog": "처리 기한",
    "goal.none": "없음",
    # 계산기
    "calculator.title": "한 시간대 계산기",
    "calculator.help": (
        "참을성이 있으면 얼랑 A, 0초이면 아무도 끊지 않는 얼랑 C로 셉니다. 비가용률은 넣지 않은 인원입니다."
    ),
    "calculator.offered": "{}분 인입(건)",
    "calculator.aht": "평균 처리시간(초)",
    "calculator.patience": "평균 참을성(초), 0이면 안 끊음",
    "calculator.within": "서비스레벨 기준(초)",
    "calculator.agents": "상담사(명)",
    "calculator.find": "비우면 목표로 찾음",
    "calculator.rate": "응대율 목표(%)",
    "calculator.level": "서비스레벨 목표(%)",
    "calculator.concurrency": "동시 응대(건)",
    "calculator.asa": "평균 응대 대기 목표(초)",
    "calculator.occupancy_goal": "점유율 상한(%)",
    "calculator.no_goal": "없음",
    "calculator.go": "계산",
    "calculator.agents_needed": "응대하는 상담사",
    "calculator.response_rate": "응대율 (응대÷인입)",
    "calculator.service_level": "서비스레벨",
    "calculator.p_wait": "기다릴 확률",
    "calculator.p_abandon": "포기율 (포기÷인입)",
    "calculator.occupancy": "점유율",
    "calculator.asa_s": "평균 응대 대기",
    "calculator.wait_s": "인입 전체 평균 대기",
    "calculator.overloaded": (
        "부하 {}얼랑에 상담사 {}명이고 아무도 끊지 않으면 대기가 끝없이 늘어, 인입의 {}만 응대됩니다. 참을성을 넣거나 "
        "상담사를 늘리십시오."
    ),
    "calculator.chart": "상담사 수에 따른 응대율과 서비스레벨",
    "calculator.reached": "예상",
    "calculator.goals": "모든 목표",
    "calculator.met": "충족",
    "calculator.missed": "미달",
    "calculator.waits": "응대한 건이 기다린 시간: {}.",
    "calculator.wait": "{}는 {} 이하",
}
