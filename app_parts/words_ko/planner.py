"""Words of the Korean forecast page for the planner's overrides and for the accuracy of published forecasts."""

WORDS: dict[str, str] = {
    # 예측 변경
    "override.choose_queue": "예측을 바꾸려면 위에서 대기열 하나를 고르십시오.",
    "override.title": "{} 예측 바꾸기",
    "override.list": "쓰이고 있는 변경 {}건",
    "override.dashed": "점선은 모형의 예측, 굵은 선은 계획자가 바꾼 예측입니다.",
    "override.next_night": (
        "지난 밤 계획 뒤에 예측이 바뀌었습니다. 이 화면에는 바로 보이고, 소요와 근무표에는 다음 밤 계획부터 쓰입니다. "
        "지금 다시 계획하려면 `wfm nightly --site {} --date {}`"
    ),
    "override.refused": "바꾸지 않았습니다.",
    "override.kind": "방법",
    "override.kind.factor": "배수",
    "override.kind.total": "합계",
    "override.kind.add": "더하기",
    "override.kind_help": (
        "배수는 모형의 몇 배인지, 합계는 고른 시간 전체의 건수, 더하기는 그 시간 전체에 더할 건수(빼려면 음수)입니다. "
        "합계와 더하기는 모형의 시간대 모양대로 나눕니다. 겹치는 변경은 나중 것이 쓰입니다."
    ),
    "override.value": "값",
    "override.no_value": "값을 적으십시오.",
    "override.why": "까닭(꼭 적습니다)",
    "override.who": "바꾸는 사람",
    "override.give": "바꾸기",
    "override.withdraw": "거두기",
    "override.withdraw_now": "이 변경을 거두기",
    "override.contacts": "모형 {}, 바꾼 뒤 {}",
    "override.counts_nowhere": "뒤의 변경이 쓰이거나 운영하지 않는 시간이라 바뀌는 것이 없음",
    "override.used": "지난 밤 계획에 쓰임",
    "override.not_used": "다음 밤 계획부터 쓰임",
    "forecast.model_mean": "모형의 평균(건)",
    # 지난 예측의 정확도
    "accuracy.title": "지난 예측의 정확도",
    "accuracy.help": (
        "밤마다 내놓은 예측을 그 뒤의 실적과 견준 것입니다. 실적이 들어온 시간대만 셉니다. 계획자의 4주 평균은 그 "
        "예측이 알고 있던 마지막 날까지의 실적으로 만든 값이며, 며칠 앞인지는 그 마지막 날에서 셉니다."
    ),
    "accuracy.none": (
        "아직 실적과 견줄 수 있는 지난 예측이 없습니다. 밤 계획을 돌리고 새 실적을 넣으면 여기에 나타납니다."
    ),
    "accuracy.nights": "{}번의 밤 계획, {}부터 {}까지",
    "accuracy.by_lead": "며칠 앞을 예측했는지에 따른 오차",
    "accuracy.days_ahead": "{}일 앞",
    "accuracy.forecast": "내놓은 예측",
    "accuracy.planner_mean": "계획자의 4주 평균",
    "accuracy.overrides": "계획자가 바꾼 시간대",
    "accuracy.overridden": "바꾼 예측의 오차",
    "accuracy.model": "모형대로의 오차",
    "files.forecast_model": "계획자가 바꾸기 전 모형의 예측",
    "files.accuracy": "지난 밤들의 예측이 실적과 얼마나 달랐는지",
}
