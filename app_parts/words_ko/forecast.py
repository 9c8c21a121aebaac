"""Words of the Korean forecast page."""

WORDS: dict[str, str] = {
    # 예측
    "forecast.title": "예측",
    "forecast.question": "얼마나 들어오는가?",
    "forecast.section.coming": "들어올 양",
    "forecast.section.record": "정확도와 모형",
    "forecast.total": "예측 인입, 모든 대기열",
    "forecast.a_day": "하루 평균 인입",
    "forecast.busiest": "가장 많은 날",
    "forecast.special": "다음 특별한 날",
    "forecast.special_count": "기간 안에 {}일",
    "forecast.all_ordinary": "기간 안의 모든 날이 보통날",
    "forecast.of_days": "{}일 평균",
    "forecast.than_before": "직전 {1}일 실적보다 {0}",
    "forecast.no_comparison": "비교할 실적이 모자람",
    "forecast.part": "구분",
    "forecast.actual": "실적",
    "forecast.forecast": "예측",
    "forecast.mean": "예측 평균(건)",
    "forecast.p10": "p10: 열에 한 번은 이보다 적음",
    "forecast.p50": "p50: 가운데",
    "forecast.p90": "p90: 열에 한 번은 이보다 많음",
    "forecast.low": "시간대 p10의 합",
    "forecast.high": "시간대 p90의 합",
    "forecast.days_title": "날짜별 인입",
    "forecast.days_help": (
        "회색은 지난 8주 실적, 파란색은 예측 평균입니다. 가는 선은 그날 시간대별 p10과 p90을 더한 범위로, 하루 "
        "합계의 범위보다 넓게 잡은 것입니다. 막대를 누르면 아래에 그날이 나옵니다."
    ),
    "forecast.day_title": "하루의 시간대별 인입",
    "forecast.day_help": (
        "굵은 선은 예측 평균, 띠는 p10에서 p90까지(열 번 가운데 여덟 번이 드는 범위)입니다. 가는 회색 선은 같은 "
        "요일의 최근 실적입니다."
    ),
    "forecast.special_title": "보통날과 다른 날",
    "forecast.special_help": "마지막 칸은 같은 기간에 있는 같은 요일 보통날의 평균과 견준 것입니다.",
    "forecast.than_ordinary": "평소 대비",
    # 정확도
    "record.error": "예측 오차(WAPE)",
    "record.than_mean": "계획자 4주 평균은 {}",
    "record.none": "기록이 없습니다",
    "record.title": "과거로 돌아가 예측했을 때의 오차",
    "record.help": (
        "WAPE = 시간대마다 예측과 실적의 차이를 더한 값 ÷ 실적의 합. 과거의 여러 날에서 그때까지의 자료만으로 "
        "예측해 잰 값입니다."
    ),
    "record.axis": "WAPE, 짧을수록 정확",
    "record.chosen": "고른 모형",
    "record.planner_mean": "계획자의 4주 평균",
    "record.seasonal_naive": "지난주 그대로",
    "record.why_title": "왜 이 모형인가",
    "record.why": ("과거 {origins}번, {days}일씩 예측해 본 결과입니다. 고른 모형 **{model}**의 오차는 {wape}입니다."),
    "record.why_beside": "계획자의 4주 평균은 {mean}, 지난주 그대로는 {naive}입니다.",
    "record.why_not_best": "{best}({wape})와의 차이는 우연과 가릴 수 없을 만큼 작아, 더 믿을 만한 모형을 씁니다.",
    "record.why_held": "p10에서 p90 사이에 든 실적은 {held}입니다(목표 80%).",
    "record.why_history": "{first}부터 {last}까지의 실적으로 배웠습니다.",
    "record.why_unjudged": "자료가 짧아 과거로 돌아가 재지 못했고, 가장 믿을 만한 **{model}**을 썼습니다.",
    "record.mean_of": "{}의 평균",
    "record.remarks": "예측이 알 수 없는 것 (기록의 영어 원문)",
    "record.model": "모형",
    "record.used": "사용",
    "record.wape": "시간대 오차(WAPE)",
    "record.wape_day": "하루 합계 오차",
    "record.bias": "치우침",
    "record.contacts": "잰 인입(건)",
    # 특이사항
    "events.title": "특이사항",
    "events.help": (
        "달력으로 설명되지 않는 지난 실적입니다. 센 것부터 대기열마다 열 개까지 나옵니다. 아는 일이면 이름을 붙여 "
        "events.csv에 적으십시오. 그 시간은 학습에서 빠지고, 같은 이름의 다음 일에 배운 효과가 쓰입니다. 더 보려면 "
        "wfm events --site 폴더 를 쓰십시오."
    ),
    "events.none": "달력과 평소의 흔들림으로 설명되지 않는 실적이 없습니다.",
    "events.kind": "종류",
    "events.kind.spike": "급증",
    "events.kind.dip": "급감",
    "events.kind.break up": "수준이 올라감",
    "events.kind.break down": "수준이 내려감",
    "events.size": "크기",
    "events.contacts": "더 들어옴(건)",
    "events.done": "예측에서",
    "events.done.spike": "배우되, 남다른 날은 작게 셈",
    "events.done.dip": "배우되, 남다른 날은 작게 셈",
    "events.done.break up": "그때부터 새 수준을 따름",
    "events.done.break down": "그때부터 새 수준을 따름",
    "events.learnt_title": "지난 일에서 배운 효과",
    "events.learnt_help": (
        "효과가 비어 있는 다가오는 특이사항에 쓰입니다. 본 횟수와 인입이 적고 들쭉날쭉할수록 1배에 가깝게 잡습니다. "
        "범위는 열 번 가운데 여덟 번이 드는 폭입니다."
    ),
    "events.event": "특이사항",
    "events.effect": "효과",
    "events.range": "범위",
    "events.seen": "본 횟수",
    "events.seen_here": "이 대기열에서 {}번",
    "events.seen_elsewhere": "다른 대기열에서 {}번",
    "model.moving_level": "수준이 움직이는 회귀",
    "model.boosted_level": "움직이는 수준 위의 부스팅",
    "model.boosting": "그래디언트 부스팅",
    "model.regression": "달력 회귀",
    "model.prophet": "Prophet",
    "model.planner_mean": "계획자의 4주 평균",
    "model.planner_mean_holidays": "4주 평균에 휴일 비율",
    "model.seasonal_naive": "지난주 그대로",
    "day_class.ordinary": "보통날",
    "day_class.holiday": "휴일",
    "day_class.eve": "연휴 전날",
    "day_class.first workday after": "연휴 다음 근무일",
    "day_class.bridge": "징검다리 근무일",
    "day_class.weekend holiday": "주말과 겹친 공휴일",
}
