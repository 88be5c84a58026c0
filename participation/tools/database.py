"""A command's way to the database: the city's, the one that `serve` runs, or one of its own for a moment."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import asyncpg

from participation.core.db import DB
from participation.core.embedded import EmbeddedError, connect_or_start, drop_to_owner
from participation.settings import settings

T = TypeVar("T")


@contextmanager
def database(*, start: bool = True) -> Iterator[None]:
    if settings().database_url:
        DB.configure(settings().database_url)
        yield
        return
    drop_to_owner(settings().data_dir)
    with connect_or_start(settings().data_dir, start=start) as dsn:
        DB.configure(dsn)
        yield


def with_database(work: Callable[[], Awaitable[T]]) -> T:
    """Runs `work` with a pool; a database that cannot be reached is one sentence."""
    with database():
        try:
            return asyncio.run(_pooled(work))
        except (
            asyncpg.PostgresConnectionError,
            asyncpg.InvalidAuthorizationSpecificationError,
            OSError,
        ) as error:
            raise EmbeddedError(f"The database cannot be reached: {error}") from error


async def _pooled(work: Callable[[], Awaitable[T]]) -> T:
    await DB.start()
    try:
        return await work()
    finally:
        await DB.stop()
