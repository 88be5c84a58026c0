"""PostgreSQL through Piccolo, with the faults of its stock engine repaired.

What the stock engine does wrong (each has a test in tests/core/test_db.py): a failing COMMIT keeps its
connection for good; a nested transaction is no savepoint; a task started inside a transaction runs on its
connection after it has been given back; the constructor connects. `unit_of_work()` is the only way to write.
"""

import asyncio
import contextvars
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Self

import asyncpg
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction
from piccolo.querystring import QueryString

ACQUIRE_SECONDS = 10.0
"""How long a request waits for a connection before it answers 503 rather than queue for ever."""

statements: contextvars.ContextVar[list[str] | None] = contextvars.ContextVar("statements", default=None)
"""While it holds a list, each statement sent is noted in it; tests and the benchmark count with it."""


class ForeignTaskError(RuntimeError):
    """A query of another task inside an open transaction: it would share the connection."""


class Transaction(PostgresTransaction):
    __slots__ = ("_nested", "_task")

    engine: "Engine"
    context: Any

    async def __aenter__(self) -> Self:
        self._task = asyncio.current_task()
        if self._parent is not None:
            self.connection = self._parent.connection
            self._nested = self.connection.transaction()
            await self._nested.start()
            self.context = self.engine.current_transaction.set(self)
            return self
        self.connection = await self.engine.acquire()
        try:
            self.transaction = self.connection.transaction()
            await self.transaction.start()
        except BaseException:
            await self._give_back()
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(self, kind: object, error: object, trace: object) -> bool:
        self.engine.current_transaction.reset(self.context)
        if self._parent is not None:
            await (self._nested.rollback() if kind else self._nested.commit())
            return False
        try:
            if kind is not None and not self._rolled_back:
                await self._roll_back_or_cut()
            elif kind is None and not (self._committed or self._rolled_back):
                await self.transaction.commit()
        finally:
            self._committed = True
            await asyncio.shield(self._give_back())
        return False

    async def _roll_back_or_cut(self) -> None:
        try:
            await self.transaction.rollback()
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            self.connection.terminate()

    async def _give_back(self) -> None:
        pool = self.engine.pool
        if pool is not None:
            await pool.release(self.connection)
        else:
            await self.connection.close()

    def usable(self) -> bool:
        """False once it has ended: a task that outlives it goes to the pool instead."""
        if self._committed or self._rolled_back:
            return False
        if asyncio.current_task() is not self._task:
            raise ForeignTaskError("a transaction belongs to the task that opened it")
        return True


class Engine(PostgresEngine):
    """The constructor does not connect: importing a table must not need a database."""

    current_transaction: contextvars.ContextVar[Transaction | None]  # type: ignore[assignment]  # ours alone go in

    async def check_version(self) -> None:
        """PostgreSQL's version is checked by `teilhabe check`, not at import."""

    async def prep_database(self) -> None:
        """No extensions: the embedded server has none."""

    def configure(self, url: str) -> None:
        self.config = {"dsn": url}

    async def start(self, *, size: int = 10) -> None:
        if self.pool is not None:
            return
        await self.start_connection_pool(min_size=2, max_size=size, command_timeout=15, reset=_no_reset)

    async def stop(self) -> None:
        """Bounded: a connection that never comes back must not keep a process alive."""
        pool, self.pool = self.pool, None
        if pool is None:
            return
        try:
            async with asyncio.timeout(5):
                await pool.close()
        except TimeoutError:
            pool.terminate()

    async def acquire(self) -> Any:
        if self.pool is None:
            return await self.get_new_connection()
        return await self.pool.acquire(timeout=ACQUIRE_SECONDS)

    def transaction(self, allow_nested: bool = True) -> Transaction:  # noqa: FBT001, FBT002  # Piccolo's signature
        return Transaction(engine=self, allow_nested=allow_nested)

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Any]:
        """The connection of the current transaction, else one from the pool."""
        current = self.current_transaction.get()
        if current is not None and current.usable():
            yield current.connection
            return
        connection = await self.acquire()
        try:
            yield connection
        finally:
            if self.pool is not None:
                await self.pool.release(connection)
            else:
                await connection.close()

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> Any:  # noqa: ARG002, FBT001, FBT002  # Piccolo's signature
        text, args = querystring.compile_string(engine_type=self.engine_type)
        return await self._fetch(text, args)

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> Any:  # noqa: ARG002, FBT001, FBT002  # Piccolo's signature
        return await self._fetch(ddl, ())

    async def _fetch(self, text: str, args: Sequence[Any]) -> Any:
        _note(text)
        async with self.connection() as connection:
            return await connection.fetch(text, *args)


async def _no_reset(_: Any) -> None:
    """A reset costs a third of a small query; so no session state may be left on a pool connection."""


def _note(text: str) -> None:
    noted = statements.get()
    if noted is not None:
        noted.append(text)


DB = Engine(config={})


class UnitOfWork:
    """What one transaction wants done once it is durable."""

    __slots__ = ("_after",)

    def __init__(self) -> None:
        self._after: list[Callable[[], Awaitable[None]]] = []

    def after_commit(self, act: Callable[[], Awaitable[None]]) -> None:
        """`act` runs after the outermost COMMIT and never after a rollback, also of its savepoint."""
        self._after.append(act)


_work: contextvars.ContextVar[UnitOfWork | None] = contextvars.ContextVar("unit_of_work", default=None)


@asynccontextmanager
async def unit_of_work() -> AsyncIterator[UnitOfWork]:
    """One transaction; within another one a savepoint. No network, hashing or rendering inside."""
    current = DB.current_transaction.get()
    outer = _work.get() if current is not None and current.usable() else None
    if outer is not None:
        async with _savepoint(outer):
            yield outer
        return
    work = UnitOfWork()
    token = _work.set(work)
    try:
        async with DB.transaction():
            yield work
    finally:
        _work.reset(token)
    for act in work._after:  # noqa: SLF001  # its own module
        await act()


@asynccontextmanager
async def _savepoint(outer: UnitOfWork) -> AsyncIterator[None]:
    noted = len(outer._after)  # noqa: SLF001  # its own module
    try:
        async with DB.transaction():
            yield
    except BaseException:
        del outer._after[noted:]  # noqa: SLF001  # its own module
        raise


def in_unit_of_work() -> bool:
    current = DB.current_transaction.get()
    return current is not None and current.usable()


async def fetch(text: str, *args: Any) -> list[Any]:
    """Rows of a constant statement with $1, $2 …; within a unit of work on its connection."""
    _note(text)
    async with DB.connection() as connection:
        rows: list[Any] = await connection.fetch(text, *args)
        return rows


async def fetch_one(text: str, *args: Any) -> Any | None:
    _note(text)
    async with DB.connection() as connection:
        return await connection.fetchrow(text, *args)


async def fetch_value(text: str, *args: Any) -> Any:
    _note(text)
    async with DB.connection() as connection:
        return await connection.fetchval(text, *args)


async def execute(text: str, *args: Any) -> int:
    """Number of rows touched."""
    _note(text)
    async with DB.connection() as connection:
        status: str = await connection.execute(text, *args)
    last = status.rsplit(" ", 1)[-1]
    return int(last) if last.isdigit() else 0


async def execute_many(text: str, rows: Sequence[Sequence[Any]]) -> None:
    """One prepared statement for many rows; a single bulk statement would meet the limit of arguments."""
    _note(text)
    async with DB.connection() as connection:
        await connection.executemany(text, rows)


async def execute_script(text: str) -> None:
    """Several statements without arguments, for migrations."""
    async with DB.connection() as connection:
        await connection.execute(text)
