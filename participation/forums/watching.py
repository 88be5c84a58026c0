"""How many pages follow a forum, said to the database every few seconds: each process knows only its own."""

import asyncio
import contextlib
import secrets
from collections import Counter
from collections.abc import Iterator
from contextvars import Context

from participation.core import clock
from participation.core.live import DATABASE_DOWN
from participation.forums.desk import actions

SECONDS = 5.0


class Watching:
    """Pages of people; desks and projectors do not count."""

    def __init__(self) -> None:
        self.pages: Counter[int] = Counter()
        self._process = secrets.token_hex(8)
        self._task: asyncio.Task[None] | None = None

    @contextlib.contextmanager
    def page(self, forum_id: int, *, counts: bool) -> Iterator[None]:
        self.pages[forum_id] += counts
        try:
            yield
        finally:
            self.pages[forum_id] -= counts

    async def tell(self) -> None:
        await actions.online(self._process, self.pages, clock.now())
        self.pages = +self.pages

    def start(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._run(), context=Context())

    def stop(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(SECONDS)
            if self.pages:
                with contextlib.suppress(*DATABASE_DOWN):
                    await self.tell()
