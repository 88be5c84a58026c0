"""Writes around other wordings of a paragraph: proposing one, supporting it, moderation."""

from typing import Any

from litestar.exceptions import NotFoundException

from moderation.premoderation import hold
from participation.accounts.actor import Actor
from participation.accounts.rules import STAFF
from participation.accounts.sanctions import require_may_act, require_may_write
from participation.core.clock import now
from participation.core.db import execute, fetch, fetch_one, fetch_value, unit_of_work
from participation.core.errors import Refused
from participation.core.html import Rendered
from participation.core.kinds import Tombstone
from participation.plans.actions import require_passage
from participation.plans.forms import NewWording
from participation.plans.rules.texts import WORD
from participation.plans.wording import HIDDEN, NEW_VERSION

KIND = "wording"

_ADD = """
INSERT INTO plan_wording (passage, version, author, body, body_html, reason, renderer, created_at,
                          hidden_at, hidden_rule, hidden_rule_slug)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8,
        CASE WHEN $9 THEN $8::timestamptz END, CASE WHEN $9 THEN '' END, CASE WHEN $9 THEN 'held' END)
RETURNING id
"""
_LOCK = "SELECT w.passage, w.hidden_at FROM plan_wording w WHERE w.id = $1 FOR NO KEY UPDATE OF w"
_SUPPORT = """
WITH added AS (
    INSERT INTO plan_wording_support (wording, person, created_at) VALUES ($1, $2, $3)
    ON CONFLICT DO NOTHING RETURNING 1
)
UPDATE plan_wording SET supports_count = supports_count + (SELECT count(*) FROM added) WHERE id = $1
RETURNING passage
"""
_WITHDRAW = """
WITH taken AS (DELETE FROM plan_wording_support WHERE wording = $1 AND person = $2 RETURNING 1)
UPDATE plan_wording SET supports_count = supports_count - (SELECT count(*) FROM taken) WHERE id = $1
RETURNING passage
"""
_HIDE = """
UPDATE plan_wording SET hidden_at = $2, hidden_rule = $3, hidden_rule_slug = $4
WHERE id = $1 AND hidden_at IS NULL
"""
_RESTORE = """
UPDATE plan_wording SET hidden_at = NULL, hidden_rule = NULL, hidden_rule_slug = NULL
WHERE id = $1 AND hidden_at IS NOT NULL
"""


async def propose(actor: Actor, passage: int, sent: NewWording, text: Rendered) -> tuple[int, bool]:
    """Its id, and whether it is held until somebody has read it.

    Refused where a new version has come since the form was opened: the words it is about may be others now.
    """
    require_may_write(actor)
    async with unit_of_work():
        row = await require_passage(passage, WORD)
        if row["version"] != sent.version:
            raise Refused(NEW_VERSION, status=409)
        held: bool = row["reads_first"] and not actor.has(*STAFF)
        number: int = await fetch_value(
            _ADD,
            passage,
            sent.version,
            actor.id,
            sent.body,
            text.html,
            sent.reason,
            text.version,
            now(),
            held,
        )
        if held:
            await hold(KIND, number)
    return number, held


async def support(actor: Actor, wording: int) -> int:
    """The paragraph it is about. However often somebody asks, they count once."""
    require_may_act(actor)
    async with unit_of_work():
        await _require(wording)
        passage: int = await fetch_value(_SUPPORT, wording, actor.id, now())
    return passage


async def withdraw_support(actor: Actor, wording: int) -> int:
    async with unit_of_work():
        await _require(wording)
        passage: int = await fetch_value(_WITHDRAW, wording, actor.id)
    return passage


async def _require(wording: int) -> None:
    row = await fetch_one(_LOCK, wording)
    if row is None:
        raise NotFoundException
    if row["hidden_at"] is not None:
        raise Refused(HIDDEN, status=409)
    await require_passage(row["passage"], WORD)


async def hide(wording: int, tombstone: Tombstone) -> None:
    await execute(_HIDE, wording, tombstone.since, tombstone.rule, tombstone.rule_slug)


async def restore(wording: int) -> None:
    """Supports were kept, so they are back with it."""
    await execute(_RESTORE, wording)


# --- for the person's own copy ------------------------------------------------------------------------------

_SUPPORTED = """
SELECT s.wording, w.passage AS paragraph, s.created_at FROM plan_wording_support s
JOIN plan_wording w ON w.id = s.wording WHERE s.person = $1 ORDER BY s.id
"""
_ERASE = """
WITH gone AS (DELETE FROM plan_wording_support WHERE person = $1 RETURNING wording)
UPDATE plan_wording SET supports_count = supports_count - 1 WHERE id IN (SELECT wording FROM gone)
"""


async def supported(person_id: int) -> list[dict[str, Any]]:
    return [dict(row) for row in await fetch(_SUPPORTED, person_id)]


async def erase_supports(person_id: int) -> None:
    await execute(_ERASE, person_id)
