"""A mark for each option. The highest mean wins; an option without a mark counts as an abstention on it.

Equal means: the option that more people marked, else they share the place.
"""

from polls.ballots.fields import first, marks, placed
from polls.ballots.marked import check, scores
from polls.ballots.shape import Ballots, Kind, Marks, Question, Result, Row, Step
from polls.ballots.ticks import turnout, verdict

NAME = "score"


def count(ballots: Ballots[Marks], question: Question) -> Result:
    """Reads `low`, `high`."""
    found, counted, blank = scores(ballots, question)
    rows = [
        Row(option, 0, one.mean, {"raters": one.raters, "half": one.half, "sum": one.sum}, spread)
        for option, one in found.items()
        for spread in (one.spread(question.low, question.high),)
    ]
    rank = {option: (one.raters == 0, -one.mean, -one.raters) for option, one in found.items()}
    placed_rows = placed(rows, rank)
    winners = first(placed_rows) if counted else ()
    return Result(kind=NAME, counted=counted, blank=blank, rows=placed_rows, winners=winners)


def explain(result: Result) -> list[Step]:
    lines = [
        Step("option-mean", {"option": row.option, "mean": row.value, "raters": row.numbers["raters"]})
        for row in result.rows
    ]
    return [turnout(result), *lines, verdict(result, "highest-mean")]


KIND = Kind(NAME, marks, check, count, explain)
