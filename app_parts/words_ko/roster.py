"""Words of the Korean roster page: cover, people, rules, files."""

WORDS: dict[str, str] = {
    # 근무표
    "roster.title": "근무표",
    "roster.question": "누가 언제 일하고, 무엇이 모자라며, 왜인가?",
    "roster.section.cover": "시간대별 충족",
    "roster.section.grid": "개인별 근무표",
    "roster.section.day": "하루 근무",
    "roster.section.rules": "규칙",
    "roster.section.short": "부족한 곳",
    "roster.section.files": "내려받기",
    "roster.cover": "충족",
    "roster.cover_of": "소요 {}인시 가운데",
    "roster.cover_help": (
        "시간대마다 소요 인원까지만 센 업무 중 상담사를 소요 인원으로 나눈 값입니다. 남는 인원은 세지 않습니다."
    ),
    "roster.broken": "위반한 필수 규칙",
    "roster.broken_of": "{}번 확인",
    "roster.gap": "최적성 격차(하한 대비)",
    "roster.gap_of": "{}",
    "roster.gap_help": "(이 근무표의 점수 − 하한) ÷ 이 근무표의 점수. 어떤 근무표도 하한보다 나을 수 없습니다.",
    "roster.short": "부족",
    "roster.short_of": "소요의 {}",
    "roster.leads_short": "팀장 부족",
    "roster.leads_of": "필요 {}인시 가운데",
    "roster.leads_help": "상담사가 근무하는 모든 시간대에, 근무 중인 상담사 수에 맞는 팀장이 있어야 합니다.",
    "roster.map_title": "날짜와 시간대별 충족",
    "roster.map_help": (
        "주황은 모자람, 회색은 남음, 옅은 파랑은 꼭 맞음입니다. 소요에 견주어 클수록 진합니다. 칸을 누르면 "
        "그날이 아래에 나옵니다."
    ),
    "roster.map_people": "근무 {0} / 소요 {1}, {2} {3}",
    "roster.day_title": "하루의 인원",
    "roster.day_of": "{}의 인원",
    "roster.day_help": (
        "선은 필요한 인원입니다. 파랑은 채운 만큼, 주황은 모자란 만큼, 회색은 필요보다 많은 만큼입니다. 상담사는 "
        "업무 중인 사람, 팀장은 식사와 휴게를 포함해 근무 중인 사람으로 셉니다."
    ),
    "roster.leads_chart": "하루의 팀장",
    "roster.people_shown": "{1}명 가운데 {0}명. 팀장이 먼저, 그다음은 시작하는 순서입니다.",
    "roster.nobody": "고른 사람 가운데 이날 근무하는 사람이 없습니다. 다른 날이나 팀을 고르십시오.",
    "roster.grid_legend": (
        "칸의 글자는 근무조입니다. 옅은 파랑은 아침, 중간 파랑은 낮, 짙은 파랑은 저녁, 짙은 회색은 야간 "
        "근무입니다. 시간과 야간은 전체 기간의 유급 시간과 야간 근무 횟수입니다."
    ),
    "roster.grid_plain": (
        "칸의 글자는 근무조입니다. {}명이 넘으면 색은 칠하지 않습니다. 팀을 고르면 색이 보입니다. 시간과 야간은 "
        "전체 기간의 합계입니다."
    ),
    "promise.title": "응대율 목표: 약속과 예상",
    "promise.help": (
        "응대율을 하루, 한 주, 기간 전체로 지키는 대기열은 시간대마다 인원을 세지 않고 응대 건수로 셉니다. 예상은 이 "
        "근무표의 시간대별 인원으로 셈한 것입니다."
    ),
    "promise.kept": "목표 {}개를 모두 지킵니다.",
    "promise.missed": "목표 {1}개 가운데 {0}개에 못 미칩니다.",
    "promise.days": "기간",
    "promise.goal": "약속",
    "promise.expected": "예상",
    "promise.state": "결과",
    "promise.is_kept": "지킴",
    "promise.is_missed": "못 미침",
    "promise.why": "까닭",
    "promise.why_missed": (
        "인입 {1}건에 응대 {0}건이 모자랍니다. 이 업무를 아는 상담사 {2}명이 이 업무에 {3}시간, 다른 업무에 {4}시간 "
        "일합니다."
    ),
    "roster.rules_title": "규칙마다 확인한 횟수와 근거 조문",
    "roster.rules_note": "풀이와 따로, 완성된 근무표를 규칙마다 다시 확인한 결과입니다.",
    "roster.short_title": "상담사가 모자란 시간대와 까닭",
    "roster.leads_title": "팀장이 모자란 시간대와 까닭",
    "roster.why_note": (
        "까닭은 그 일을 맡을 수 있는 사람들을 사정별로 센 것입니다. 규칙 이름이 적힌 사람들은 그 규칙 때문에 더 "
        "나올 수 없습니다."
    ),
    "roster.none_short": "모자란 시간대가 없습니다.",
    "cover.short": "부족",
    "cover.met": "충족",
    "cover.over": "초과",
    "cell.off": "휴",
    "cell.leave": "휴가",
    "cell.none": "–",
    "role.agent": "상담사",
    "role.lead": "팀장",
    "activity.work": "업무",
    "activity.meal": "식사",
    "activity.rest": "휴게",
    "activity.recovery": "회복 휴식",
    "activity.training": "교육",
    "activity.meeting": "회의",
    "status.optimal": "최적",
    "status.feasible": "실행 가능",
    "status.infeasible": "불가능",
    "stopped.gap": "목표 격차에 닿음",
    "stopped.search_done": "탐색을 마침",
    "stopped.time_limit": "시간 제한에서 멈춤",
    "stopped.work_limit": "시간 제한에 맞춘 계산을 마침",
    "status.unknown": "상태 알 수 없음",
    "short.most": "최대(명)",
    "short.hours": "합계(인시)",
    "short.in_bound": "하한에서도 부족(인시)",
    "short.in_bound_help": (
        "하한을 구할 때에도 팀장을 두는 것보다 비워 두는 편이 나은 시간대의 인시입니다. 이 인원과 규칙으로는 채우기 "
        "어렵습니다."
    ),
    "short.why": "까닭(가장 모자란 시간대의 나머지 사람들)",
    "why.people": "{} {}명",
    "why.others": "그 밖에 {}명",
    "why.not_looked": "가장 모자란 200개 시간대만 까닭을 살폈습니다",
    "why.meal_or_rest": "식사 또는 휴게 중",
    "why.on_duty": "이미 근무 중",
    "why.another_shift_that_day": "그날 다른 시간에 근무",
    "why.no_shift_covers_it": "그 시각을 덮는 근무조가 계획 기간에 없음",
    "why.could_come": "규칙상 올 수 있음",
    # 규칙
    "rule": "규칙",
    "rule.sentence": "내용",
    "rule.strength": "강도",
    "rule.kind": "성격",
    "rule.checked": "확인",
    "rule.broken": "위반",
    "rule.source": "근거 조문",
    "strength.hard": "필수",
    "strength.soft": "권고",
    "strength.hard unless short": "필수(팀장이 모자라면 보고)",
    "rule_status.law": "법",
    "rule_status.policy": "내부 규정",
    "rule_status.contract": "계약",
    "rule_status.form": "파일 형식",
    # 내려받기
    "files.title": "이 밤의 파일",
    "files.workbook": "팀별 근무표와 요약, 인사 시스템 반입용 시트가 든 통합 문서",
    "files.roster": "한 줄에 근무 하나",
    "files.activities": "업무, 식사, 휴게를 시각까지",
    "files.requirement": "대기열과 시간대별 소요 인원",
    "files.forecast": "대기열과 시간대별 예측과 범위",
    "files.report": "상태, 격차, 충족, 규칙, 부족한 까닭",
}
