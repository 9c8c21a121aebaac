"""The words of the workbook, Korean first and English beside it."""

from datetime import date

WEEKDAYS_KO = ("월", "화", "수", "목", "금", "토", "일")
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

SIMULATED_MARK = "모의 자료: 실제 기록이 아닙니다 · Simulated sample, not a real record"
SIMULATED_COLUMN = "simulated"
SUMMARY_SHEET = "요약 Summary"
FLAT_SHEET = "반입 Import"
PAY_MONTHS_SHEET = "급여 월별 Pay months"
PAY_HOURS_SHEET = "급여 시간 Pay hours"
CHANGES_SHEET = "변경 Changes"
PAID_HOLIDAY = "유급휴일 Paid"
NO_TEAM = "팀 없음 No team"

OFF = "휴"
LEAVE = "휴가"
NOT_EMPLOYED = "–"  # no hyphen: a cell that begins with one starts a formula

ROLES = {"agent": "상담사 Agent", "lead": "팀장 Lead"}
STATUSES = {
    "optimal": "최적 optimal",
    "feasible": "실행 가능 feasible",
    "infeasible": "불가능 infeasible",
}
STRENGTHS = {"hard": "필수 hard", "soft": "권고 soft", "hard unless short": "필수(팀장 부족 시 보고) hard unless short"}

# Column names of the flat sheet: the contract's name, which an import reads, and its Korean reading.
FLAT_HEADERS = {
    "agent_id": "상담사 번호",
    "role": "역할",
    "team": "팀",
    "date": "근무일",
    "shift": "근무조",
    "start": "시작",
    "end": "종료",
    "paid_minutes": "유급 시간(분)",
    "mode": "근무 장소",
    SIMULATED_COLUMN: "모의 자료 표시",
}


def day_heading(day: date) -> str:
    """A day as the head of a column: `10-27 월 Mon`, short enough for a narrow column in two lines."""
    return f"{day:%m-%d}\n{WEEKDAYS_KO[day.weekday()]} {WEEKDAYS_EN[day.weekday()]}"


def week_heading(first: date, last: date) -> str:
    """The title of a week's block."""
    return f"{first.isoformat()} ~ {last.isoformat()} 주간 근무표 · Weekly roster"
