"""Fills an empty database with the demo city, in one transaction: a killed fill leaves it empty."""

from collections.abc import Callable

from participation.accounts.demo_logins import PASSWORD
from participation.accounts.passwords import hash_password
from participation.app_parts import load_jobs
from participation.core import clock
from participation.core.db import execute, fetch_value, unit_of_work
from participation.core.persisted import recall, remember
from participation.tools.demo import (
    budget,
    consultations,
    council,
    discussion,
    evening_polls,
    forums,
    home,
    minutes,
    moderation,
    outcomes,
    people,
    plans,
    polls,
    proposals,
    questionnaires,
    topics,
)
from participation.tools.demo.city import City
from participation.tools.demo.content import Present
from participation.tools.demo.refresh import refresh_live_forum

MARK = "demo"

_EMPTY = "SELECT NOT EXISTS (SELECT 1 FROM person) AND NOT EXISTS (SELECT 1 FROM consultation)"
_NO_LETTERS = "DELETE FROM outbox_entry"


async def is_empty() -> bool:
    """True without a person and without a consultation: house rules do not count."""
    empty: bool = await fetch_value(_EMPTY)
    return empty


async def fill(progress: Callable[[str], None]) -> None:
    """For a migrated, empty database. `progress` gets a sentence now and then."""
    load_jobs()
    progress("Building the demo city …")
    city = await _prepared()
    async with unit_of_work():
        await city.diary.play()
        await proposals.supports(city)
        await outcomes.crowd(city)
        await consultations.outcomes(city)
        await forums.subjects(city)
        await execute(_NO_LETTERS)  # nobody gets mail about what happened before today
        await remember(MARK, "1")
    progress(f"Musterstadt is there: {len(city.proposals)} proposals, {len(city.comments)} comments.")


async def _prepared() -> City:
    """Hashing and rendering come before the transaction."""
    city = City(Present(clock.now()))
    for part in (proposals, discussion, forums, topics, polls, questionnaires, budget, plans):
        await part.prepare(city)
    await moderation.prepare(city)
    people.plan(city, await hash_password(PASSWORD))
    home.plan(city)
    for part in (
        consultations,
        budget,
        plans,
        proposals,
        outcomes,
        discussion,
        forums,
        minutes,
        evening_polls,
        topics,
        council,
        polls,
        questionnaires,
        moderation,
    ):
        part.plan(city)
    return city


async def refresh() -> None:
    """Puts the live forum of an older demo on today; of any other database it changes nothing."""
    if await recall(MARK) == "1":
        await refresh_live_forum()
