"""Each fault of the stock engine beside the repair: the stock part shows that the test can fail."""

import asyncio

import asyncpg
import pytest
from piccolo.engine.postgres import PostgresEngine

from participation.core.db import (
    DB,
    ForeignTaskError,
    execute,
    execute_script,
    fetch,
    fetch_value,
    unit_of_work,
)


@pytest.fixture
async def numbers(pool):
    await execute_script(
        """DROP TABLE IF EXISTS probe;
           CREATE TABLE probe (n int PRIMARY KEY, twin int REFERENCES probe (n) DEFERRABLE INITIALLY DEFERRED)"""
    )
    yield
    await execute_script("DROP TABLE probe")


@pytest.fixture
async def stock(pool):
    """The engine as Piccolo ships it, made in a thread because its constructor runs a loop of its own."""
    engine = await asyncio.to_thread(PostgresEngine, DB.config)
    await engine.start_connection_pool(min_size=1, max_size=1)
    yield engine
    engine.pool.terminate()


@pytest.fixture
async def ours(pool):
    from participation.core.db import Engine

    engine = Engine(config=dict(DB.config))
    await engine.start_connection_pool(min_size=1, max_size=1)
    yield engine
    await engine.stop()


async def _failing_commit(engine):
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        async with engine.transaction():
            await engine.run_ddl("INSERT INTO probe VALUES (1, 99)")


async def test_a_failing_commit_gives_its_connection_back(numbers, ours):
    await _failing_commit(ours)
    assert ours.pool.get_idle_size() == 1
    assert ours.current_transaction.get() is None


async def test_the_stock_engine_loses_the_connection_of_a_failing_commit(numbers, stock):
    await _failing_commit(stock)
    assert stock.pool.get_idle_size() == 0
    assert stock.current_transaction.get() is not None
    stock.current_transaction.set(None)


async def _nested(engine):
    async with engine.transaction():
        await engine.run_ddl("INSERT INTO probe VALUES (1)")
        try:
            async with engine.transaction():
                await engine.run_ddl("INSERT INTO probe VALUES (2)")
                raise LookupError
        except LookupError:
            pass
    return {row["n"] for row in await engine.run_ddl("SELECT n FROM probe")}


async def test_a_nested_transaction_is_a_savepoint(numbers, ours):
    assert await _nested(ours) == {1}


async def test_the_stock_engine_keeps_what_the_inner_transaction_took_back(numbers, stock):
    assert await _nested(stock) == {1, 2}


async def test_a_task_that_outlives_its_transaction_goes_to_the_pool(numbers):
    go = asyncio.Event()

    async def later():
        await go.wait()
        return await fetch_value("SELECT 1")

    async with unit_of_work():
        task = asyncio.create_task(later())
    go.set()
    assert await task == 1


async def test_the_stock_engine_sends_such_a_task_to_a_released_connection(numbers, stock):
    go = asyncio.Event()

    async def later():
        await go.wait()
        return await stock.run_ddl("SELECT 1")

    async with stock.transaction():
        task = asyncio.create_task(later())
    go.set()
    with pytest.raises(asyncpg.InterfaceError):
        await task


async def test_queries_at_once_inside_a_transaction_are_refused_and_nothing_leaks(numbers, ours):
    with pytest.raises(ForeignTaskError):
        async with ours.transaction():
            await asyncio.gather(ours.run_ddl("SELECT 1"), ours.run_ddl("SELECT 2"))
    assert ours.pool.get_idle_size() == 1


async def test_the_stock_engine_leaks_when_queries_run_at_once_inside_a_transaction(numbers, stock):
    """A matter of moments, so a few tries: sometimes the first query has ended before the rollback."""
    for _ in range(20):
        with pytest.raises(asyncpg.InterfaceError):
            async with stock.transaction():
                await asyncio.gather(stock.run_ddl("SELECT pg_sleep(3)"), stock.run_ddl("SELECT 2"))
        stock.current_transaction.set(None)
        if stock.pool.get_idle_size() == 0:
            return
    pytest.fail("the stock engine no longer leaks: the repair may go")


async def test_a_cancelled_transaction_returns_its_connection(numbers, ours):
    async def slow():
        async with ours.transaction():
            await ours.run_ddl("SELECT pg_sleep(5)")

    task = asyncio.create_task(slow())
    await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ours.pool.get_idle_size() == 1
    assert await ours.run_ddl("SELECT 1 AS one")


def test_importing_the_tables_needs_no_database():
    from participation.core.db import Engine

    assert Engine(config={"dsn": "postgresql://nobody@127.0.0.1:1/none"}).pool is None


async def test_what_was_noted_runs_after_the_commit_only(numbers):
    heard = []

    async def tell():
        heard.append(await fetch_value("SELECT count(*) FROM probe"))

    async with unit_of_work() as work:
        await execute("INSERT INTO probe VALUES (1)")
        work.after_commit(tell)
        assert heard == []
    assert heard == [1]


async def test_what_was_noted_in_a_rolled_back_part_is_forgotten(numbers):
    heard = []

    async def tell():
        heard.append("told")

    with pytest.raises(LookupError):
        async with unit_of_work() as work:
            work.after_commit(tell)
            raise LookupError
    async with unit_of_work():
        with pytest.raises(LookupError):
            async with unit_of_work() as inner:
                inner.after_commit(tell)
                raise LookupError
    assert heard == []
    assert await fetch("SELECT 1 AS one")
