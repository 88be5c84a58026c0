"""The result: worked out once, when the ballots lie open, and kept."""

import asyncio
from fractions import Fraction

from participation.budgeting import queries
from participation.budgeting.queries import Budget
from participation.budgeting.rules import stored
from participation.budgeting.rules.equal_shares import equal_shares
from participation.budgeting.rules.greedy import greedy
from participation.budgeting.rules.life import Check, Rule
from participation.budgeting.rules.shape import Ballots, BudgetResult
from participation.core import clock
from participation.core.audit import record
from participation.core.db import execute, unit_of_work
from polls.queries import poll
from proposals import actions as proposals
from proposals.rules import Status

_STORE = """
INSERT INTO budget_result (budget, rule, content, counted_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (budget, rule) DO NOTHING
"""


async def tally_due() -> None:
    for number in await queries.due():
        await tally(number)


async def tally(budget_id: int) -> bool:
    """False where there is nothing to count, or it is counted already."""
    found = await queries.budget(budget_id)
    if found is None or found.poll_id is None or found.counted_at is None:
        return False
    costs = await costs_of(found)
    ballots = await queries.ballots(found.poll_id)
    results = await asyncio.to_thread(both, costs, found, ballots)
    texts = [(rule, stored.to_text(result)) for rule, result in results.items()]
    async with unit_of_work():
        written = [await execute(_STORE, budget_id, rule, text, clock.now()) for rule, text in texts]
        if not all(written):
            return False
        await record(None, "budget.counted", "budget", budget_id, {"ballots": sum(ballots.values())})
        await _tell_proposals(found, results[found.rule])
    return True


async def costs_of(found: Budget) -> dict[str, int]:
    """Of what stood on the ballot; no cost has changed since it was made."""
    vote = await poll(found.poll_id or 0, None)
    keys = {option.key for option in vote.options} if vote else set()
    return {
        one.key: one.cost
        for one in await queries.projects(found.id)
        if one.check is Check.ACCEPTED and one.key in keys and one.cost is not None
    }


def both(costs: dict[str, int], found: Budget, ballots: Ballots) -> dict[str, BudgetResult]:
    """By the rule of the budget, and by the other one beside it."""
    step = Fraction(found.step, 100)
    return {
        Rule.EQUAL_SHARES.value: equal_shares(costs, found.amount, ballots, step=step),
        Rule.GREEDY.value: greedy(costs, found.amount, ballots),
    }


async def _tell_proposals(found: Budget, result: BudgetResult) -> None:
    for one in await queries.projects(found.id):
        if one.key in result.winners:
            await proposals.set_status(None, one.proposal_id, Status.ACCEPTED)
