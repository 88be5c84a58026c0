"""Opening and closing a live poll, and the hands in the hall. Ballots go to the poll itself and write no event.

Closing has two steps, as in `polls`: from the first on nobody can vote, the second tells the count. A process that
is killed between them leaves the second to the worker.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import asyncpg
from litestar.exceptions import NotFoundException

from participation.core.audit import record
from participation.core.db import UnitOfWork, execute, fetch_one, fetch_value, unit_of_work
from participation.core.errors import Refused
from participation.core.html import Rendered
from participation.forums.agenda.actions import CLOSING
from participation.forums.agenda.queries import locked_items
from participation.forums.agenda.rules import running
from participation.forums.attendance.actions import HINDERS, SECRET, require_nobody_remote
from participation.forums.attendance.queries import people_present
from participation.forums.live_polls import wording  # noqa: F401  # registers what the refusals say
from participation.forums.live_polls.queries import hands_of, locked
from participation.forums.live_polls.rules import HIGHEST, LOWEST, SCALE_KEY, Form
from participation.forums.log.actions import append
from polls import actions as polls
from polls.entitled import entitle
from polls.holding import release
from polls.life import Secrecy, Voters
from polls.queries import Option

LONGEST = timedelta(hours=4)
"""A poll without a time of its own ends when the chair closes it, or at the latest then."""

_INSERT = """
INSERT INTO live_poll (forum, item, poll, form, hands, opened_at, opened_by)
VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id
"""
_CLOSE = "UPDATE live_poll SET closed_at = $2, closed_by = $3 WHERE id = $1"
_TOLD = "UPDATE live_poll SET told_at = $2 WHERE id = $1"
_WITHDRAW = """
UPDATE live_poll SET withdrawn_at = $2, withdrawn_by = $3, closed_at = COALESCE(closed_at, $2),
       closed_by = COALESCE(closed_by, $3)
WHERE id = $1
"""
_COUNT = (
    "INSERT INTO hand_count (live_poll, numbers, phone, counted_at, counted_by) VALUES ($1, $2, $3, $4, $5)"
)
_OPEN_OF = "SELECT id, poll FROM live_poll WHERE forum = $1 AND closed_at IS NULL FOR UPDATE"
_SEALED_OPEN = """
SELECT count(*) FROM live_poll l JOIN poll p ON p.id = l.poll
WHERE l.forum = $1 AND l.closed_at IS NULL AND p.secrecy = 'secret'
"""
_COUNTED = "SELECT counted_at IS NOT NULL FROM poll WHERE id = $1"


@dataclass(frozen=True, slots=True)
class Asking:
    """`options`: (key, title) in the order in which they are read out; on a scale the one thing that is rated."""

    question: str
    form: Form
    options: tuple[tuple[str, str], ...]
    most: int = 0
    minutes: int = 0
    """0: until the chair closes it."""
    hands: bool = True
    binding: bool = False
    secret: bool = False
    voters: Voters = Voters.CONFIRMED
    """`ROLL` here: the accounts of those who are in the attendance list at this moment."""


async def open_poll(forum_id: int, home: str, asking: Asking, by: int, now: datetime) -> int:
    """The id of the live poll. Refused `live-poll-open`, `forum-closed` (409)."""
    try:
        async with unit_of_work() as work:
            item = running(await locked_items(forum_id))
            draft = _draft(asking, home, now)
            if asking.secret:
                await require_nobody_remote(forum_id, SECRET)
            poll_id = await polls.create(by, draft, Rendered("", 0), published_at=now)
            if asking.voters is Voters.ROLL:
                await _entitle_present(forum_id, poll_id)
            number: int = await fetch_value(
                _INSERT,
                forum_id,
                item.id if item else None,
                poll_id,
                asking.form.value,
                asking.hands,
                now,
                by,
            )
            await _tell(work, forum_id, number, "opened", by, now, only_live=True)
    except asyncpg.UniqueViolationError as error:
        raise Refused("live-poll-open", status=409) from error
    return number


async def _entitle_present(forum_id: int, poll_id: int) -> None:
    present = await people_present(forum_id)
    if not present:
        raise Refused("live-poll-no-roll", status=409)
    await entitle(poll_id, present)


def _draft(asking: Asking, home: str, now: datetime) -> polls.Draft:
    numbers: dict[str, int] = {}
    if asking.form is Form.SEVERAL:
        numbers["most"] = asking.most or len(asking.options)
    if asking.form is Form.SCALE:
        numbers.update(low=LOWEST, high=HIGHEST)
    kind = {Form.SEVERAL: "several", Form.SCALE: "score"}.get(asking.form, "one-choice")
    options = asking.options if asking.form is not Form.SCALE else ((SCALE_KEY, asking.question),)
    return polls.Draft(
        title=asking.question,
        kind=kind,
        options=[Option(key, title) for key, title in options],
        opens_at=now,
        closes_at=now + (timedelta(minutes=asking.minutes) if asking.minutes else LONGEST),
        numbers=numbers,
        secrecy=Secrecy.SECRET if asking.secret else Secrecy.OPEN,
        binding=asking.binding,
        voters=asking.voters,
        home=home,
    )


async def close_poll(forum_id: int, live_poll_id: int, by: int, now: datetime) -> bool:
    """Ends the voting, counts and tells. False where it has been closed before."""
    if not await _shut(forum_id, live_poll_id, by, now):
        return False
    await tell_result(forum_id, live_poll_id, now)
    return True


async def hold_poll(forum_id: int, live_poll_id: int, by: int, now: datetime) -> bool:
    """Ends the voting, and counts only when the chair shows the result; until then this can be taken back."""
    return await _shut(forum_id, live_poll_id, by, now, held=True)


async def show_result(forum_id: int, live_poll_id: int, by: int, now: datetime) -> bool:
    """Counts and tells what was held back. From here on there is no way back."""
    async with unit_of_work():
        row = await locked(forum_id, live_poll_id)
        if row is None:
            raise NotFoundException
        if row["withdrawn_at"] is not None or not await release(row["poll"]):
            return False
        await record(by, "live-poll.shown", "forum", forum_id, {"poll": live_poll_id})
    await tell_result(forum_id, live_poll_id, now)
    return True


async def _shut(
    forum_id: int, live_poll_id: int, by: int | None, now: datetime, *, held: bool = False
) -> bool:
    async with unit_of_work() as work:
        row = await locked(forum_id, live_poll_id)
        if row is None:
            raise NotFoundException
        if row["closed_at"] is not None:
            return False
        await polls.close(row["poll"], by, held=held)
        await execute(_CLOSE, live_poll_id, now, by)
        await _tell(work, forum_id, live_poll_id, "held" if held else "closed", by, now)
    return True


async def tell_result(forum_id: int, live_poll_id: int, now: datetime) -> bool:
    """Counts the ballots of a closed poll and says so, once; False where that is done or not possible yet."""
    row = await locked(forum_id, live_poll_id)
    if row is None or row["closed_at"] is None or row["told_at"] is not None:
        return False
    await polls.try_count(row["poll"])
    async with unit_of_work() as work:
        row = await locked(forum_id, live_poll_id)
        if row is None or row["told_at"] is not None or not await fetch_value(_COUNTED, row["poll"]):
            return False
        await execute(_TOLD, live_poll_id, now)
        await append(work, forum_id, "poll", live_poll_id, "counted", now, urgent=True)
    return True


async def end_due(forum_id: int, live_poll_id: int, now: datetime) -> None:
    """For the worker: a poll whose time is over, or one that a killed process has left half closed."""
    await _shut(forum_id, live_poll_id, None, now)
    await tell_result(forum_id, live_poll_id, now)


async def withdraw_poll(forum_id: int, live_poll_id: int, by: int, now: datetime) -> bool:
    """It was a mistake: nobody votes any more, and no result is shown. False where it is gone already.

    The ballots are held as long as this can be taken back.
    """
    async with unit_of_work() as work:
        row = await locked(forum_id, live_poll_id)
        if row is None:
            raise NotFoundException
        if row["withdrawn_at"] is not None:
            return False
        await polls.close(row["poll"], by, held=True)
        await execute(_WITHDRAW, live_poll_id, now, by)
        await _tell(work, forum_id, live_poll_id, "withdrawn", by, now)
    return True


async def enter_hands(
    forum_id: int,
    live_poll_id: int,
    numbers: Mapping[str, int],
    by: int,
    now: datetime,
    *,
    phone: Mapping[str, int] | None = None,
) -> None:
    """`phone`: what people on the telephone have said. Refused `live-poll-no-hands`, `live-poll-gone` (409)."""
    async with unit_of_work() as work:
        row = await locked(forum_id, live_poll_id)
        if row is None:
            raise NotFoundException
        if row["withdrawn_at"] is not None:
            raise Refused("live-poll-gone", status=409)
        if not row["hands"]:
            raise Refused("live-poll-no-hands", status=409)
        said = json.dumps(dict(phone)) if phone is not None else None
        await execute(_COUNT, live_poll_id, json.dumps(dict(numbers)), said, now, by)
        state = (await hands_of(live_poll_id, wanted=True)).state.value
        await record(by, "hands.counted", "forum", forum_id, {"poll": live_poll_id, "state": state})
        # While it is open only those at work see it; afterwards it changes what all see.
        kind = "hands" if row["closed_at"] is None else "poll"
        await append(work, forum_id, kind, live_poll_id, f"hands-{state}", now, urgent=True)


async def close_with_the_evening(forum_id: int, now: datetime) -> None:
    """Within the unit of work that closes the forum; the worker counts and tells."""
    row = await fetch_one(_OPEN_OF, forum_id)
    if row is not None:
        await polls.close(row["poll"], None)
        await execute(_CLOSE, row["id"], now, None)


async def secret_poll_open(forum_id: int) -> bool:
    return bool(await fetch_value(_SEALED_OPEN, forum_id))


HINDERS.append(secret_poll_open)
CLOSING.append(close_with_the_evening)


async def _tell(
    work: UnitOfWork,
    forum_id: int,
    live_poll_id: int,
    verb: str,
    by: int | None,
    now: datetime,
    *,
    only_live: bool = False,
) -> None:
    await record(by, f"live-poll.{verb}", "forum", forum_id, {"poll": live_poll_id})
    await append(work, forum_id, "poll", live_poll_id, verb, now, only_live=only_live, urgent=True)
