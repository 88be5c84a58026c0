"""Inviting, answering, leaving. Each holds the proposal first, so that no more than allowed write together."""

from typing import Any

from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor
from participation.accounts.rules import email_key, name_key
from participation.accounts.sanctions import require_may_write
from participation.core.clock import now
from participation.core.db import execute, fetch, fetch_one, fetch_value, unit_of_work
from participation.core.errors import Refused
from proposals.merging.wording import MERGED
from proposals.pens import letters
from proposals.pens.rules import MOST, OPEN_FOR, is_open
from proposals.pens.wording import ENOUGH, NOT_ONE
from proposals.wording import HIDDEN, NOT_YOURS, WITHDRAWN

_LOCK = """
SELECT p.id, p.author, p.hidden_at, p.withdrawn_at, p.merged_into FROM proposal p
JOIN consultation c ON c.id = p.consultation AND c.published_at <= $2 WHERE p.id = $1 FOR NO KEY UPDATE OF p
"""
# Several people may have one name: then nobody is meant.
_BY_NAME = (
    "SELECT id FROM person WHERE name_key = $1 AND deleted_at IS NULL AND confirmed_at IS NOT NULL LIMIT 2"
)
_BY_EMAIL = "SELECT id FROM person WHERE email_key = $1 AND deleted_at IS NULL AND confirmed_at IS NOT NULL"
_THERE = """
SELECT (SELECT count(*) FROM proposal_pen WHERE proposal = $1)
     + (SELECT count(*) FROM proposal_invitation WHERE proposal = $1 AND invited_at > $2)
"""
_ALREADY = "SELECT 1 FROM proposal_pen WHERE proposal = $1 AND person = $2"
_INVITE = """
INSERT INTO proposal_invitation (proposal, typed, typed_key, person, invited_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (proposal, typed_key) DO NOTHING RETURNING id
"""
_TAKE = "SELECT id, proposal, invited_at, answered_at FROM proposal_invitation WHERE id = $1 AND person = $2"
_ACCEPTED = "DELETE FROM proposal_invitation WHERE id = $1 AND answered_at IS NULL"
_DECLINED = "UPDATE proposal_invitation SET answered_at = $2 WHERE id = $1 AND answered_at IS NULL"
_JOIN = """
INSERT INTO proposal_pen (proposal, person, joined_at) VALUES ($1, $2, $3) ON CONFLICT (proposal, person) DO NOTHING
"""
_LEAVE = "DELETE FROM proposal_pen WHERE proposal = $1 AND person = $2"
_FORGET = "DELETE FROM proposal_invitation WHERE invited_at < $1"


async def invite(actor: Actor, proposal_id: int, typed: str) -> None:
    """Nothing in its answer tells whether there is such a person, nor later whether they said no."""
    require_may_write(actor)
    async with unit_of_work():
        row = await _held(proposal_id)
        if row["author"] != actor.id:
            raise Refused(NOT_YOURS, status=403)
        if await fetch_value(_THERE, proposal_id, now() - OPEN_FOR) >= MOST:
            raise Refused(ENOUGH, status=409)
        person = await _meant(typed)
        if person == actor.id or (person and await fetch_one(_ALREADY, proposal_id, person)):
            person = None
        key = email_key(typed) if "@" in typed else name_key(typed)
        number = await fetch_value(_INVITE, proposal_id, typed, key, person, now())
        if number and person:
            await letters.invited(number)


async def _meant(typed: str) -> int | None:
    if "@" in typed:
        found: int | None = await fetch_value(_BY_EMAIL, email_key(typed))
        return found
    rows = await fetch(_BY_NAME, name_key(typed))
    return rows[0]["id"] if len(rows) == 1 else None


async def answer(actor: Actor, invitation_id: int, *, accept: bool) -> int:
    """The proposal's number. Refused 404 for everybody else and when it was answered before."""
    async with unit_of_work():
        row = await fetch_one(_TAKE, invitation_id, actor.id)
        if row is None or row["answered_at"] is not None or not is_open(row["invited_at"], now()):
            raise NotFoundException
        proposal_id: int = row["proposal"]
        held = await _held(proposal_id)
        taken = await (
            execute(_ACCEPTED, invitation_id) if accept else execute(_DECLINED, invitation_id, now())
        )
        if not taken:
            raise NotFoundException
        if accept and held["author"] != actor.id:
            require_may_write(actor)
            await execute(_JOIN, proposal_id, actor.id, now())
            await letters.joined(proposal_id, actor.name)
    return proposal_id


async def leave(actor: Actor, proposal_id: int) -> None:
    async with unit_of_work():
        if not await execute(_LEAVE, proposal_id, actor.id):
            raise Refused(NOT_ONE, status=403)


async def forget() -> None:
    """What was typed is kept only as long as an answer may come."""
    await execute(_FORGET, now() - OPEN_FOR)


async def _held(proposal_id: int) -> Any:
    row = await fetch_one(_LOCK, proposal_id, now())
    if row is None:
        raise NotFoundException
    for column, refusal in (("hidden_at", HIDDEN), ("withdrawn_at", WITHDRAWN), ("merged_into", MERGED)):
        if row[column] is not None:
            raise Refused(refusal, status=409)
    return row
