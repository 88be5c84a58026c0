"""Up to so many of several options. Most votes win; equally many share the first place."""

from polls.ballots import ticks
from polls.ballots.fields import choices, unanswered, unknown
from polls.ballots.shape import Ballots, Choices, Kind, Problem, Question, Result

NAME = "several"


def validate(ballot: Choices, question: Question) -> list[Problem]:
    """Reads `least`, `most`, `blank`."""
    problems = unknown(ballot.options, question) + unanswered(ballot.options, question)
    number = len(ballot.options)
    if 0 < number < question.least:
        problems.append(Problem("too-few", values={"least": question.least}))
    if number > (question.most or len(question.options)):
        problems.append(Problem("too-many", values={"most": question.most or len(question.options)}))
    return problems


def count(ballots: Ballots[Choices], question: Question) -> Result:
    return ticks.count(NAME, ballots, question)


KIND = Kind(NAME, choices, validate, count, ticks.explain)
