"""What a transaction promised is done after it, once it happened, whoever dies in between."""

import asyncio
import os
import sys
import textwrap
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from participation.core import clock, outbox
from participation.core.db import execute, fetch, fetch_value, unit_of_work
from participation.core.outbox import GiveUp, claim, drain, enqueue, failed, handles, retry

pytestmark = pytest.mark.usefixtures("db")

WAITING = "SELECT count(*) FROM outbox_entry"


@pytest.fixture
def done(monkeypatch):
    """A topic `test` whose handler notes what it was given."""
    monkeypatch.setattr(outbox, "_handlers", {})
    noted = []

    @handles("test")
    async def note(payload):
        noted.append(payload["n"])

    return noted


async def test_work_is_done_after_the_commit_and_leaves_nothing_behind(done):
    async with unit_of_work():
        await enqueue("test", {"n": 1})
    assert await drain() == 1
    assert done == [1]
    assert await fetch_value(WAITING) == 0


async def test_work_of_a_rolled_back_transaction_never_happens(done):
    async def half():
        async with unit_of_work():
            await enqueue("test", {"n": 1})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await half()
    assert await drain() == 0
    assert done == []


async def test_work_for_later_waits(done):
    await enqueue("test", {"n": 1}, run_at=clock.now() + timedelta(minutes=5))
    assert await drain() == 0
    with clock.frozen(clock.now() + timedelta(minutes=6)):
        assert await drain() == 1


async def test_no_plan_of_the_database_claims_more_than_asked(done):
    """A nested loop looked for the next entry anew for each row, so one worker took all and did the first."""
    for number in range(5):
        await enqueue("test", {"n": number})
    async with unit_of_work():
        for way in ("hashjoin", "mergejoin", "hashagg", "sort", "material"):
            await execute(f"SET LOCAL enable_{way} = off")
        await execute("DISCARD PLANS")  # those of the tests before
        assert len(await claim(1)) == 1
        assert len(await claim(2)) == 2


async def test_the_same_key_is_the_same_work_until_somebody_begins_it(done):
    for number in range(3):
        await enqueue("test", {"n": number}, key="digest:7")
    [entry] = await claim(10)
    await enqueue("test", {"n": 9}, key="digest:7")
    await outbox.perform(entry)
    await drain()
    assert done == [0, 9]


async def test_a_failure_is_tried_again_later_and_later(done):
    calls = []

    @handles("shaky")
    async def shaky(payload):
        calls.append(payload)
        if len(calls) < 3:
            raise ConnectionRefusedError(111, "alma@example.org")

    await enqueue("shaky", {})
    await drain()
    row = (await fetch("SELECT due_at - now() AS wait, attempts, last_error FROM outbox_entry"))[0]
    assert row["attempts"] == 1
    assert row["last_error"].startswith("ConnectionRefusedError 111 test_outbox.py:")
    assert timedelta(seconds=1) < row["wait"] < timedelta(seconds=3)
    for minutes in (1, 2):
        with clock.frozen(clock.now() + timedelta(minutes=minutes)):
            await drain()
    assert len(calls) == 3
    assert await fetch_value(WAITING) == 0


async def test_pauses_grow_to_an_hour_and_differ():
    pauses = [outbox.pause(attempts).total_seconds() for attempts in range(1, 11)]
    assert 2 <= pauses[0] <= 2.5
    assert all(before < after for before, after in pairwise(pauses[:6]))
    assert 3600 <= pauses[-1] <= 4500
    assert len({outbox.pause(5) for _ in range(10)}) > 1


async def test_what_fails_for_good_can_be_seen_and_tried_again(done):
    broken = True

    @handles("broken")
    async def handler(payload):
        if broken:
            raise ValueError("text of Alma")

    await enqueue("broken", {"to": "alma@example.org"})
    await execute("UPDATE outbox_entry SET attempts = $1", outbox.ATTEMPTS - 1)
    await drain()
    [failure] = await failed()
    assert failure.topic == "broken"
    assert failure.attempts == outbox.ATTEMPTS
    assert "Alma" not in failure.last_error
    assert failure.last_error.startswith("ValueError test_outbox.py")
    assert await drain() == 0
    broken = False
    assert await retry(failure.id)
    assert not await retry(failure.id)
    assert await drain() == 1
    assert await failed() == []


async def test_what_cannot_succeed_is_given_up_at_once(done):
    @handles("hopeless")
    async def handler(payload):
        raise GiveUp("the server refused the recipient: 550")

    await enqueue("hopeless", {})
    await drain()
    [failure] = await failed()
    assert "refused the recipient: 550" in failure.last_error


async def test_an_unknown_topic_is_kept_for_a_worker_that_knows_it(done):
    await enqueue("of-tomorrow", {})
    await drain()
    assert await fetch_value(WAITING) == 1
    assert await failed() == []


async def test_a_handler_that_hangs_is_cut_off(done):
    @handles("hangs", seconds=0.05)
    async def handler(payload):
        await asyncio.sleep(60)

    await enqueue("hangs", {})
    await drain()
    assert (await fetch_value("SELECT last_error FROM outbox_entry")).startswith("TimeoutError")


async def test_atomic_work_happens_exactly_once(done):
    """The handler's row and the entry's deletion are one transaction: half of it is none of it."""
    fails = True

    @handles("atomic", atomic=True)
    async def handler(payload):
        await execute("INSERT INTO persisted_setting (name) VALUES ('x')")
        if fails:
            raise RuntimeError

    await enqueue("atomic", {})
    await drain()
    assert await fetch_value("SELECT count(*) FROM persisted_setting") == 0
    fails = False
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        await drain()
    assert await fetch_value("SELECT count(*) FROM persisted_setting") == 1
    assert await fetch_value(WAITING) == 0


async def test_two_handlers_of_one_topic_are_a_mistake(done):
    with pytest.raises(ValueError, match="test"):

        @handles("test")
        async def other(payload):
            """Never called."""


async def test_many_workers_never_take_the_same_entry(done):
    for number in range(60):
        await enqueue("test", {"n": number})
    claims = await asyncio.gather(*(claim(5) for _ in range(20)))
    ids = [entry.id for entries in claims for entry in entries]
    assert len(ids) == len(set(ids)) == 60


async def test_an_entry_whose_worker_dies_each_time_is_parked(done):
    await enqueue("test", {"n": 1})
    await execute("UPDATE outbox_entry SET attempts = $1", outbox.ATTEMPTS)
    await drain()
    [failure] = await failed()
    assert "its worker died each time" in failure.last_error
    assert done == []


async def test_old_failures_leave_with_their_addresses(done):
    await enqueue("test", {"n": 1})
    await execute("UPDATE outbox_entry SET failed_at = $1", clock.now() - timedelta(days=31))
    await outbox.forget_old_failures()
    assert await fetch_value(WAITING) == 0


WORKER = """
import asyncio, sys
from datetime import timedelta
from participation.core import jobs, outbox
from participation.core.db import DB

outbox.LEASE = timedelta(seconds=1.5)

@outbox.handles("kill")
async def kill(payload):
    print("begun", flush=True)
    if sys.argv[2] == "hang":
        await asyncio.sleep(60)

async def main():
    DB.configure(sys.argv[1])
    await DB.start()
    await jobs.run_worker(asyncio.Event())

asyncio.run(main())
"""


@pytest.mark.processes
async def test_a_worker_killed_in_the_middle_is_followed_by_the_next(cluster, tmp_path):
    script = tmp_path / "worker.py"
    script.write_text(textwrap.dedent(WORKER))
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}

    async def start(mode):
        return await asyncio.create_subprocess_exec(
            sys.executable, str(script), cluster.dsn, mode, stdout=asyncio.subprocess.PIPE, env=environment
        )

    await enqueue("kill", {})
    first = await start("hang")
    assert await asyncio.wait_for(first.stdout.readline(), 30) == b"begun\n"
    first.kill()
    await first.wait()
    assert await fetch_value(WAITING) == 1
    second = await start("finish")
    try:
        assert await asyncio.wait_for(second.stdout.readline(), 30) == b"begun\n"
        async with asyncio.timeout(20):
            while await fetch_value(WAITING):
                await asyncio.sleep(0.05)
    finally:
        second.kill()
        await second.wait()
