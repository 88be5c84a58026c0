"""What a budget adds to the published result of its poll, so that everybody can recount where the money goes."""

from fractions import Fraction
from typing import Any

from participation.budgeting import queries
from participation.budgeting.rules.shape import BudgetResult
from participation.budgeting.tallying import costs_of
from polls.publishing import Money, NotYetError
from polls.queries import Poll
from polls.stating import plain


async def money(vote: Poll) -> Money | None:
    """None where the poll is no vote on a budget; `NotYetError` until the result is worked out. Cents."""
    found = await queries.budget_of_poll(vote.line.id)
    if found is None:
        return None
    known = await queries.results(found)
    if found.rule not in known:
        raise NotYetError
    rules = {
        "rule": found.rule.value,
        "costs": {key: str(cost) for key, cost in sorted((await costs_of(found)).items())},
        "budget": str(found.amount),
        "worth": "cost",
        "step": str(Fraction(found.step, 100)),
    }
    return Money(rules, _stated(known[found.rule]))


def _stated(result: BudgetResult) -> dict[str, Any]:
    rows = [
        {
            "option": key,
            "place": one.place,
            "value": plain(one.score),
            "numbers": {"supporters": one.supporters, "cost": plain(one.cost)},
        }
        for key, one in sorted(result.verdicts.items())
    ]
    return {
        "voters": result.voters,
        "winners": list(result.winners),
        "share": plain(result.share),
        "spent": plain(result.spent),
        "rows": rows,
    }
