"""Words of the Korean page of scenarios."""

WORDS: dict[str, str] = {
    "what_if.title": "가정",
    "what_if.question": "다르게 오면 무엇이 필요하고, 어디까지 지킬 수 있는가?",
    "scenario": "시나리오",
    "scenario.plan": "지금 계획",
    "scenario.named.busy": "예: 인입 +20%",
    "scenario.named.strike": "예: 30%가 사흘 없음",
    "scenario.named.plan": "지금 계획",
    "scenario.beside": "소요 {}인시({}), 부족 {}인시",
    "scenario.rate_help": (
        "지금 근무표의 사람들이 그 시나리오에서 응대할 것으로 기대하는 비율입니다. 응대 ÷ 인입, 바로 응대하는 "
        "대기열만 셉니다. 주황은 목표에 못 미치는 대기열이 있다는 뜻입니다."
    ),
    "scenario.chart.need": "하루 가운데 소요 인원(평균)",
    "scenario.chart.short": "하루 가운데 부족 인원(평균)",
    "scenario.chart_help": "고른 날들의 같은 시각을 평균한 값이며, 모든 대기열을 더한 것입니다.",
    "scenario.peak": "동시 최대 소요(명)",
    "scenario.more_people": "계획보다(명)",
    "scenario.more_hours": "계획보다(인시)",
    "scenario.rate": "기대 응대율",
    "scenario.short_h": "부족(인시)",
    "scenario.gone": "없는 사람(명)",
    "scenario.working": "{}: 소요와 충족을 셉니다",
    "scenario.shown": "비교할 시나리오(셋까지)",
    "scenario.examples": "아직 만든 시나리오가 없어 두 가지 예를 보입니다. 아래에서 만들어 저장하면 여기에 나타납니다.",
    "scenario.make": "시나리오 만들기",
    "scenario.refused": "저장하지 않았습니다.",
    "scenario.name": "이름",
    "scenario.name_help": "글자, 숫자, - 와 _. 같은 이름이 있으면 바꿉니다.",
    "scenario.what": "설명",
    "scenario.keep": "사이트에 저장",
    "scenario.volume": "인입(계획의 %)",
    "scenario.aht": "처리시간(계획의 %)",
    "scenario.goal": "응대율 목표(%)",
    "scenario.deflected": "빠져나갈 몫(%)",
    "scenario.longer": "남는 것이 길어짐(%)",
    "scenario.absence": "결근(근무 시간의 %)",
    "scenario.vendors": "없는 업체",
    "scenario.gone_share": "없는 사람(나머지의 %)",
    "scenario.days": "며칠 동안",
    "scenario.from_day": "언제부터",
    "scenario.protect": "먼저 지킬 대기열",
    "scenario.shifts": "근무조 목록",
    "scenario.as_planned": "계획대로",
    "scenario.kept": "저장한 시나리오 {}개",
    "scenario.remove": "지우기",
    "scenario.solve": "이 시나리오에 맞는 근무표 찾기(작업)",
    "scenario.keep_first": "먼저 시나리오를 저장하십시오.",
    "scenario.solve_note": (
        "사람만 없어지는 시나리오는 지금 근무표를 되도록 적게 고쳐 초안 버전으로 남깁니다. 그 밖에는 새로 풀어 위의 "
        "비교에만 씁니다. 식사, 휴게, 회복, 휴무의 규칙은 언제나 그대로입니다."
    ),
    "scenario.solved": "시나리오에 맞춰 새로 푼 근무표로는",
    "scenario.solved_help": "위의 표는 지금 근무표, 이 표는 작업이 시나리오에 맞춰 찾은 근무표의 값입니다.",
    "hold.title": "{}: 어디까지 지킬 수 있는가",
    "hold.help": (
        "있는 사람의 근무, 식사, 휴게는 그대로 두고, 일하는 시간에 어느 대기열을 맡을지만 바꾼 결과입니다. 어느 "
        "대기열도 지금 근무표대로일 때보다 나빠지지 않습니다. 상한은 같은 사람을 어떻게 나누어도 넘을 수 없는 "
        "값입니다."
    ),
    "hold.span": "{}명이 {}부터 {}까지 없음",
    "hold.says": (
        "{}. 그동안의 응대율은 근무표의 대기열 그대로면 **{}**, 나누어 맡기를 바꾸면 **{}**(상한 {}), 작은 대기열을 "
        "버리면 많아야 {}입니다. 모든 휴게를 지킵니다."
    ),
    "hold.protect": "지킬 대기열: {}. 전체 응대율만 좇으면 이 대기열의 사람을 먼저 빼게 됩니다.",
    "hold.waits": "그동안 {}의 일 {}인시는 뒤로 미룹니다.",
    "hold.how": "나눔",
    "hold.planned": "근무표대로",
    "hold.best": "나눔을 바꾸면",
    "hold.hours_planned": "근무표(인시)",
    "hold.hours_best": "바꾸면(인시)",
}
