"""One of several options. Most votes win; equally many share the first place."""

from polls.ballots import ticks
from polls.ballots.fields import choices, unanswered, unknown
from polls.ballots.shape import Ballots, Choices, Kind, Problem, Question, Result

NAME = "one-choice"


def validate(ballot: Choices, question: Question) -> list[Problem]:
    """Reads `blank`."""
    problems = unknown(ballot.options, question) + unanswered(ballot.options, question)
    if len(ballot.options) > 1:
        problems.append(Problem("too-many", values={"most": 1}))
    return problems


def count(ballots: Ballots[Choices], question: Question) -> Result:
    return ticks.count(NAME, ballots, question)


KIND = Kind(NAME, choices, validate, count, ticks.explain)
