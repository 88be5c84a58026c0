"""Timed work is done once for all workers, and goes on when one of them dies."""

import asyncio
from datetime import timedelta

import pytest

from participation.core import clock, jobs, outbox
from participation.core.db import execute, fetch_value
from participation.core.jobs import Worker, every, run_due_jobs, run_job, run_worker, worker_seen

pytestmark = pytest.mark.usefixtures("db")


@pytest.fixture
def runs(monkeypatch):
    monkeypatch.setattr(jobs, "_jobs", {})
    noted = []

    @every(60, "test")
    async def test():
        noted.append(clock.now())

    return noted


async def test_work_is_done_when_due_and_not_before(runs):
    assert await run_due_jobs() == 1
    assert await run_due_jobs() == 0
    with clock.frozen(clock.now() + timedelta(seconds=61)):
        assert await run_due_jobs() == 1
    assert len(runs) == 2


async def test_ten_workers_do_it_once(runs):
    done = await asyncio.gather(*(run_job("test") for _ in range(10)))
    assert sum(done) == 1
    assert len(runs) == 1


async def test_a_failing_job_is_noted_and_comes_again(runs):
    @every(5, "fails")
    async def fails():
        raise ValueError("secret text")

    await run_job("fails")
    noted = await fetch_value("SELECT last_error FROM timed_job WHERE name = 'fails'")
    assert noted.startswith("ValueError test_jobs.py")
    assert "secret" not in noted
    with clock.frozen(clock.now() + timedelta(seconds=6)):
        assert await run_job("fails")


async def test_the_job_of_a_dead_worker_is_taken_over_after_the_lease(runs):
    await execute(
        "INSERT INTO timed_job (name, due_at) VALUES ('test', $1)",
        clock.now() + outbox.LEASE - timedelta(seconds=16),
    )
    assert await run_due_jobs() == 1


async def test_a_clock_put_back_by_an_hour_stops_nothing(runs):
    await run_due_jobs()
    with clock.frozen(clock.now() - timedelta(hours=1)):
        assert await run_due_jobs() == 1


async def test_the_worker_does_all_and_says_that_it_lives(runs, monkeypatch):
    monkeypatch.setattr(outbox, "_handlers", {})
    handled = []

    @outbox.handles("test")
    async def handle(payload):
        handled.append(payload["n"])

    for number in range(30):
        await outbox.enqueue("test", {"n": number})
    stop = asyncio.Event()
    task = asyncio.create_task(run_worker(stop))
    async with asyncio.timeout(20):
        while len(handled) < 30 or not runs:
            await asyncio.sleep(0.02)
    await outbox.enqueue("test", {"n": 99})
    async with asyncio.timeout(5):
        while 99 not in handled:
            await asyncio.sleep(0.02)
    stop.set()
    await asyncio.wait_for(task, 5)
    assert sorted(handled) == [*range(30), 99]
    assert clock.now() - await worker_seen() < timedelta(seconds=15)


async def test_a_slow_handler_holds_up_nobody_and_keeps_its_lease(runs, monkeypatch):
    monkeypatch.setattr(outbox, "_handlers", {})
    monkeypatch.setattr(jobs, "RENEW_SECONDS", 0.0)
    go, handled = asyncio.Event(), []

    @outbox.handles("slow")
    async def slow(payload):
        await go.wait()
        handled.append("slow")

    @outbox.handles("quick")
    async def quick(payload):
        handled.append("quick")

    await outbox.enqueue("slow", {})
    await outbox.enqueue("quick", {})
    worker = Worker()
    await worker.turn()
    await asyncio.sleep(0.2)
    before = await fetch_value("SELECT due_at FROM outbox_entry")
    await worker.turn()
    assert handled == ["quick"]
    assert await fetch_value("SELECT due_at FROM outbox_entry") > before
    assert len(worker._entries) == 1
    go.set()
    await worker.finish()
    assert handled == ["quick", "slow"]


async def test_what_does_not_end_in_time_is_cut_off_at_the_end(runs, monkeypatch):
    monkeypatch.setattr(outbox, "_handlers", {})
    monkeypatch.setattr(jobs, "GRACE_SECONDS", 0.1)

    @outbox.handles("endless")
    async def endless(payload):
        await asyncio.sleep(60)

    await outbox.enqueue("endless", {})
    worker = Worker()
    await worker.turn()
    await asyncio.sleep(0.05)
    await asyncio.wait_for(worker.finish(), 5)
    assert await fetch_value("SELECT count(*) FROM outbox_entry") == 1


async def test_a_database_that_is_away_does_not_end_the_worker(runs, monkeypatch):
    turns = []

    async def turn(self):
        turns.append(1)
        raise ConnectionRefusedError

    monkeypatch.setattr(Worker, "turn", turn)
    monkeypatch.setattr(jobs, "POLL_SECONDS", 0.01)
    stop = asyncio.Event()
    task = asyncio.create_task(run_worker(stop))
    async with asyncio.timeout(20):
        while len(turns) < 3:
            await asyncio.sleep(0.01)
    stop.set()
    await asyncio.wait_for(task, 5)
