"""The numbers have no gaps, whoever writes at the same time and whatever fails."""

import asyncio
from contextlib import suppress

import asyncpg
import pytest

from participation.core.clock import now
from participation.core.db import DB, execute, fetch, fetch_value, unit_of_work
from participation.core.errors import Refused
from participation.forums.log.actions import append
from participation.forums.log.doorbell import Doorbell
from participation.forums.log.queries import heads, since
from tests.forums.factories import forum

pytestmark = pytest.mark.usefixtures("db")


async def write(forum_id, *, fails=False, number=1):
    with suppress(asyncpg.DivisionByZeroError):
        async with unit_of_work() as work:
            await append(work, forum_id, "message", number, "posted", now())
            await fetch_value("SELECT 1 / $1::int", 0 if fails else 1)


async def test_many_writers_and_rollbacks_leave_no_gap():
    forum_id = await forum()
    seen, last = [], 0
    writers = asyncio.gather(*(write(forum_id, fails=n % 3 == 0, number=n) for n in range(60)))
    while not writers.done():
        for event in await since(forum_id, last, limit=500):
            seen.append(event.seq)
            last = event.seq
    await writers
    seen += [event.seq for event in await since(forum_id, last, limit=500)]
    assert seen == list(range(1, 41))
    assert await heads(["demo", "nothing"]) == {"demo": 40}


async def test_forums_count_for_themselves():
    first, second = await forum("one"), await forum("two")
    await write(first)
    await write(second)
    assert [e.seq for e in await since(second, 0, limit=9)] == [1]


async def test_a_refused_line_takes_no_number():
    forum_id = await forum(live=False)
    with pytest.raises(Refused):
        async with unit_of_work() as work:
            await append(work, forum_id, "message", 1, "posted", now(), only_live=True)
    assert await fetch_value("SELECT last_seq FROM forum WHERE id = $1", forum_id) == 0


async def test_the_bell_reaches_the_other_process_within_a_moment_and_not_ourselves_twice():
    ours, theirs = Doorbell(), Doorbell()
    heard, echoed = [], []
    theirs.listeners.append(lambda *ring: heard.append(ring))
    ours.listeners.append(lambda *ring: echoed.append(ring))
    ours.start()
    theirs.start()
    try:
        async with asyncio.timeout(5):
            while (0, False) not in heard or (0, False) not in echoed:
                await asyncio.sleep(0.01)
        for _ in range(20):
            await ours.ring(7)
        await ours.ring(8, urgent=True)
        async with asyncio.timeout(1):
            while (7, False) not in heard or (8, True) not in heard:
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.2)
        assert heard.count((7, False)) <= 2
        assert echoed.count((7, False)) == 20
    finally:
        await ours.stop()
        await theirs.stop()


async def test_a_bell_whose_line_was_cut_connects_again_and_asks_to_look_everywhere():
    bell = Doorbell()
    heard = []
    bell.listeners.append(lambda *ring: heard.append(ring))
    bell.start()
    try:
        async with asyncio.timeout(5):
            while (0, False) not in heard:
                await asyncio.sleep(0.01)
            await fetch(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'teilhabe doorbell'"
            )
            heard.clear()
            while (0, False) not in heard:
                await asyncio.sleep(0.01)
            while not heard.count((9, False)):
                await execute("SELECT pg_notify('forum', '9')")
                await asyncio.sleep(0.02)
    finally:
        await bell.stop()
    assert DB.pool is not None
