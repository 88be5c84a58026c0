"""Which way a question goes, and when an answer is overdue."""

from datetime import date, timedelta
from enum import StrEnum

BODY_LENGTH = 500
OFFICE_LENGTH = 120
ANSWER_LENGTH = 5000
DAYS_TO_ANSWER = 14
"""What is owed without a day of its own."""


class QuestionState(StrEnum):
    SUBMITTED = "submitted"
    SHORTLISTED = "shortlisted"
    STAGE = "stage"
    ANSWERED = "answered"
    OWED = "owed"


_WAYS = {
    QuestionState.SUBMITTED: {QuestionState.SHORTLISTED, QuestionState.STAGE, QuestionState.ANSWERED},
    QuestionState.SHORTLISTED: {QuestionState.SUBMITTED, QuestionState.STAGE, QuestionState.ANSWERED},
    QuestionState.STAGE: {QuestionState.SHORTLISTED, QuestionState.ANSWERED},
    QuestionState.ANSWERED: {QuestionState.SHORTLISTED},
    QuestionState.OWED: set[QuestionState](),
}
OPEN = (QuestionState.SUBMITTED, QuestionState.SHORTLISTED, QuestionState.STAGE)


def may_become(state: QuestionState, other: QuestionState) -> bool:
    """By a button of the chair. A debt is paid by an answer alone, and what was answered in writing stays so."""
    return other in _WAYS[state]


def may_be_owed(state: QuestionState) -> bool:
    """Also again, for another office or another day."""
    return state is not QuestionState.ANSWERED


def due(today: date) -> date:
    return today + timedelta(days=DAYS_TO_ANSWER)


def days_over(due_on: date, today: date) -> int:
    """0 while there is time, the day itself included."""
    return max(0, (today - due_on).days)
