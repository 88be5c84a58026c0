"""Timed work of the forums."""

from participation.core import clock
from participation.core.jobs import every
from participation.forums.agenda.undo import WHILE
from participation.forums.live_polls import actions
from participation.forums.live_polls.queries import due, held_over
from polls.holding import release


@every(1, "forums.live-polls")
async def end_live_polls() -> None:
    """Those whose time is over, and those whose result nobody has told yet, or shown while it was asked for."""
    for poll_id in await held_over(clock.now() - WHILE):
        await release(poll_id)
    for forum_id, live_poll_id in await due():
        await actions.end_due(forum_id, live_poll_id, clock.now())
