"""Writes. The row of the proposal, or of the draft, is locked by whoever calls, so that no picture is one too many."""

import secrets

from moderation.asking import waiting
from moderation.premoderation import hold
from participation.accounts.actor import Actor
from participation.core.clock import now
from participation.core.db import execute, fetch, fetch_value, unit_of_work
from participation.core.errors import Refused, sentence
from participation.core.i18n import N_
from participation.core.kinds import HELD, Tombstone
from participation.settings import settings
from proposals.drafts import opened
from proposals.images.forms import Sent
from proposals.images.queries import KIND

ENOUGH = sentence("images-enough", N_("Mehr Bilder sind nicht möglich. Nehmen Sie erst eines weg."))

_ADD = """
INSERT INTO proposal_image (proposal, draft, person, name, alt, width, height, large, small, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
_COUNT = """
SELECT count(*) FROM proposal_image
WHERE (proposal = $1 OR draft = $2) AND hidden_rule_slug IS DISTINCT FROM 'set-aside'
"""
# Set aside is what its author took away while somebody had to judge it: the moderators still see it, all others not.
_SET_ASIDE = """
UPDATE proposal_image SET hidden_at = $4, hidden_rule = '', hidden_rule_slug = 'set-aside'
WHERE (proposal = $1 OR draft = $2) AND id = ANY($3::bigint[]) AND hidden_at IS NULL
"""
_DROP = """
DELETE FROM proposal_image WHERE (proposal = $1 OR draft = $2) AND id = ANY($3::bigint[]) AND hidden_at IS NULL
"""
_MOVE = """
UPDATE proposal_image SET proposal = $1, draft = NULL, created_at = $4::timestamptz,
    hidden_at = CASE WHEN $5::boolean THEN $4::timestamptz END, hidden_rule = CASE WHEN $5 THEN '' END,
    hidden_rule_slug = CASE WHEN $5 THEN $6::text END
WHERE draft = (SELECT id FROM proposal_draft WHERE person = $2 AND consultation = $3) RETURNING id
"""
_HIDE = """
UPDATE proposal_image SET hidden_at = $2, hidden_rule = $3, hidden_rule_slug = $4 WHERE id = $1 AND hidden_at IS NULL
"""
_RESTORE = """
UPDATE proposal_image SET hidden_at = NULL, hidden_rule = NULL, hidden_rule_slug = NULL
WHERE id = $1 AND hidden_at IS NOT NULL AND hidden_rule_slug <> 'set-aside'
"""


async def change(actor: Actor, sent: Sent, *, proposal: int | None = None, draft: int | None = None) -> None:
    """Within the caller's unit of work. What moderation has hidden stays with its case."""
    if sent.drop:
        judged = await waiting(KIND, sent.drop)
        if judged:
            await execute(_SET_ASIDE, proposal, draft, sorted(judged), now())
        await execute(_DROP, proposal, draft, sorted(sent.drop - judged))
    if sent.drawn is None:
        return
    if await fetch_value(_COUNT, proposal, draft) >= settings().images:
        raise Refused(ENOUGH, status=409)
    drawn = sent.drawn
    await execute(
        _ADD,
        proposal,
        draft,
        actor.id,
        secrets.token_urlsafe(16),
        sent.alt,
        drawn.width,
        drawn.height,
        drawn.large,
        drawn.small,
        now(),
    )


async def keep_with_draft(actor: Actor, consultation_id: int, sent: Sent) -> None:
    """A picture waits with the text for the moment both are published."""
    if not sent.something:
        return
    async with unit_of_work():
        await change(actor, sent, draft=await opened(actor, consultation_id))


async def publish(actor: Actor, consultation_id: int, proposal_id: int, *, held: bool) -> None:
    """From the draft to the proposal, within the caller's unit of work; held ones are judged one by one."""
    for row in await fetch(_MOVE, proposal_id, actor.id, consultation_id, now(), held, HELD):
        if held:
            await hold(KIND, row["id"])


async def hide(number: int, tombstone: Tombstone) -> None:
    await execute(_HIDE, number, tombstone.since, tombstone.rule, tombstone.rule_slug)


async def restore(number: int) -> None:
    await execute(_RESTORE, number)


async def erase(person_id: int) -> None:
    """What somebody wrote stays without their name; what they photographed goes."""
    await execute("DELETE FROM proposal_image WHERE person = $1", person_id)
