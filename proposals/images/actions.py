"""Writes. The row of the proposal, or of the draft, is locked by whoever calls, so that no picture is one too many."""

import secrets
from collections.abc import Mapping

from moderation.asking import waiting, was_questioned
from moderation.premoderation import hold
from moderation.rechecks import look_again
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
from proposals.rules import leaves_a_version

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
_DESCRIBED = """
SELECT id, alt, created_at, described_at FROM proposal_image
WHERE (proposal = $1 OR draft = $2) AND id = ANY($3::bigint[]) AND hidden_at IS NULL ORDER BY id
"""
_KEEP = """
INSERT INTO proposal_image_text (image, alt, withheld, written_at, replaced_at) VALUES ($1, $2, $3, $4, $5)
"""
_DESCRIBE = "UPDATE proposal_image SET alt = $2, described_at = $3 WHERE id = $1"
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
    if sent.alts:
        await _describe(sent.alts, proposal, draft)
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


async def _describe(alts: Mapping[int, str], proposal: int | None, draft: int | None) -> None:
    """As with words: a slip can be mended without a trace for a while, later the former description stays to be read."""
    moment = now()
    for row in await fetch(_DESCRIBED, proposal, draft, list(alts)):
        if alts[row["id"]] == row["alt"]:
            continue
        if proposal is not None and leaves_a_version(row["created_at"], moment):
            withheld = await was_questioned(KIND, row["id"])
            written = row["described_at"] or row["created_at"]
            await execute(_KEEP, row["id"], row["alt"], withheld, written, moment)
        await execute(_DESCRIBE, row["id"], alts[row["id"]], moment)
        if proposal is not None:
            await look_again(KIND, row["id"])


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
