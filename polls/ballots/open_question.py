"""An answer in words. Answers are listed in the order of their text, so that none shows when it came."""

from collections import Counter
from dataclasses import dataclass

from polls.ballots.fields import text, unanswered
from polls.ballots.shape import Ballots, Kind, Problem, Question, Result, Step, Text
from polls.ballots.ticks import turnout

NAME = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers(Result):
    """`answers` with how often each was given."""

    answers: tuple[tuple[str, int], ...]


def validate(ballot: Text, question: Question) -> list[Problem]:
    """Reads `length`, `blank`."""
    problems = unanswered(tuple(ballot.text), question)
    if len(ballot.text) > question.length:
        problems.append(Problem("too-long", values={"length": question.length, "written": len(ballot.text)}))
    return problems


def count(ballots: Ballots[Text], question: Question) -> Answers:  # noqa: ARG001  # every kind has this shape
    each = Counter(ballots)
    blank = each[Text("")]
    answers = tuple(sorted((ballot.text, number) for ballot, number in each.items() if ballot.text))
    return Answers(kind=NAME, counted=each.total() - blank, blank=blank, rows=(), winners=(), answers=answers)


def explain(result: Answers) -> list[Step]:
    return [turnout(result), Step("answers-different", {"different": len(result.answers)})]


KIND = Kind(NAME, text, validate, count, explain)
