"""Systemic consensing: how strongly do you resist each option, from 0 (not at all) to 10 (unbearable)?

The lowest mean wins; an option without a mark counts as an abstention on it. Equal means: the option with
fewer marks of strong resistance (the upper quarter: 8, 9, 10), else they share the place.
Erich Visotschnig and Siegfried Schrotta, Das SK-Prinzip, 2005.
"""

from polls.ballots.fields import first, marks, placed
from polls.ballots.marked import Scores, check, scores
from polls.ballots.shape import Ballots, Kind, Marks, Question, Result, Row, Step
from polls.ballots.ticks import turnout, verdict

NAME = "resistance"


def count(ballots: Ballots[Marks], question: Question) -> Result:
    """Reads `low`, `high`."""
    found, counted, blank = scores(ballots, question)
    strong = {option: _strong(one, question) for option, one in found.items()}
    rows = [_row(option, one, strong[option], question) for option, one in found.items()]
    rank = {option: (one.raters == 0, one.mean, strong[option]) for option, one in found.items()}
    placed_rows = placed(rows, rank)
    winners = first(placed_rows) if counted else ()
    return Result(kind=NAME, counted=counted, blank=blank, rows=placed_rows, winners=winners)


def _strong(one: Scores, question: Question) -> int:
    edge = question.high - (question.high - question.low) // 4
    return sum(number for mark, number in one.marks.items() if mark >= edge)


def _row(option: str, one: Scores, strong: int, question: Question) -> Row:
    numbers = {"raters": one.raters, "half": one.half, "strong": strong}
    return Row(option, 0, one.mean, numbers, one.spread(question.low, question.high))


def explain(result: Result) -> list[Step]:
    lines = [
        Step("option-resistance", {"option": row.option, "mean": row.value, **row.numbers})
        for row in result.rows
    ]
    return [turnout(result), *lines, verdict(result, "least-resistance")]


KIND = Kind(NAME, marks, check, count, explain)
