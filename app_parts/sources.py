"""The sources of rules as a Korean reader knows them; the packs name them in English."""

from collections.abc import Mapping

from app_parts.words import KOREAN

IN_KOREAN: Mapping[str, str] = {
    "Labour Standards Act 50, 53; Supreme Court 2020do15393; Fixed-Term and Part-Time Employees Act 6": (
        "근로기준법 50조·53조, 대법원 2020도15393, 기간제법 6조"
    ),
    "Labour Standards Act 50, 53, 56": "근로기준법 50조·53조·56조",
    "Labour Standards Act 54": "근로기준법 54조",
    "Labour Standards Act 55": "근로기준법 55조",
    "Labour Standards Act 60": "근로기준법 60조",
    "Labour Standards Act 70": "근로기준법 70조",
    "Labour Standards Act 71, 74": "근로기준법 71조·74조",
    "House policy after Labour Standards Act 51-2, 59 and EU 2003/88 article 3": (
        "내부 규정: 근로기준법 51조의2·59조, EU 2003/88 3조를 따름"
    ),
    "House policy": "내부 규정",
    "House policy after Garde 2020; night duty as in EU 2003/88 article 2": (
        "내부 규정: Garde 2020, 야간 근무의 뜻은 EU 2003/88 2조"
    ),
    "House policy after BMC Public Health 2022": "내부 규정: BMC Public Health 2022를 따름",
    "Rules on Occupational Safety and Health Standards 667; house policy": (
        "산업안전보건기준에 관한 규칙 667조, 내부 규정"
    ),
    "Site; Rules on Occupational Safety and Health Standards 669": "사이트, 산업안전보건기준에 관한 규칙 669조",
    "Work contract": "근로계약",
    "Shift catalogue": "근무조 파일",
    "Site": "사이트 설정",
    "Requirement": "소요 인원",
    "staff.csv and shifts.csv": "staff.csv, shifts.csv",
    "file contract: duties start on a day of the planning window": "파일 약속: 근무는 계획 기간에 시작",
    "file contract: activities tile each duty": "파일 약속: 활동이 근무를 채움",
}


def source_text(source: str, language: str) -> str:
    """The source in the language; one that a site's own pack names stays as it stands there."""
    return IN_KOREAN.get(source, source) if language == KOREAN else source
