"""Plain greedy: again and again the project with the highest score that still fits into what is left.

Equal scores: the cheaper project first, then the one whose id comes first in the order of text. A project
nobody voted for is not built.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import floor

from participation.budgeting.rules.shape import Ballots, BudgetResult, Money, Verdict, scores

NAME = "greedy"


def greedy(costs: Mapping[str, Money], budget: Money, ballots: Ballots) -> BudgetResult:
    """`costs` by project id, none below 0."""
    points, people = scores(ballots, costs)
    verdicts = {one: Verdict(one, cost, points[one], people[one]) for one, cost in costs.items()}
    chosen = fill(verdicts, budget, NAME)
    _explain_refusals(verdicts, budget)
    return BudgetResult(NAME, budget, sum(ballots.values()), Fraction(0), chosen, verdicts)


def by_score(verdict: Verdict) -> tuple[Money, Money, str]:
    return (-verdict.score, verdict.cost, verdict.project)


def fill(verdicts: dict[str, Verdict], rest: Money, by: str) -> tuple[str, ...]:
    """Spends the rest on those not yet chosen and notes it in `verdicts`; the newly chosen in their order."""
    place = sum(bool(one.place) for one in verdicts.values())
    chosen = []
    for one in sorted(verdicts.values(), key=by_score):
        if one.place or not one.score:
            continue
        if one.cost <= rest:
            place += 1
            chosen.append(one.project)
            verdicts[one.project] = replace(one, place=place, by=by)
            rest -= one.cost
    return tuple(chosen)


def _explain_refusals(verdicts: dict[str, Verdict], budget: Money) -> None:
    """What was left when each one's turn came, and how many points would have brought its turn early enough."""
    ordered = sorted(verdicts.values(), key=by_score)
    rests = _rests(ordered, budget)
    for one, had in zip(ordered, rests, strict=True):
        if not one.place:
            missing = max(0, one.cost - had)
            more = _more(one, ordered, rests)
            verdicts[one.project] = replace(one, had=had, missing=missing, more=more)


def _rests(ordered: Sequence[Verdict], budget: Money) -> list[Money]:
    rests = []
    for one in ordered:
        rests.append(budget)
        budget -= one.cost if one.place else 0
    return rests


def _more(one: Verdict, ordered: Sequence[Verdict], rests: Sequence[Money]) -> int | None:
    """The fewest whole points that move it before the latest chosen project whose turn left enough for it."""
    if not one.score:
        return 1 if one.cost <= rests[-1] - (ordered[-1].cost if ordered[-1].place else 0) else None
    for other, rest in zip(reversed(ordered), reversed(rests), strict=True):
        if other.place and one.cost <= rest and by_score(other) < by_score(one):
            gap = other.score - one.score
            wins_tie = (one.cost, one.project) < (other.cost, other.project) and gap == floor(gap)
            return floor(gap) + (0 if wins_tie else 1)
    return None
