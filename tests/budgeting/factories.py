"""Budgets for tests, with as many projects as wanted, at any stage."""

from datetime import timedelta

from participation.accounts.actor import Actor
from participation.budgeting import actions, queries, tallying
from participation.budgeting.actions import BudgetDraft, Finding
from participation.budgeting.rules.life import Check, Method, Rule
from participation.consultations.actions import PhaseDraft
from participation.core.clock import now
from participation.core.db import execute
from participation.core.html import Rendered, render_text
from polls import actions as polls
from polls import queries as poll_queries
from polls.ballots.shape import Choices, Marks
from proposals import actions as proposals
from proposals.forms import NewProposal
from tests.consultations.factories import make_consultation
from tests.people import create_person

DAY = timedelta(days=1)
TEXT = Rendered("<p>Mehr dazu.</p>", 1)
COSTS = {"Brunnen": 30_000_00, "Bühne": 50_000_00, "Bänke": 10_000_00}
"""By title, in cents; in these tests the pot holds 60,000 euros."""
AMOUNT = 60_000_00


async def place(slug="geld", **more):
    """A consultation that has begun to collect; the vote is next week."""
    phases = [
        PhaseDraft("collect", "Ideen sammeln", now() - 9 * DAY, now() + DAY),
        PhaseDraft("vote", "Abstimmen", now() + 7 * DAY, now() + 14 * DAY),
        PhaseDraft("implement", "Umsetzen", now() + 15 * DAY, None),
    ]
    return await make_consultation(slug, "Unser Geld", phases=phases, **more)


async def make_budget(where=None, *, title="60.000 Euro für Sie", amount=AMOUNT, **more):
    where = where or await place()
    number = await actions.create(None, where, BudgetDraft(title, amount, **more))
    return await queries.budget(number)


async def propose(found, title, author=None, **more):
    author = author or Actor(await create_person(f"Wer {title} will"), "W")
    sent = NewProposal(title, f"{title} fehlt hier.", **more)
    return await proposals.create(author, found.consultation_id, sent, TEXT)


async def checked(found, title, cost, *, reason=""):
    """A project that an office has looked at: refused without a cost."""
    emin = Actor(await create_person("Prüferin"), "P", frozenset({"editor"}))
    number = await propose(found, title)
    await actions.assign(emin, found, number, "Fachbereich Grün", None)
    check = Check.REFUSED if cost is None else Check.ACCEPTED
    text = await render_text(reason)
    await actions.check(emin, found, number, Finding(check, cost, reason), text)
    return number


async def voting(method=Method.KNAPSACK, *, costs=None, **more):
    """A budget that is being voted on; its keys by title are the numbers of its proposals."""
    found = await make_budget(method=method, **more)
    keys = {title: str(await checked(found, title, cost)) for title, cost in (costs or COSTS).items()}
    await actions.open_vote(None, found, TEXT)
    found = await queries.budget(found.id)
    await execute("UPDATE poll SET opens_at = now() - interval '1 day' WHERE id = $1", found.poll_id)
    await execute("UPDATE phase SET ends_at = now() - interval '1 hour' WHERE kind = 'collect'")
    return await queries.budget(found.id), keys


async def cast(found, *choices):
    """One person each; a choice is a collection of keys, or points by key."""
    poll = await poll_queries.poll(found.poll_id, None)
    for choice in choices:
        person = Actor(await create_person("Wählerin"), "W")
        if isinstance(choice, dict):
            ballot = Marks(tuple(sorted(choice.items())))
        else:
            ballot = Choices(tuple(sorted(choice)))
        await polls.cast(person, poll, ballot)


async def end(found):
    """The hour has come; the worker does its rounds."""
    await execute(
        "UPDATE poll SET opens_at = now() - interval '2 days', closes_at = now() - interval '1 second' WHERE id = $1",
        found.poll_id,
    )
    await polls.close_due()
    await tallying.tally_due()
    return await queries.budget(found.id)


async def decided(method=Method.APPROVAL, *, rule=Rule.EQUAL_SHARES, fans=None, **more):
    """A counted budget. `fans`: how many people want exactly this: by titles, joined by +."""
    found, keys = await voting(method, rule=rule, **more)
    fans = fans or {"Brunnen+Bänke": 7, "Bühne": 5}
    for titles, number in fans.items():
        await cast(found, *[[keys[title] for title in titles.split("+")]] * number)
    return await end(found), keys
