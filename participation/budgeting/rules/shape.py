"""A vote on a budget and its result. Money in any one unit (cents in our own tables), whole or as fractions."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

Money = int | Fraction
Points = tuple[tuple[str, int | Fraction], ...]
"""(project, points above 0), sorted by project; an approval is one point."""
Ballots = Mapping[Points, int]
"""Each different ballot with the number of people who cast it; `()` is a person who chose nothing."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one project, and why.

    `score`: all its points; `supporters`: people who gave it some. `place`: its place among the chosen, 0 where
    it was not. `by`: `shares`, `rest` (the completion), `greedy`, or nothing.
    Chosen by shares: `price` is what each supporter paid per point; `payers` could pay it in full, the others
    gave all they had left. Otherwise `had` is the money there was for it (what its supporters had left, or with
    greedy the rest of the budget at its turn) and `missing` what lacked of the cost. `more`: how many more
    supporters, each with a whole share of the money, or with greedy how many more points would have been enough,
    all else equal; None where no number would.
    """

    project: str
    cost: Money
    score: Money
    supporters: int
    place: int = 0
    by: str = ""
    price: Fraction = Fraction(0)
    payers: int = 0
    had: Money = 0
    missing: Money = 0
    more: int | None = None


@dataclass(frozen=True, slots=True)
class BudgetResult:
    """`winners` in the order in which they were chosen; `share` is each person's part, 0 with greedy."""

    rule: str
    budget: Money
    voters: int
    share: Fraction
    winners: tuple[str, ...]
    verdicts: Mapping[str, Verdict]

    @property
    def spent(self) -> Money:
        return sum(self.verdicts[project].cost for project in self.winners)


def scores(ballots: Ballots, costs: Mapping[str, Money]) -> tuple[dict[str, Money], dict[str, int]]:
    """Points and supporters of each project."""
    points: dict[str, Money] = dict.fromkeys(costs, 0)
    people = dict.fromkeys(costs, 0)
    for ballot, number in ballots.items():
        for project, given in ballot:
            points[project] += given * number
            people[project] += number
    return points, people
