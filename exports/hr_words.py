"""The words of HR's files: each column in Korean and English, and the days' kinds."""

from collections.abc import Mapping
from typing import Literal

import pandas as pd

type Headers = Literal["names", "ko", "en"]

# Column: Korean, English.
HEADERS: Mapping[str, tuple[str, str]] = {
    "agent_id": ("상담사 번호", "Agent ID"),
    "role": ("역할", "Role"),
    "team": ("팀", "Team"),
    "date": ("근무일", "Date"),
    "month": ("월", "Month"),
    "days": ("집계 일수", "Days counted"),
    "day_kind": ("날의 구분", "Kind of day"),
    "paid_minutes": ("유급 시간(분)", "Paid (min)"),
    "regular_minutes": ("소정 근로(분)", "Regular (min)"),
    "part_time_extra_minutes": ("단시간 초과(분)", "Part-time extra (min)"),
    "overtime_minutes": ("연장 근로(분)", "Overtime (min)"),
    "holiday_minutes_to_8h": ("휴일 8시간 이내(분)", "Holiday up to 8 h (min)"),
    "holiday_minutes_over_8h": ("휴일 8시간 초과(분)", "Holiday over 8 h (min)"),
    "night_minutes": ("야간 근로(분)", "Night 22-06 (min)"),
    "weekly_holiday_minutes": ("주휴 시간(분)", "Weekly holiday (min)"),
    "leave_days": ("휴가 일수", "Leave (days)"),
    "health_check_nights": ("특수건강진단 야간(회)", "Health check nights"),
    "nights_reach_limit": ("월 야간 4회 이상", "4 nights a month"),
    "night_hours_reach_limit": ("월 야간 60시간 이상", "60 night h a month"),
    "change": ("변경", "Change"),
    "before": ("이전 근무조", "Shift before"),
    "after": ("이후 근무조", "Shift after"),
    "start_before": ("이전 시작", "Start before"),
    "end_before": ("이전 종료", "End before"),
    "start_after": ("이후 시작", "Start after"),
    "end_after": ("이후 종료", "End after"),
    "mode_before": ("이전 근무 장소", "Place before"),
    "mode_after": ("이후 근무 장소", "Place after"),
    "paid_minutes_before": ("이전 유급 시간(분)", "Paid before (min)"),
    "paid_minutes_after": ("이후 유급 시간(분)", "Paid after (min)"),
}
# Value: Korean, English. The contract's words stand in files with the contract's names.
VALUES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "role": {"agent": ("상담사", "Agent"), "lead": ("팀장", "Lead")},
    "day_kind": {
        "work": ("근무", "Work"),
        "off": ("휴무", "Day off"),
        "leave": ("휴가", "Leave"),
        "public_holiday": ("공휴일", "Public holiday"),
        "weekly_holiday": ("주휴일", "Weekly holiday"),
    },
    "change": {
        "added": ("추가", "Added"),
        "removed": ("취소", "Removed"),
        "shift": ("근무 변경", "Changed"),
        "place": ("장소 변경", "Place changed"),
    },
    "mode_before": {"site": ("센터", "Site"), "remote": ("재택", "Remote")},
    "mode_after": {"site": ("센터", "Site"), "remote": ("재택", "Remote")},
}


def in_language(frame: pd.DataFrame, headers: Headers) -> pd.DataFrame:
    """The frame with Korean or English headers and words; `names` leaves it with the names of the file contract."""
    if headers == "names":
        return frame
    place = ("ko", "en").index(headers)
    spoken = {
        column: frame[column].map(lambda value, words=VALUES[column]: words[value][place] if value else value)
        for column in frame.columns.intersection(list(VALUES))
    }
    return frame.assign(**spoken).rename(columns={name: HEADERS[name][place] for name in frame.columns})
