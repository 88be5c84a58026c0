"""A budget: plain greedy, and equal shares (Peters, Pierczyński, Skowron 2021), the plain way with fractions."""

from fractions import Fraction
from math import floor
from typing import Any

from polls.verifying.ballots import Amount, Cast, Rules, content_of

RAISED_AT_MOST = 10
Wishes = list[tuple[dict[str, Amount], int]]
"""(points by project, how many people cast this ballot)."""


class Pot:
    """What the description says about the money, and what the people want."""

    def __init__(self, cast: Cast, rules: Rules) -> None:
        money = rules.poll["money"]
        self.costs = {project: Fraction(cost) for project, cost in money["costs"].items()}
        self.budget = Fraction(money["budget"])
        self.by_cost = money.get("worth", "cost") == "cost"
        self.step = Fraction(money.get("step", 0))
        self.wishes: Wishes = []
        for text, number in sorted(cast.whole.items()):
            content = content_of(text, rules.kind)
            self.wishes.append((content if isinstance(content, dict) else dict.fromkeys(content, 1), number))
        self.people = sum(number for _, number in self.wishes)
        self.score: dict[str, Amount] = dict.fromkeys(self.costs, 0)
        self.supporters = dict.fromkeys(self.costs, 0)
        for points, number in self.wishes:
            for project, given in points.items():
                if given and project in self.costs:
                    self.score[project] += given * number
                    self.supporters[project] += number

    def fill(self, chosen: list[str], rest: Amount) -> list[str]:
        """The highest score that still fits, again and again; equal ones: the cheaper, then the id."""
        added = []
        for project in sorted(self.costs, key=lambda one: (-self.score[one], self.costs[one], one)):
            if project not in chosen and self.score[project] and self.costs[project] <= rest:
                added.append(project)
                rest -= self.costs[project]
        return added


def statement_of(pot: Pot, winners: list[str], share: Amount) -> dict[str, Any]:
    rows = [
        {
            "option": project,
            "place": winners.index(project) + 1 if project in winners else 0,
            "value": pot.score[project],
            "numbers": {"supporters": pot.supporters[project], "cost": pot.costs[project]},
        }
        for project in sorted(pot.costs)
    ]
    spent = sum(pot.costs[project] for project in winners)
    return {"voters": pot.people, "rows": rows, "winners": winners, "share": share, "spent": spent}


def count_greedy(cast: Cast, rules: Rules) -> dict[str, Any]:
    pot = Pot(cast, rules)
    return statement_of(pot, pot.fill([], pot.budget), 0)


def count_equal_shares(cast: Cast, rules: Rules) -> dict[str, Any]:
    """What costs nothing and is wanted; what shares can pay; the rest as in greedy.

    With a step the shares grow by that part of the first, as long as the result stays within the budget and
    something wanted would still fit.
    """
    pot = Pot(cast, rules)
    free = [project for project in sorted(pot.costs) if not pot.costs[project] and pot.supporters[project]]
    first = Fraction(pot.budget, pot.people) if pot.people else Fraction(0)
    share, bought = first, shopping(pot, first) or []
    for number in range(1, floor(RAISED_AT_MOST / pot.step) + 1 if pot.step else 1):
        rest = pot.budget - sum(pot.costs[project] for project in bought)
        wanted = [project for project in pot.costs if pot.costs[project] and pot.supporters[project]]
        if not any(pot.costs[project] <= rest for project in wanted if project not in bought):
            break
        more = shopping(pot, first * (1 + pot.step * number))
        if more is None:
            break
        share, bought = first * (1 + pot.step * number), more
    chosen = free + bought
    rest = pot.budget - sum(pot.costs[project] for project in bought)
    return statement_of(pot, chosen + pot.fill(chosen, rest), share)


def shopping(pot: Pot, share: Fraction) -> list[str] | None:
    """Always what costs its supporters the least for what it is worth; None once it is more than the budget."""
    money = [share] * len(pot.wishes)
    bought: list[str] = []
    while True:
        offers = []
        for project, cost in pot.costs.items():
            if cost and project not in bought:
                price = price_of(pot, project, money)
                if price is not None:
                    worth = price / cost if pot.by_cost else price
                    offers.append((worth, cost, -pot.supporters[project], project, price))
        if not offers:
            return bought
        *_, project, price = min(offers)
        if pot.costs[project] > pot.budget - sum(pot.costs[one] for one in bought):
            return None
        bought.append(project)
        for place, (points, _) in enumerate(pot.wishes):
            money[place] -= min(money[place], price * points.get(project, 0))


def price_of(pot: Pot, project: str, money: list[Fraction]) -> Fraction | None:
    """Per point: whoever has less gives all; None where all together have too little."""
    payers = [
        (money[place] / points[project], points[project], number)
        for place, (points, number) in enumerate(pot.wishes)
        if points.get(project)
    ]
    rest, weight = pot.costs[project], sum((points * number for _, points, number in payers), Fraction(0))
    for limit, points, number in sorted(payers):
        if limit * weight >= rest:
            return rest / weight
        rest -= limit * points * number
        weight -= points * number
    return None
