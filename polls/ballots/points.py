"""So many points to distribute over the options. Most points win.

Equally many points: the option to which more people gave some, else they share the place.
"""

from polls.ballots.fields import first, given, marks, outside, placed, share, unanswered, unknown
from polls.ballots.marked import scores
from polls.ballots.shape import Ballots, Form, Kind, Marks, Problem, Question, Result, Row, Step
from polls.ballots.ticks import turnout, verdict

NAME = "points"


def parse(form: Form, question: Question) -> Marks:
    """No points are the same as none given."""
    return Marks(tuple((option, mark) for option, mark in marks(form, question).values if mark != 0))


def validate(ballot: Marks, question: Question) -> list[Problem]:
    """Reads `points`, `blank`, and `most`: the most points for one option, 0 for no such limit."""
    problems = [
        *unknown(tuple(option for option, _ in ballot.values), question),
        *unanswered(ballot.values, question),
        *outside(ballot, 1, question.most or question.points),
    ]
    spent = sum(given(ballot).values())
    if not problems and spent > question.points:
        problems.append(Problem("points-exceeded", values={"spent": spent, "points": question.points}))
    return problems


def count(ballots: Ballots[Marks], question: Question) -> Result:
    found, counted, blank = scores(ballots, question)
    total = sum(one.sum for one in found.values())
    rows = [
        Row(option, 0, one.sum, {"share": share(one.sum, total), "people": one.raters})
        for option, one in found.items()
    ]
    placed_rows = placed(rows, {option: (-one.sum, -one.raters) for option, one in found.items()})
    winners = first(placed_rows) if total else ()
    return Result(kind=NAME, counted=counted, blank=blank, rows=placed_rows, winners=winners)


def explain(result: Result) -> list[Step]:
    lines = [
        Step("option-points", {"option": row.option, "sum": row.value, **row.numbers}) for row in result.rows
    ]
    return [turnout(result), *lines, verdict(result, "most-points")]


KIND = Kind(NAME, parse, validate, count, explain)
