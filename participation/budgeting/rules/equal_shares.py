"""Equal shares: everyone gets the same part of the budget and pays for what they voted for.

Dominik Peters, Grzegorz Pierczyński, Piotr Skowron: Proportional participatory budgeting with additive
utilities, NeurIPS 2021. A project is worth to a voter its points times its cost (`worth="cost"`, an approval
is one point), or its points alone (`worth="points"`). Each time the project is bought that costs its
supporters the least for what it is worth to them: all pay the same per point, and who has less gives all that
is left. Equal: the cheaper project, then the one with more supporters, then the id that comes first in the
order of text. What costs nothing and is wanted comes before all.

Completion, when no project can be paid by its supporters any more: (1) with a `step`, all begins anew with
larger shares, each time by that part of the first share, as long as the result costs no more than the budget
and something that is wanted would still fit, up to `MOST` first shares more; (2) the rest of the money goes to the
project with the highest score that still fits, again and again, as in `greedy`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor

from participation.budgeting.rules.greedy import fill
from participation.budgeting.rules.market import Demand, Market, Purchase
from participation.budgeting.rules.shape import Ballots, BudgetResult, Money, Verdict, scores

NAME = "equal-shares"
MOST = 10


def equal_shares(
    costs: Mapping[str, Money],
    budget: Money,
    ballots: Ballots,
    *,
    worth: str = "cost",
    step: Fraction = Fraction(0),
) -> BudgetResult:
    """`costs` by project id, none below 0; `worth` is `cost` or `points`; `step` as a part of the share."""
    points, people = scores(ballots, costs)
    verdicts = {one: Verdict(one, cost, points[one], people[one]) for one, cost in costs.items()}
    voters = sum(ballots.values())
    share = Fraction(budget, voters) if voters else Fraction(0)
    demand = Demand.of(ballots, costs, people)
    free = [
        Purchase(one, Fraction(0), people[one]) for one in sorted(costs) if people[one] and not costs[one]
    ]
    market, bought, share = _raised(demand, budget, share, step, by_cost=worth == "cost")
    for place, one in enumerate([*free, *bought], 1):
        verdicts[one.project] = replace(
            verdicts[one.project], place=place, by="shares", price=one.price, payers=one.payers
        )
    _refuse(verdicts, market, share, budget)
    spent = sum(costs[one.project] for one in bought)
    winners = [one.project for one in (*free, *bought)]
    winners += fill(verdicts, budget - spent, "rest")
    return BudgetResult(NAME, budget, voters, share, tuple(winners), verdicts)


def _raised(
    demand: Demand, budget: Money, share: Fraction, step: Fraction, *, by_cost: bool
) -> tuple[Market, list[Purchase], Fraction]:
    """The last market within the budget, what was bought in it, and the share that everyone had."""
    market = Market.open(demand, share, by_cost=by_cost)
    bought = market.run(budget) or []
    best = market, bought, share
    for number in range(1, floor(MOST / step) + 1 if step else 1):
        if not _fits(demand, budget, bought):
            break
        larger = share * (1 + step * number)
        market = Market.open(demand, larger, by_cost=by_cost)
        found = market.run(budget)
        if found is None:
            break
        bought = found
        best = market, bought, larger
    return best


def _fits(demand: Demand, budget: Money, bought: Sequence[Purchase]) -> bool:
    """Whether something that is wanted still fits into what is left."""
    there = {one.project for one in bought}
    rest = budget - sum(demand.costs[project] for project in there)
    return any(cost <= rest for project, cost in demand.costs.items() if project not in there)


def _refuse(verdicts: dict[str, Verdict], market: Market, share: Fraction, budget: Money) -> None:
    """Notes for all not bought what their supporters still had, and what was missing."""
    for project, one in verdicts.items():
        if one.place:
            continue
        had = market.had(project) if project in market.support else Fraction(0)
        missing = one.cost - had
        more = ceil(missing / share) if share and one.cost <= budget else None
        verdicts[project] = replace(one, had=had, missing=missing, more=more)
