"""Tick all that you can accept. The most widely accepted wins; equally many share the first place.

Steven J. Brams and Peter C. Fishburn, Approval Voting, 1983.
"""

from polls.ballots import ticks
from polls.ballots.fields import choices, unanswered, unknown
from polls.ballots.shape import Ballots, Choices, Kind, Problem, Question, Result, Step

NAME = "approval"


def validate(ballot: Choices, question: Question) -> list[Problem]:
    """Reads `blank`."""
    return unknown(ballot.options, question) + unanswered(ballot.options, question)


def count(ballots: Ballots[Choices], question: Question) -> Result:
    return ticks.count(NAME, ballots, question)


def explain(result: Result) -> list[Step]:
    return [*ticks.explain(result)[:-1], ticks.verdict(result, "most-approved")]


KIND = Kind(NAME, choices, validate, count, explain)
