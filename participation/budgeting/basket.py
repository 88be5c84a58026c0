"""What somebody has chosen so far, and what it costs: the running total, on the page and before it is sent."""

from dataclasses import dataclass

from participation.budgeting.queries import Budget, Project
from participation.budgeting.rules.life import Method
from participation.core.forms import Form, whole_number


@dataclass(frozen=True, slots=True)
class Basket:
    """`number` of projects, or of points; `most` of it, 0 without such a limit. `spent` in cents."""

    number: int
    most: int
    spent: int
    amount: int
    ticks: bool
    capped: bool
    """Whether the money is the limit."""

    @property
    def left(self) -> int:
        return self.amount - self.spent

    @property
    def over(self) -> bool:
        if self.capped:
            return self.left < 0
        return bool(self.most) and self.number > self.most


def basket(found: Budget, known: list[Project], form: Form) -> Basket:
    """Of a form as it was sent; what makes no sense counts nothing here, the check of the ballot names it."""
    costs = {one.key: one.cost or 0 for one in known}
    ticks = found.method is not Method.POINTS
    if ticks:
        chosen = {key for key in form.multi("answer") if key in costs}
        number, most = len(chosen), found.most
    else:
        points = {key: whole_number(form.text(f"answer-{key}")) or 0 for key in costs}
        chosen = {key for key, given in points.items() if given}
        number, most = sum(points.values()), found.points
    spent = sum(costs[key] for key in chosen)
    return Basket(number, most, spent, found.amount, ticks, found.method is Method.KNAPSACK)
