"""Words of the Korean page of today."""

WORDS: dict[str, str] = {
    "today.title": "오늘",
    "today.question": "지금과 앞으로 네 시간, 괜찮은가?",
    "today.answered": "응대율, 오늘 지금까지",
    "today.answered_help": "응대 ÷ 인입. 오늘 끝난 시간대 가운데 응대가 기록된 것만, 모든 대기열을 함께 셉니다.",
    "today.goal": "목표 {}",
    "today.contacts": "인입, 오늘 지금까지",
    "today.contacts_of": "예측 {}건, {}",
    "today.no_actuals": "오늘 실적 없음",
    "today.at_work": "근무 인원, {}",
    "today.needed": "소요 {}",
    "today.short": "앞으로 네 시간 부족, 가장 클 때",
    "today.short_from": "{}부터, 가장 클 때 {}",
    "today.short_none": "모든 시간대 충족",
    "today.reserve": "회복 휴식 예비",
    "today.reserve_left": "{}명 남음 / {}명",
    "today.no_reserve": "두지 않음",
    "today.recovery_today": "오늘 회복 휴식 {}분(모두)",
    "today.reserve_help": (
        "폭언 뒤에 쉬는 사람이 동시에 몇 명까지일지 정한 비율(보통 95%)의 순간에 맞춘 수입니다. 소요 인원에 들어 "
        "있습니다. 예비가 다 쓰여도 전환은 늘 됩니다. 누가 얼마나 쉬었는지는 세지 않습니다."
    ),
    "today.calls_title": "인입: 실적과 예측",
    "today.calls_help": (
        "회색 실선은 실적, 점선은 하루 전의 예측, 파랑은 지금까지의 실적으로 다시 한 예측과 p10~p90 범위입니다."
    ),
    "today.people_title": "근무 인원과 소요 인원",
    "today.people_help": (
        "선은 소요 인원입니다. 남은 시간은 다시 한 예측으로 센 소요입니다. 주황은 모자란 만큼입니다. 대기열마다 따로 "
        "견주므로 한 대기열의 남는 인원이 다른 대기열의 부족을 가리지 않습니다."
    ),
    "today.actual": "실적",
    "today.ahead": "하루 전 예측",
    "today.anew": "다시 한 예측",
    "today.now_mark": "지금 {}",
    "today.options": "규칙 안에서 아직 할 수 있는 일",
    "today.options_help": (
        "시간대마다 몇 명이 모자라고, 각 방법이 몇 명을 더하며, 다 해도 몇 명이 모자란지입니다. 15분을 옮기면 30분 "
        "시간대에는 0.5명입니다. 모든 제안은 근무표의 규칙을 하나하나 확인했고, 다른 시간대를 모자라게 하지 않습니다. "
        "식사, 휴게, 회복, 휴무는 줄이지 않습니다."
    ),
    "today.nothing_short": "앞으로 네 시간, 모자란 시간대가 없습니다.",
    "today.no_option": "규칙 안에서 할 수 있는 일이 남아 있지 않습니다. 부족을 그대로 보입니다.",
    "today.left": "남는 부족",
    "today.count": "{} {}명",
    "lever.rest": "휴게 이동",
    "lever.forward": "파트 앞당김",
    "lever.overtime": "연장(동의)",
    "today.proposals": "할 사람과 일, 번호 순서",
    "today.choose": "고르십시오",
    "today.agreed": "앞당김과 연장은 본인이 동의했습니다",
    "today.apply": "고른 {}건을 초안으로 저장",
    "today.apply_note": (
        "휴게는 그 근무조의 창 안에서만 옮기고 길이는 그대로입니다. 앞당김과 연장은 동의를 받은 뒤에 고르십시오."
    ),
    "today.applied": "{}건을 버전 {}(으)로 저장했습니다.",
    "off_queue.title": "상담사 즉시 전환",
    "off_queue.help": (
        "폭언을 겪은 상담사를 바로 대기열에서 빼고 {}분의 유급 회복 휴식을 줍니다. 까닭을 묻지 않고, 어떤 규칙이나 "
        "부족도 막지 않습니다. 식사와 휴게는 그대로입니다. 근무표만 이를 알며 사람마다 세지 않습니다."
    ),
    "off_queue.nobody": "지금 근무 중인 상담사가 없습니다.",
    "off_queue.who": "상담사",
    "off_queue.choose": "번호",
    "off_queue.now": "지금 전환",
    "off_queue.done": "{}: 회복 휴식 {}분, {}까지. 버전 {}에 담았습니다.",
    "off_queue.effect": "{} 근무 {} → {}명 (소요 {}명)",
    "today.version": "근무표 버전 {}, 쓰고 있음",
    "today.draft": "근무표 버전 {}, 아직 확정하지 않음",
    "today.known_until": "실적은 {}까지",
    "today.how_actuals": "오늘의 실적이 아직 없어 하루 전의 예측과 계획대로 보입니다. 넣으려면 `{}`",
    "today.notes": "예측이 남긴 말 {}건",
    "today.at_title": "다른 시각 보기",
    "today.at": "시각(비우면 지금)",
    "today.at_help": "지난 날이나 앞으로의 계획일을 그 시각에 선 것처럼 봅니다.",
    "today.no_roster": (
        "{}에 일하는 근무표가 없습니다. 마지막 계획은 {}부터 {}까지입니다. 새 실적을 넣고 밤 계획을 돌리십시오."
    ),
    "today.newest": "마지막 실적: {:%Y-%m-%d %H:%M}",
    "today.show_planned": "첫 계획일 {} 보기",
}
