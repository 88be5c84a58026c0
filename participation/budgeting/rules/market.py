"""Buying projects with equal shares, once through, in whole numbers.

All money is held in a unit in which every amount so far is whole; each purchase makes the unit finer. Projects
only get dearer for the rest of their supporters, so most of them need not be looked at again each time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd, lcm

from participation.budgeting.rules.shape import Ballots, Money

Classes = list[tuple[int, list[int]]]
"""(points in grains, the groups of voters who gave so many)."""
Tie = tuple[Fraction, int, str]


@dataclass(frozen=True, slots=True)
class Demand:
    """Who wants what. Voters with equal ballots are one group: they always have the same money.

    `people` in each group; a grain is the largest part of a point in which all points are whole; `ties` says
    which of two equally good projects is bought first: the smaller.
    """

    people: list[int]
    grain: int
    support: dict[str, Classes]
    costs: dict[str, Fraction]
    ties: dict[str, Tie]

    @classmethod
    def of(cls, ballots: Ballots, costs: Mapping[str, Money], supporters: Mapping[str, int]) -> "Demand":
        """Only projects that cost something and that somebody wants."""
        wanted = {one: Fraction(cost) for one, cost in costs.items() if cost and supporters[one]}
        grain = lcm(1, *{given.denominator for ballot in ballots for _, given in ballot})
        found: dict[str, dict[int, list[int]]] = {project: {} for project in wanted}
        for group, ballot in enumerate(ballots):
            for project, given in ballot:
                if project in found:
                    grains = given if grain == 1 else given * grain
                    found[project].setdefault(int(grains), []).append(group)
        support = {project: sorted(classes.items()) for project, classes in found.items()}
        ties = {project: (cost, -supporters[project], project) for project, cost in wanted.items()}
        return cls(list(ballots.values()), grain, support, wanted, ties)


@dataclass(frozen=True, slots=True)
class Purchase:
    """`price` of a whole point; `payers` could pay it in full."""

    project: str
    price: Fraction
    payers: int


@dataclass(slots=True)
class Market:
    """`money` of one person in each group and `costs` are whole numbers in 1/`unit`.

    `bound`: the price of a grain for what the project is worth, when it was last looked at.
    """

    demand: Demand
    by_cost: bool
    unit: int
    money: list[int]
    costs: dict[str, int]
    support: dict[str, Classes]
    bound: dict[str, Fraction] = field(default_factory=dict)

    @classmethod
    def open(cls, demand: Demand, share: Fraction, *, by_cost: bool) -> "Market":
        """Everyone has `share`; a project is worth its points times its cost (`by_cost`), or its points."""
        unit = lcm(share.denominator, *(cost.denominator for cost in demand.costs.values()))
        market = cls(
            demand,
            by_cost,
            unit,
            [int(share * unit)] * len(demand.people),
            {project: int(cost * unit) for project, cost in demand.costs.items()},
            dict(demand.support),
        )
        for project, classes in demand.support.items():
            grains = sum(points * sum(demand.people[one] for one in groups) for points, groups in classes)
            market.bound[project] = market._for_worth(project, demand.costs[project] / grains)
        return market

    def run(self, budget: Money) -> list[Purchase] | None:
        """Buys until nothing can be paid for any more; None as soon as more than the budget is spent."""
        bought = []
        rest = Fraction(budget)
        while best := self._cheapest():
            project = min(best, key=self.demand.ties.__getitem__)
            rest -= self.demand.costs[project]
            if rest < 0:
                return None
            bought.append(self._buy(project, *best[project]))
        return bought

    def had(self, project: str) -> Fraction:
        """What all supporters together still have."""
        groups = [group for _, groups in self.support[project] for group in groups]
        return Fraction(sum(self.money[group] * self.demand.people[group] for group in groups), self.unit)

    def _for_worth(self, project: str, price: Fraction) -> Fraction:
        return price / self.demand.costs[project] if self.by_cost else price

    def _cheapest(self) -> dict[str, tuple[int, int]]:
        """All projects with the least price for their worth; of each, its price per grain as a quotient."""
        least: Fraction | None = None
        best: dict[str, tuple[int, int]] = {}
        for project in sorted(self.bound, key=self.bound.__getitem__):
            if least is not None and self.bound[project] > least:
                break
            price = self._price(project)
            if price is None:
                del self.bound[project]
                continue
            worth = self._for_worth(project, Fraction(price[0], price[1] * self.unit))
            self.bound[project] = worth
            if least is None or worth < least:
                least, best = worth, {}
            if worth == least:
                best[project] = price
        return best

    def _price(self, project: str) -> tuple[int, int] | None:
        """(a, b): each pays a/b per grain, or all that is left; None where all together have too little."""
        rest, money, people = self.costs[project], self.money, self.demand.people
        rich = [(points, [one for one in groups if money[one]]) for points, groups in self.support[project]]
        self.support[project] = rich
        if sum(money[one] * people[one] for _, groups in rich for one in groups) < rest:
            return None
        grains = sum(points * sum(people[one] for one in groups) for points, groups in rich)
        while True:
            poor_grains, paid, still = 0, 0, []
            for points, groups in rich:
                due = -(-rest * points // grains)
                poor = [one for one in groups if money[one] < due]
                poor_grains += points * sum(people[one] for one in poor)
                paid += sum(money[one] * people[one] for one in poor)
                still.append((points, [one for one in groups if money[one] >= due] if poor else groups))
            if not poor_grains:
                return rest, grains
            rest, grains, rich = rest - paid, grains - poor_grains, still

    def _buy(self, project: str, above: int, below: int) -> Purchase:
        price = Fraction(above * self.demand.grain, below * self.unit)
        common = gcd(above, below)
        self._refine(below // common)
        money, payers = self.money, 0
        for points, groups in self.support[project]:
            due = above // common * points
            for one in groups:
                if money[one] >= due:
                    money[one] -= due
                    payers += self.demand.people[one]
                else:
                    money[one] = 0
        del self.bound[project]
        return Purchase(project, price, payers)

    def _refine(self, factor: int) -> None:
        """A finer unit of money, in which the next payment is a whole number."""
        if factor > 1:
            self.unit *= factor
            self.money = [money * factor for money in self.money]
            self.costs = {project: cost * factor for project, cost in self.costs.items()}
