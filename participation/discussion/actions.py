"""Writes of a discussion. Whoever owns the subject checks first whether it may be discussed now.

Every write takes the row of its thread before anything else, so that its counts are exact under any race and
the ids within a thread are in order of arrival.
"""

from datetime import datetime
from typing import Any

from moderation.premoderation import hold, holds_below
from participation.accounts.actor import Actor
from participation.accounts.rules import STAFF
from participation.accounts.sanctions import require_may_write
from participation.core.clock import now
from participation.core.db import execute, fetch_one, fetch_value, unit_of_work
from participation.core.errors import Refused, sentence
from participation.core.html import Rendered
from participation.core.i18n import N_
from participation.core.kinds import Tombstone
from participation.discussion.forms import NewComment
from participation.discussion.locks import LOCKED
from participation.discussion.queries import Stand
from participation.discussion.rules import TOPS_ON_A_PAGE, office_of
from participation.notifications.actions import note
from participation.notifications.rules import What

PARENT_GONE = sentence("comment-parent-gone", N_("Der Kommentar, auf den Sie antworten, ist nicht mehr da."))

_TAKE = """
INSERT INTO thread (subject_kind, subject_id, comments_count, for_count, against_count, neutral_count)
VALUES ($1, $2, $4::int, ($3 = 'for')::int, ($3 = 'against')::int, ($3 = 'neutral')::int)
ON CONFLICT (subject_kind, subject_id) DO UPDATE SET
    comments_count = thread.comments_count + excluded.comments_count,
    for_count = thread.for_count + excluded.for_count,
    against_count = thread.against_count + excluded.against_count,
    neutral_count = thread.neutral_count + excluded.neutral_count
RETURNING id, locks
"""
_ANSWERED = """
SELECT COALESCE(c.parent, c.id) AS top, c.author FROM comment c LEFT JOIN comment top ON top.id = c.parent
WHERE c.id = $1 AND c.thread = $2 AND c.hidden_at IS NULL AND top.hidden_at IS NULL
"""
_ADD = """
INSERT INTO comment (thread, parent, author, author_role, body, body_html, renderer, stance, created_at,
                     hidden_at, hidden_rule, hidden_rule_slug)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9,
        CASE WHEN $11 THEN $9::timestamptz END, CASE WHEN $11 THEN '' END, CASE WHEN $11 THEN 'held' END)
RETURNING id, (SELECT r.id FROM (
    SELECT x.id, row_number() OVER (ORDER BY x.id) AS n FROM comment x
    WHERE x.thread = $1 AND x.parent IS NULL AND x.id < COALESCE(comment.parent, comment.id)
) r WHERE r.n % $10 = 0 ORDER BY r.n DESC LIMIT 1) AS after
"""
LOCK_THREAD_OF = """
SELECT t.id FROM thread t WHERE t.id = (SELECT c.thread FROM comment c WHERE c.id = $1) FOR UPDATE
"""
_HIDE = """
UPDATE comment SET hidden_at = $2, hidden_rule = $3, hidden_rule_slug = $4 WHERE id = $1 AND hidden_at IS NULL
"""
_RESTORE = """
UPDATE comment SET hidden_at = NULL, hidden_rule = NULL, hidden_rule_slug = NULL
WHERE id = $1 AND hidden_at IS NOT NULL
"""
_WAITED = """
SELECT t.subject_kind, t.subject_id, top.author AS answered
FROM comment c JOIN comment top ON top.id = c.parent JOIN thread t ON t.id = c.thread
WHERE c.id = $1 AND c.hidden_rule_slug = 'held' AND top.author IS DISTINCT FROM c.author AND top.author IS NOT NULL
FOR UPDATE OF t
"""
RECOUNT = """
UPDATE thread SET comments_count = n.visible, for_count = n.in_favour, against_count = n.against,
                  neutral_count = n.neutral
FROM (
    SELECT count(*) AS visible,
           count(*) FILTER (WHERE c.stance = 'for') AS in_favour,
           count(*) FILTER (WHERE c.stance = 'against') AS against,
           count(*) FILTER (WHERE c.stance = 'neutral') AS neutral
    FROM comment c LEFT JOIN comment top ON top.id = c.parent
    WHERE c.thread = $1 AND c.hidden_at IS NULL AND top.hidden_at IS NULL
) n
WHERE thread.id = $1
"""
_SUBJECT_HIDDEN = "UPDATE thread SET hidden_at = $3 WHERE subject_kind = $1 AND subject_id = $2"


async def add_comment(
    actor: Actor,
    subject: tuple[str, int],
    sent: NewComment,
    text: Rendered,
    *,
    reads_first: bool | None = None,
) -> Stand:
    """Where it stands now. `text` is the rendered body: rendering is too slow for a transaction.

    Raises Refused comment-parent-gone and thread-locked. A reply to a reply hangs on the first-level comment.
    Where the consultation reads first, it is held until somebody has read it (`Stand.held`); a caller who knows
    says so by `reads_first`, else the subject is asked.
    """
    require_may_write(actor)
    async with unit_of_work():
        if reads_first is None:
            reads_first = await holds_below(subject)
        held = reads_first and not actor.has(*STAFF)
        stance, counts = ("", 0) if held else (sent.stance or "", 1)
        taken: Any = await fetch_one(_TAKE, *subject, stance, counts)
        if taken["locks"]:
            raise Refused(LOCKED, status=409)
        thread: int = taken["id"]
        parent, answered = await _answered(sent.parent, thread)
        row: Any = await fetch_one(
            _ADD,
            thread,
            parent,
            actor.id,
            office_of(actor.roles),
            sent.body,
            text.html,
            text.version,
            sent.stance,
            now(),
            TOPS_ON_A_PAGE,
            held,
        )
        if held:
            await hold("comment", row["id"])
        elif answered is not None and answered != actor.id:
            await note(*subject, What.REPLY, about=("comment", row["id"]), to=answered)
        return Stand(subject, row["id"], row["after"] or 0, held)


async def _answered(parent: int | None, thread: int) -> tuple[int | None, int | None]:
    """The first-level comment that a reply hangs on, and who wrote what it answers."""
    if parent is None:
        return None, None
    row = await fetch_one(_ANSWERED, parent, thread)
    if row is None:
        raise Refused(PARENT_GONE, status=409)
    return row["top"], row["author"]


async def hide(comment: int, tombstone: Tombstone) -> None:
    await _change(comment, _HIDE, tombstone.since, tombstone.rule, tombstone.rule_slug)


async def restore(comment: int) -> None:
    """A reply that waited is news from now on, for whoever began what it answers."""
    async with unit_of_work():
        waited = await fetch_one(_WAITED, comment)
        await _change(comment, _RESTORE)
        if waited is not None:
            subject = (waited["subject_kind"], waited["subject_id"])
            await note(*subject, What.REPLY, about=("comment", comment), to=waited["answered"])


async def _change(comment: int, statement: str, *values: object) -> None:
    async with unit_of_work():
        thread = await fetch_value(LOCK_THREAD_OF, comment)
        if thread is not None and await execute(statement, comment, *values):
            await execute(RECOUNT, thread)


async def subject_hidden(kind: str, number: int, since: datetime | None) -> None:
    """Takes a whole discussion out of search, or with None back in, along with the thing it is about."""
    await execute(_SUBJECT_HIDDEN, kind, number, since)
