"""What the three kinds with boxes to tick share."""

from collections import Counter

from polls.ballots.fields import first, placed, share
from polls.ballots.shape import Ballots, Choices, Question, Result, Row, Step


def count(kind: str, ballots: Ballots[Choices], question: Question) -> Result:
    """Most ticks first; options with equally many share the place, and so the victory. No lot is drawn."""
    each = Counter(ballots)
    ticks: Counter[str] = Counter()
    for ballot, number in each.items():
        for option in ballot.options:
            ticks[option] += number
    blank = each[Choices(())]
    counted = each.total() - blank
    rows = [
        Row(option, 0, ticks[option], {"share": share(ticks[option], counted)}) for option in question.options
    ]
    placed_rows = placed(rows, {option: (-ticks[option],) for option in question.options})
    winners = first(placed_rows) if ticks else ()
    return Result(kind=kind, counted=counted, blank=blank, rows=placed_rows, winners=winners)


def explain(result: Result) -> list[Step]:
    lines = [
        Step("option-votes", {"option": row.option, "votes": row.value, "share": row.numbers["share"]})
        for row in result.rows
    ]
    return [turnout(result), *lines, verdict(result, "most-votes")]


def turnout(result: Result) -> Step:
    return Step("counted", {"counted": result.counted, "blank": result.blank})


def verdict(result: Result, why: str) -> Step:
    """`why`, `why-shared` or `nobody`: who is first, or that several are."""
    if not result.winners:
        return Step("nobody")
    value = result.rows[0].value
    if len(result.winners) == 1:
        return Step(why, {"option": result.winners[0], "value": value})
    return Step(f"{why}-shared", {"options": result.winners, "value": value})
