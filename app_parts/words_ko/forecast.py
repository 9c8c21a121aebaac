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
    "model.moving_level": "수준이 움직이는 회귀",
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
