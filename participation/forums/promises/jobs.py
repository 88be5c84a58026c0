"""Promises come back by themselves, also to a forum that was announced after they were given."""

from participation.core import clock
from participation.core.jobs import every
from participation.forums.promises.actions import bring_back


@every(60, "forums.promises.back")
async def bring_promises_back() -> None:
    await bring_back(clock.now())
