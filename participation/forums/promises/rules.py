"""Which way a promise goes, when it is overdue, and when it comes back."""

from datetime import date, timedelta
from enum import StrEnum

BODY_LENGTH = 300
OFFICE_LENGTH = 120
PERSON_LENGTH = 80
REPORT_LENGTH = 2000
DAYS_TO_KEEP_IT = 90
"""What a form offers where nobody has named a day."""


class PromiseState(StrEnum):
    OPEN = "open"
    WORKING = "working"
    DONE = "done"
    DROPPED = "dropped"


CLOSED = (PromiseState.DONE, PromiseState.DROPPED)


def may_become(state: PromiseState, other: PromiseState) -> bool:
    """By a report of the city. What was closed by mistake is taken up again; nothing becomes untouched again."""
    if state in CLOSED:
        return other is PromiseState.WORKING
    return other is not PromiseState.OPEN


def may_be_corrected(*, minutes_published: bool) -> bool:
    """A promise is changed or struck out only until the minutes are public; then there are reports alone."""
    return not minutes_published


def due(today: date) -> date:
    return today + timedelta(days=DAYS_TO_KEEP_IT)


def days_over(state: PromiseState, due_on: date, today: date) -> int:
    """By the first day that was named: a new one does not make a late promise punctual."""
    return 0 if state in CLOSED else max(0, (today - due_on).days)
