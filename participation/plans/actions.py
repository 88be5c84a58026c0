"""Writes around texts: drafts, publishing, comments. Each locks the text first."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from litestar.exceptions import NotFoundException

from participation.accounts.actor import Actor
from participation.consultations.actions import require_open
from participation.core.audit import record
from participation.core.clock import now
from participation.core.db import execute, execute_many, fetch, fetch_one, fetch_value, unit_of_work
from participation.core.errors import Refused
from participation.core.html import Rendered, render_text
from participation.core.kinds import Tombstone
from participation.discussion import actions as discussion
from participation.discussion.forms import NewComment
from participation.discussion.locks import lock_below, unlock_below
from participation.discussion.queries import Stand
from participation.plans import queries
from participation.plans.forms import Draft, Head
from participation.plans.rules.texts import COMMENT, Block, Part, blocks, canonical, digest, matched
from participation.plans.wording import NO_DRAFT, PASSAGE_GONE, SAME_TEXT, SAVED_ELSEWHERE

KIND = "paragraph"

_CREATE = "INSERT INTO plan_text (consultation, title, lead, created_at) VALUES ($1, $2, $3, $4) RETURNING id"
_LOCK = "SELECT t.id, t.title FROM plan_text t WHERE t.id = $1 FOR NO KEY UPDATE OF t"
_NEWEST = """
SELECT v.id, v.number, v.source, v.reason, v.saved_at, v.published_at FROM plan_version v
WHERE v.text = $1 ORDER BY v.number DESC LIMIT 1
"""
_DRAFT = """
INSERT INTO plan_version (text, number, source, reason, saved_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (text, number) DO UPDATE SET source = excluded.source, reason = excluded.reason,
    saved_at = excluded.saved_at
"""
_PASSAGES = """
INSERT INTO plan_passage (text) SELECT $1 FROM generate_series(1, $2::int) RETURNING id
"""
_PARAGRAPH = """
INSERT INTO plan_paragraph (version, passage, position, level, number, body, body_html, renderer)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
"""
_PUBLISH = """
UPDATE plan_version SET published_at = $2, published_by = $3, canonical = $4, sha256 = $5 WHERE id = $1
"""
_SHARE = """
SELECT t.consultation,
       (SELECT v.id FROM plan_version v WHERE v.text = t.id AND v.published_at IS NOT NULL
        ORDER BY v.number DESC LIMIT 1) AS version,
       EXISTS (SELECT 1 FROM premoderation m WHERE m.kind = 'consultation' AND m.number = t.consultation) AS reads_first,
       EXISTS (SELECT 1 FROM plan_paragraph g WHERE g.passage = $1 AND g.version = (
           SELECT v.id FROM plan_version v WHERE v.text = t.id AND v.published_at IS NOT NULL
           ORDER BY v.number DESC LIMIT 1)) AS stands
FROM plan_passage p JOIN plan_text t ON t.id = p.text WHERE p.id = $1 FOR SHARE OF t
"""


# --- drafts -------------------------------------------------------------------------------------------------


async def create(actor_id: int, consultation_id: int, head: Head, draft: Draft) -> int:
    """Its id; the first version is a draft."""
    moment = now()
    async with unit_of_work():
        number: int = await fetch_value(_CREATE, consultation_id, head.title, head.lead, moment)
        await execute(_DRAFT, number, 1, draft.source, "", moment)
        await record(actor_id, "text.created", "text", number)
    return number


async def save(text_id: int, draft: Draft, known: str) -> None:
    """`known` is the draft that was on the form: whoever was faster is not overwritten."""
    async with unit_of_work():
        await _locked(text_id)
        newest: Any = await fetch_one(_NEWEST, text_id)
        published = newest["published_at"] is not None
        if known != ("" if published else newest["saved_at"].isoformat()):
            raise Refused(SAVED_ELSEWHERE, status=409)
        number = newest["number"] + published
        await execute(_DRAFT, text_id, number, draft.source, draft.reason, now())


async def _locked(text_id: int) -> Any:
    row = await fetch_one(_LOCK, text_id)
    if row is None:
        raise NotFoundException
    return row


# --- publishing ---------------------------------------------------------------------------------------------


async def publish(actor_id: int, text_id: int, known: str, *, at: datetime | None = None) -> str:
    """Freezes the draft and returns its SHA-256. `known` is the draft that was looked at.

    Paragraphs are rendered and matched with the former version before the transaction; in it the draft must
    still be the same.
    """
    found = await queries.text(text_id)
    if found is None:
        raise NotFoundException
    draft = await queries.desk(text_id)
    if not draft.drafted:
        raise Refused(NO_DRAFT, status=409)
    former = await queries.parts(found.version_id)
    parts = blocks(draft.source)
    passages = await asyncio.to_thread(identities, former, parts)
    if same(former, parts):
        raise Refused(SAME_TEXT, status=409)
    html = [Rendered("", 0) if part.heading else await render_text(part.body) for part in parts]
    frozen = canonical(found.title, draft.version, parts)
    sha256 = digest(frozen)
    async with unit_of_work():
        await _locked(text_id)
        newest: Any = await fetch_one(_NEWEST, text_id)
        if (
            newest["published_at"] is not None
            or newest["saved_at"].isoformat() != known
            or known != draft.saved
        ):
            raise Refused(SAVED_ELSEWHERE, status=409)
        known_ones = await _passages(text_id, passages, parts)
        rows = [
            (newest["id"], known_ones[place], place, part.level, part.number, part.body, *html[place])
            for place, part in enumerate(parts)
        ]
        await execute_many(_PARAGRAPH, rows)
        await execute(_PUBLISH, newest["id"], at or now(), actor_id, frozen, sha256)
        await record(
            actor_id, "text.published", "text", text_id, {"version": draft.version, "sha256": sha256}
        )
    return sha256


def identities(former: Sequence[Part], parts: Sequence[Block]) -> list[int | None]:
    """For each paragraph, headings left out, the passage that it continues."""
    old = [(part.passage, part.body) for part in former if part.passage]
    return matched(old, [part.body for part in parts if not part.heading])


def same(former: Sequence[Part], parts: Sequence[Block]) -> bool:
    return [(part.level, part.body) for part in former] == [(part.level, part.body) for part in parts]


async def _passages(text_id: int, passages: Sequence[int | None], parts: Sequence[Block]) -> list[int | None]:
    """One for each part; new paragraphs get new ones, headings none."""
    missing = sum(passage is None for passage in passages)
    made = iter([row["id"] for row in await fetch(_PASSAGES, text_id, missing)])
    wanted = iter([passage if passage is not None else next(made) for passage in passages])
    return [None if part.heading else next(wanted) for part in parts]


# --- comments -----------------------------------------------------------------------------------------------


async def comment(actor: Actor, passage: int, sent: NewComment, text: Rendered) -> Stand:
    """The text is held, so that no comment comes to a paragraph that a new version drops at that moment."""
    async with unit_of_work():
        reads_first: bool = (await require_passage(passage, COMMENT))["reads_first"]
        return await discussion.add_comment(actor, (KIND, passage), sent, text, reads_first=reads_first)


async def require_passage(passage: int, feature: str) -> Any:
    """The newest version, and whether the consultation reads first. Within the caller's unit of work."""
    row = await fetch_one(_SHARE, passage)
    if row is None:
        raise NotFoundException
    await require_open(row["consultation"], feature)
    if not row["stands"]:
        raise Refused(PASSAGE_GONE, status=409)
    return row


async def lock(passage: int, tombstone: Tombstone, cause: int) -> None:
    await lock_below((KIND, passage), tombstone, cause)


async def unlock(passage: int, cause: int) -> None:
    await unlock_below((KIND, passage), cause)
