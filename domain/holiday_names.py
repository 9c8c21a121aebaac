"""What a holiday's name says about its kind: election days, and temporary holidays that a government announces late."""

ELECTION, TEMPORARY = "election", "temporary holiday"
ELECTION_MARKS = ("election", "선거일")
# Days that an election is only the reason for: nobody votes on them.
NO_ELECTION_MARKS = ("additional", "anniversary", "day after", "in lieu", "preparation", "victory")
NO_HOLIDAY_MARKS = ("보궐",)  # a by-election shuts no office
TEMPORARY_MARKS = ("temporary holiday", "temporary public holiday", "임시공휴일", "임시 공휴일")
KOREAN_ELECTION_DAY = "선거일"  # a public holiday by the Regulations on Holidays of Government Offices, art. 2


def is_election_name(name: str) -> bool:
    """Whether the holiday is the day of an election."""
    text = name.casefold()
    return _has(text, ELECTION_MARKS) and not _has(text, NO_ELECTION_MARKS)


def is_temporary_holiday_name(name: str) -> bool:
    """Whether an event of this name makes its day a public holiday: a temporary one, or a Korean election day."""
    text = name.casefold()
    return _has(text, TEMPORARY_MARKS) or (KOREAN_ELECTION_DAY in text and not _has(text, NO_HOLIDAY_MARKS))


def pooled_name(name: str) -> str:
    """The name under which like holidays are learnt from together, whatever the language they were given in."""
    if is_election_name(name):
        return ELECTION
    return TEMPORARY if _has(name.casefold(), TEMPORARY_MARKS) else name


def _has(text: str, marks: tuple[str, ...]) -> bool:
    return any(mark in text for mark in marks)
