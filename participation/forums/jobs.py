"""Timed work of the forums."""

from participation.core import clock
from participation.core.jobs import every
from participation.forums.live_polls import actions
from participation.forums.live_polls.queries import due


@every(1, "forums.live-polls")
async def end_live_polls() -> None:
    """Those whose time is over, and those whose result nobody has told yet."""
    for forum_id, live_poll_id in await due():
        await actions.end_due(forum_id, live_poll_id, clock.now())
