"""Whether somebody may vote here: for the page, which says so before anybody fills a ballot. The act asks anew."""

from participation.core.db import fetch_one, fetch_value
from polls.life import Voters
from polls.queries import Poll
from polls.roll.rules import mark_of

_VERIFIED = "SELECT EXISTS (SELECT 1 FROM verification WHERE person = $1 AND withdrawn_at IS NULL)"
_ADDRESS = "SELECT email_key FROM person WHERE id = $1"
_ON_ROLL = """
SELECT EXISTS (SELECT 1 FROM poll_roll WHERE poll = $1 AND (person = $2 OR (person IS NULL AND mark = $3)))
"""
_WANTS_MAIL = "SELECT EXISTS (SELECT 1 FROM poll_reminder WHERE poll = $1 AND person = $2)"


async def may_vote(found: Poll, person_id: int | None) -> bool:
    """For codes always: the code itself says it. Confirmed accounts are the only ones that can sign in."""
    voters = found.line.voters
    if voters is Voters.CODES:
        return True
    if person_id is None:
        return False
    if voters is Voters.VERIFIED:
        return bool(await fetch_value(_VERIFIED, person_id))
    if voters is Voters.ROLL:
        row = await fetch_one(_ADDRESS, person_id)
        mark = mark_of(found.line.id, row["email_key"] or "") if row else b""
        return bool(await fetch_value(_ON_ROLL, found.line.id, person_id, mark))
    return True


async def wants_reminder(found: Poll, person_id: int | None) -> bool:
    if person_id is None or not found.line.remind_days:
        return False
    return bool(await fetch_value(_WANTS_MAIL, found.line.id, person_id))
