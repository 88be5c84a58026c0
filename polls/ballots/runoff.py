"""Ranking counted as an instant run-off: whoever has the fewest votes leaves, until one has the majority.

The majority is more than half of the ballots that still count for somebody. Ties for the fewest: the most
recent earlier round in which the votes differed, else the lot. Robert's Rules of Order call it preferential
voting (12th edition, 45:62).
"""

from collections.abc import Mapping, Sequence

from polls.ballots.fields import marks
from polls.ballots.lots import decide
from polls.ballots.ranking import Order, Rounds, Stage, check, orders, rankings, tell
from polls.ballots.shape import Ballots, Kind, Marks, Question, Row, Step
from polls.ballots.ticks import turnout

NAME = "run-off"


def count(ballots: Ballots[Marks], question: Question) -> Rounds:
    """Reads `seed`."""
    found, _, blank = rankings(ballots)
    papers = orders(found)
    blank += papers.pop((), 0)
    return elect(papers, question.options, seed=question.seed, blank=blank)


def elect(papers: Mapping[Order, int], options: Sequence[str], *, seed: str = "", blank: int = 0) -> Rounds:
    """`papers`: rankings without an empty one, and how often each was given; `options` as listed."""
    total = sum(papers.values())
    stages, left = _rounds(papers, options, total, seed)
    last = stages[-1]
    gone = [stage.option for stage in reversed(stages) if stage.option]
    order = [*sorted(left, key=lambda option: -last.votes[option]), *gone]
    rows = tuple(
        Row(option, place, stages[0].votes[option], {"last": max(stage.votes[option] for stage in stages)})
        for place, option in enumerate(order, 1)
    )
    return Rounds(
        kind=NAME,
        counted=total,
        blank=blank,
        rows=rows,
        winners=last.elected,
        seats=1,
        needed=int(total - last.lost) // 2 + 1,
        stages=tuple(stages),
    )


def _rounds(
    papers: Mapping[Order, int], options: Sequence[str], total: int, seed: str
) -> tuple[list[Stage], list[str]]:
    """All rounds, and who is left in the last."""
    left = list(options)
    history: list[dict[str, int]] = []
    stages: list[Stage] = []
    act, gone = "first", ""
    lot: Order = ()
    while True:
        votes = _votes(papers, options, left)
        history.append(votes)
        lost = total - sum(votes.values())
        elected = tuple(option for option in left if total and 2 * votes[option] > total - lost)
        stages.append(Stage(len(stages) + 1, act, gone, votes, lost, elected, lot))
        if elected or not total:
            return stages, left
        gone, lot = _last(left, history, seed)
        left.remove(gone)
        act = "exclusion"


def _votes(papers: Mapping[Order, int], options: Sequence[str], left: Sequence[str]) -> dict[str, int]:
    votes = dict.fromkeys(options, 0)
    there = set(left)
    for order, number in papers.items():
        for option in order:
            if option in there:
                votes[option] += number
                break
    return votes


def _last(left: Sequence[str], history: list[dict[str, int]], seed: str) -> tuple[str, Order]:
    fewest = min(history[-1][option] for option in left)
    tied = [option for option in left if history[-1][option] == fewest]
    if len(tied) == 1:
        return tied[0], ()
    return decide(tied, history, lowest=True, seed=seed, occasion=f"round {len(history) + 1}")


def explain(result: Rounds) -> list[Step]:
    stages = zip(result.stages, (None, *result.stages), strict=False)
    return [
        turnout(result),
        Step("majority-rule"),
        *(step for stage, before in stages for step in tell(stage, before)),
        *([] if result.winners else [Step("nobody")]),
    ]


KIND = Kind(NAME, marks, check, count, explain)
