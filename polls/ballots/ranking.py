"""What the three ways to count a ranking share: the ballot with its ranks, and stages of a count."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from polls.ballots.fields import given, outside, unanswered, unknown
from polls.ballots.shape import Ballots, Marks, Number, Problem, Question, Result, Step

Order = tuple[str, ...]
"""Options, the best first; those left out come after all others."""
Ranks = tuple[Order, ...]
"""The same with several options in one rank."""


def check(ballot: Marks, question: Question) -> list[Problem]:
    """Ranks 1, 2, 3 … without a gap, each once unless `equal_ranks`; `most` limits them; reads `blank`."""
    options = tuple(option for option, _ in ballot.values)
    last = question.most or len(question.options)
    problems = [
        *unknown(options, question),
        *unanswered(options, question),
        *outside(ballot, 1, last),
    ]
    return problems or [*_twice(ballot, question), *_gap(ballot)]


def _twice(ballot: Marks, question: Question) -> list[Problem]:
    """Names the later options of a rank that stands twice."""
    if question.equal_ranks:
        return []
    seen: set[int] = set()
    problems = []
    for option, rank in given(ballot).items():
        if rank in seen:
            problems.append(Problem("rank-twice", option, {"rank": rank}))
        seen.add(rank)
    return problems


def _gap(ballot: Marks) -> list[Problem]:
    used = set(given(ballot).values())
    missing = next((rank for rank in range(1, max(used, default=0)) if rank not in used), None)
    return [] if missing is None else [Problem("rank-missing", values={"rank": missing})]


def ranks(ballot: Marks) -> Ranks:
    by_rank: dict[int, list[str]] = {}
    for option, rank in given(ballot).items():
        by_rank.setdefault(rank, []).append(option)
    return tuple(tuple(by_rank[rank]) for rank in sorted(by_rank))


def strict(ranks: Ranks) -> Order:
    """Up to the first rank with several options: what stands behind it is no clear order."""
    order: list[str] = []
    for rank in ranks:
        if len(rank) != 1:
            break
        order += rank
    return tuple(order)


def rankings(ballots: Ballots[Marks]) -> tuple[Counter[Ranks], int, int]:
    """Equal rankings together; with the number of ballots that say something, and of blank ones."""
    found: Counter[Ranks] = Counter()
    for ballot, number in Counter(ballots).items():
        found[ranks(ballot)] += number
    blank = found.pop((), 0)
    return found, found.total(), blank


def orders(found: Mapping[Ranks, int]) -> Counter[Order]:
    result: Counter[Order] = Counter()
    for one, number in found.items():
        result[strict(one)] += number
    return result


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a count by rounds.

    `act` is `first`, `surplus`, `exclusion` or `rest` (the last seats fall to who remains); `option` is whose
    votes moved. `votes` stand at its end, `lost` are those that no longer count for anybody. `lot` are those
    among whom the lot fell on `option`.
    """

    number: int
    act: str
    option: str
    votes: Mapping[str, Number]
    lost: Number
    elected: Order = ()
    lot: Order = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds(Result):
    """`needed` votes elect: the quota of STV, the majority at the end of a run-off."""

    seats: int
    needed: int
    stages: tuple[Stage, ...]


def tell(stage: Stage, before: Stage | None) -> list[Step]:
    """The sentences for one stage: what moved, whether by lot, who is elected."""
    votes = before.votes.get(stage.option, 0) if before else 0
    moved: dict[str, list[Step]] = {
        "first": [Step("first-preferences")],
        "surplus": [Step("surplus-moves", {"option": stage.option, "votes": votes})],
        "exclusion": [Step("excluded", {"option": stage.option, "votes": votes})],
        "rest": [Step("rest-elected")],
    }
    lot = [Step("lot-drawn", {"options": stage.lot, "option": stage.option})] if stage.lot else []
    elected = [Step("elected", {"option": one, "votes": stage.votes[one]}) for one in stage.elected]
    return [*lot, *moved[stage.act], *elected]
