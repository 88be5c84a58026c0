"""Support counts once, whatever happens at the same time. Two processes over HTTP: tests/journeys."""

import asyncio

import pytest

from participation.accounts.actor import Actor
from participation.consultations.actions import end_phase
from participation.core import persons
from participation.core.clock import now
from participation.core.db import execute, fetch_value, unit_of_work
from participation.core.errors import Refused
from participation.core.kinds import Tombstone
from proposals import actions, content  # noqa: F401  # content registers what the phases open
from tests.people import create_person
from tests.proposals.factories import consultation, proposal

TOMB = Tombstone("Keine Angriffe auf Personen", "angriffe", now())


async def rows(number: int) -> tuple[int, int]:
    return (
        await fetch_value("SELECT supports_count FROM proposal WHERE id = $1", number),
        await fetch_value("SELECT count(*) FROM support WHERE proposal = $1", number),
    )


async def person(name: str = "Bora Y.") -> Actor:
    return Actor(await create_person(name), name)


async def test_a_hundred_parallel_tries_of_one_person_count_once(db):
    number, bora = await proposal(await consultation()), await person()
    counts = await asyncio.gather(*(actions.support(bora, number) for _ in range(100)))
    assert set(counts) == {1}
    assert await rows(number) == (1, 1)


async def test_support_and_withdrawal_of_many_people_at_once_leave_count_and_rows_equal(db):
    number = await proposal(await consultation())
    people = [await person(f"P{n}") for n in range(8)]

    async def back_and_forth(someone: Actor, times: int) -> None:
        for n in range(times):
            await (actions.withdraw_support if n % 2 else actions.support)(someone, number)

    await asyncio.gather(*(back_and_forth(p, 3 + n % 2) for n, p in enumerate(people) for _ in range(2)))
    shown, stored = await rows(number)
    assert shown == stored


async def test_support_while_it_is_hidden_and_restored_is_kept_or_refused_but_never_lost(db):
    number = await proposal(await consultation())
    people = [await person(f"P{n}") for n in range(10)]
    acts = [actions.support(p, number) for p in people] + [
        actions.hide(number, TOMB),
        actions.restore(number),
    ]
    answers = await asyncio.gather(*acts, return_exceptions=True)
    refused = [a for a in answers if isinstance(a, Refused)]
    assert all(a.key == "proposal-hidden" for a in refused)
    assert await rows(number) == (10 - len(refused), 10 - len(refused))


async def test_withdrawing_without_support_changes_nothing(db):
    number, bora = await proposal(await consultation()), await person()
    assert await actions.withdraw_support(bora, number) == 0


async def test_after_the_end_of_the_phase_support_and_withdrawal_are_refused_with_the_period(db):
    number, bora = await proposal(await consultation()), await person()
    await actions.support(bora, number)
    await execute("UPDATE phase SET starts_at = starts_at - interval '9 days'")
    await end_phase(await fetch_value("SELECT id FROM phase"))
    for act in (actions.support, actions.withdraw_support):
        with pytest.raises(Refused) as refused:
            await act(bora, number)
        assert refused.value.key == "phase-closed"
    assert await rows(number) == (1, 1)


@pytest.mark.parametrize("phase", ["inform", "examine", "decide", "implement", "closed"])
async def test_only_the_phase_of_collecting_takes_support(db, phase):
    number, bora = await proposal(await consultation(phase=phase)), await person()
    with pytest.raises(Refused):
        await actions.support(bora, number)


async def leave(who: Actor) -> None:
    async with unit_of_work():
        await persons.erase(who.id)


async def test_whoever_leaves_and_comes_again_counts_once_while_supports_are_collected(db):
    number, bora = await proposal(await consultation()), await person()
    await actions.support(bora, number)
    assert await persons.export(bora.id)
    await leave(bora)
    assert await rows(number) == (0, 0)
    await actions.support(await person(), number)
    assert await rows(number) == (1, 1)


async def test_what_was_counted_to_the_end_stays_when_a_person_leaves(db):
    place = await consultation()
    number, bora = await proposal(place), await person()
    await actions.support(bora, number)
    await execute("UPDATE phase SET ends_at = now() WHERE consultation = $1", place)
    await leave(bora)
    assert await rows(number) == (1, 1)


async def test_supporting_and_leaving_at_once_leave_count_and_rows_equal(db):
    number = await proposal(await consultation())
    people = [await person(f"P{n}") for n in range(10)]
    await asyncio.gather(*(actions.support(who, number) for who in people[:5]))
    await asyncio.gather(*(act for who in people for act in (actions.support(who, number), leave(who))))
    shown, stored = await rows(number)
    assert shown == stored
