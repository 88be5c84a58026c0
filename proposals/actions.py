"""Writes. Each locks the proposal first, then asks on the locked row whether the act is open."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from litestar.exceptions import NotFoundException

from moderation.premoderation import hold, holds, nobody_switches
from participation.accounts.actor import Actor
from participation.accounts.rules import STAFF
from participation.accounts.sanctions import require_may_act, require_may_write
from participation.consultations.actions import require_open
from participation.consultations.geography import latitude_longitude
from participation.core.audit import record
from participation.core.clock import now
from participation.core.db import execute, fetch_one, fetch_value, unit_of_work
from participation.core.errors import Refused
from participation.core.html import Rendered, plain, teaser
from participation.core.kinds import HELD, Tombstone
from participation.discussion import actions as discussion
from participation.discussion.forms import NewComment
from participation.discussion.locks import lock_below, unlock_below
from participation.discussion.queries import Stand
from participation.discussion.rules import office_of
from participation.notifications.actions import note
from participation.notifications.rules import What
from proposals import letters
from proposals.drafts import DROP_DRAFT
from proposals.forms import NewAnswer, NewProposal
from proposals.images import actions as images
from proposals.merging.wording import MERGED
from proposals.outcomes.asking import note_done
from proposals.owing import oblige
from proposals.rules import COMMENT, CREATE, SUPPORT, TEASER_MAX, Status
from proposals.wording import HIDDEN, WITHDRAWN

KIND = "proposal"
Teller = Callable[[int], Awaitable[None]]
"""Writes the letter of an act within its unit of work."""

_CREATE = """
INSERT INTO proposal (consultation, author, title, body, body_html, renderer, teaser, category, district, place,
                      created_at, published_at, hidden_at, hidden_rule, hidden_rule_slug,
                      latitude, longitude, author_role)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11,
        CASE WHEN $12 THEN $11::timestamptz END, CASE WHEN $12 THEN '' END, CASE WHEN $12 THEN 'held' END, $13,
        $14, $15)
RETURNING id
"""
_LOCK = """
SELECT p.consultation, p.hidden_at, p.hidden_rule_slug, p.withdrawn_at, p.merged_into, c.answer_threshold,
       EXISTS (SELECT 1 FROM answer_obligation b WHERE b.proposal = p.id) AS obliged
FROM proposal p JOIN consultation c ON c.id = p.consultation WHERE p.id = $1 FOR NO KEY UPDATE OF p
"""
_SHARE = """
SELECT p.consultation, p.hidden_at, p.hidden_rule_slug, p.withdrawn_at, p.merged_into,
       p.consultation = ANY(reading_first()) AS reads_first
FROM proposal p WHERE p.id = $1 FOR SHARE OF p
"""
_SUPPORT = """
WITH added AS (
    INSERT INTO support (proposal, person, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING 1
)
UPDATE proposal SET supports_count = supports_count + (SELECT count(*) FROM added) WHERE id = $1
RETURNING supports_count
"""
_WITHDRAW = """
WITH taken AS (DELETE FROM support WHERE proposal = $1 AND person = $2 RETURNING 1)
UPDATE proposal SET supports_count = supports_count - (SELECT count(*) FROM taken) WHERE id = $1
RETURNING supports_count
"""
_HIDE = """
UPDATE proposal SET hidden_at = $2, hidden_rule = $3, hidden_rule_slug = $4 WHERE id = $1 AND hidden_at IS NULL
"""
# What was held until now is published now.
_RESTORE = """
UPDATE proposal SET hidden_at = NULL, hidden_rule = NULL, hidden_rule_slug = NULL,
                    published_at = CASE WHEN hidden_rule_slug = 'held' THEN $2 ELSE published_at END
WHERE id = $1 AND hidden_at IS NOT NULL
"""
_ANSWERED = "UPDATE proposal SET status = $2 WHERE id = $1 AND merged_into IS NULL RETURNING consultation"
_SET_STATUS = """
UPDATE proposal SET status = $2 FROM (SELECT id, status FROM proposal WHERE id = $1 FOR NO KEY UPDATE) before
WHERE proposal.id = before.id RETURNING before.status
"""
_ANSWER = """
INSERT INTO official_answer (proposal, title, body, body_html, renderer, office, person_name, answered_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (proposal) DO UPDATE SET title = excluded.title, body = excluded.body, body_html = excluded.body_html,
    renderer = excluded.renderer, office = excluded.office, person_name = excluded.person_name,
    answered_at = excluded.answered_at
"""


async def create(actor: Actor, consultation_id: int, sent: NewProposal, text: Rendered) -> int:
    """Its id; it is public at once, or held where the consultation reads first (see `is_held`).

    `text` is the rendered body: rendering is too slow for a transaction.
    """
    require_may_write(actor)
    moment = now()
    async with unit_of_work():
        await nobody_switches()
        await require_open(consultation_id, CREATE)
        held = await is_held(actor, consultation_id)
        number: int = await fetch_value(
            _CREATE,
            consultation_id,
            actor.id,
            sent.title,
            sent.body,
            text.html,
            text.version,
            teaser(plain(text.html), TEASER_MAX),
            sent.category_id,
            sent.district_id,
            sent.place,
            moment,
            held,
            *latitude_longitude(sent.point),
            office_of(actor.roles),
        )
        if held:
            await hold(KIND, number)
        await images.publish(actor, consultation_id, number, held=held)
        await execute(DROP_DRAFT, actor.id, consultation_id)
    return number


async def is_held(actor: Actor, consultation_id: int) -> bool:
    """Whether somebody reads what this person writes there before all can. Nobody reads the city's own words first."""
    return not actor.has(*STAFF) and await holds(consultation_id)


async def support(actor: Actor, proposal_id: int) -> int:
    """The number of supports, in which the person counts once however often they ask."""
    require_may_act(actor)
    async with unit_of_work():
        row = await _require(_LOCK, proposal_id, SUPPORT)
        count: int = await fetch_value(_SUPPORT, proposal_id, actor.id, now())
        threshold = row["answer_threshold"]
        if threshold is not None and count >= threshold and not row["obliged"] and await oblige(proposal_id):
            await letters.owed(proposal_id)
    return count


async def withdraw_support(actor: Actor, proposal_id: int) -> int:
    async with unit_of_work():
        await _require(_LOCK, proposal_id, SUPPORT)
        count: int = await fetch_value(_WITHDRAW, proposal_id, actor.id)
    return count


async def comment(actor: Actor, proposal_id: int, sent: NewComment, text: Rendered) -> Stand:
    """Where the comment stands. The proposal is held, so that none appears under one that is being hidden."""
    async with unit_of_work():
        row = await _require(_SHARE, proposal_id, COMMENT)  # with the lock of `nobody_switches`
        reads_first: bool = row["reads_first"]
        return await discussion.add_comment(actor, (KIND, proposal_id), sent, text, reads_first=reads_first)


async def _require(lock: str, proposal_id: int, feature: str) -> Any:
    """The locked row. What is held has never been public, so it answers as if it were not there."""
    row = await fetch_one(lock, proposal_id)
    if row is None or row["hidden_rule_slug"] == HELD:
        raise NotFoundException
    if row["hidden_at"] is not None:
        raise Refused(HIDDEN, status=409)
    if row["withdrawn_at"] is not None:
        raise Refused(WITHDRAWN, status=409)
    if row["merged_into"] is not None:
        raise Refused(MERGED, status=409)
    await require_open(row["consultation"], feature)
    return row


async def hide(proposal_id: int, tombstone: Tombstone) -> None:
    await _change(proposal_id, tombstone.since, _HIDE, tombstone.since, tombstone.rule, tombstone.rule_slug)


async def restore(proposal_id: int) -> None:
    """Supports and comments were kept, so they are back with it."""
    await _change(proposal_id, None, _RESTORE, now())


async def lock(proposal_id: int, tombstone: Tombstone, cause: int) -> None:
    await lock_below((KIND, proposal_id), tombstone, cause)


async def unlock(proposal_id: int, cause: int) -> None:
    await unlock_below((KIND, proposal_id), cause)


async def _change(proposal_id: int, hidden_since: datetime | None, statement: str, *values: object) -> None:
    async with unit_of_work():
        if await execute(statement, proposal_id, *values):
            await discussion.subject_hidden(KIND, proposal_id, hidden_since)


async def answer(
    actor_id: int | None,
    proposal_id: int,
    given: NewAnswer,
    text: Rendered,
    *,
    at: datetime | None = None,
    tell: Teller | None = None,
) -> None:
    """The latest answer counts. An act of staff, so it is in the audit log; `tell` writes to the author."""
    async with unit_of_work():
        place = await fetch_value(_ANSWERED, proposal_id, given.status.value)
        if place is None:
            raise NotFoundException
        await note(KIND, proposal_id, What.ANSWERED)
        await note("consultation", place, What.ANSWERED, about=(KIND, proposal_id))
        await execute(
            _ANSWER,
            proposal_id,
            given.title,
            given.body,
            text.html,
            text.version,
            given.office,
            given.person,
            at or now(),
        )
        await note_done(proposal_id, given.status, anew=False)
        await record(
            actor_id, "proposal.answered", KIND, proposal_id, {"status": given.status.value}, given.body
        )
        if tell is not None:
            await tell(proposal_id)


async def set_status(
    actor_id: int | None, proposal_id: int, status: Status, *, tell: Teller | None = None
) -> None:
    async with unit_of_work():
        before = await fetch_one(_SET_STATUS, proposal_id, status.value)
        if before is None:
            raise NotFoundException
        if before["status"] != status:
            await note(KIND, proposal_id, What.MOVED)
            await note_done(proposal_id, status, anew=True)
        await record(actor_id, "proposal.moved", KIND, proposal_id, {"status": status.value})
        if tell is not None:
            await tell(proposal_id)
