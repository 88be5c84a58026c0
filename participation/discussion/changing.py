"""A comment put into other words by whoever wrote it, for a short while and as long as nobody has answered."""

from typing import Any

from litestar.exceptions import NotFoundException

from moderation.rechecks import look_again
from participation.accounts.actor import Actor
from participation.accounts.sanctions import require_may_write
from participation.core import kinds
from participation.core.clock import now
from participation.core.db import execute, fetch_one, fetch_value, unit_of_work
from participation.core.errors import Refused, sentence
from participation.core.html import Rendered
from participation.core.i18n import N_
from participation.discussion.actions import LOCK_THREAD_OF, RECOUNT
from participation.discussion.forms import NewComment
from participation.discussion.locks import LOCKED
from participation.discussion.rules import may_change

NOT_YOURS = sentence("comment-not-yours", N_("Diesen Kommentar hat jemand anderes geschrieben."))
TOO_LATE = sentence(
    "comment-too-late",
    N_(
        "Diesen Kommentar können Sie nicht mehr ändern: Das geht 15 Minuten lang und nur, solange niemand geantwortet hat. Schreiben Sie dazu, was Sie heute anders sagen."
    ),
)

_ONE = """
SELECT c.id, c.author, c.body, c.stance, c.parent, c.created_at, c.hidden_at, t.hidden_at AS thread_hidden_at, t.locks,
       t.subject_kind, t.subject_id, EXISTS (SELECT 1 FROM comment r WHERE r.parent = c.id) AS replied
FROM comment c JOIN thread t ON t.id = c.thread WHERE c.id = $1
"""
_KEEP = """
INSERT INTO comment_version (comment, body, written_at)
SELECT id, body, COALESCE(changed_at, created_at) FROM comment WHERE id = $1 AND body <> $2
"""
_CHANGE = """
UPDATE comment SET body = $2, body_html = $3, renderer = $4, stance = $5, changed_at = $6 WHERE id = $1
"""


async def own(actor: Actor, comment: int) -> Any:
    """The row of one's own comment that all can read."""
    row = await fetch_one(_ONE, comment)
    if row is None or row["hidden_at"] is not None or row["thread_hidden_at"] is not None:
        raise NotFoundException
    if row["author"] != actor.person_id:
        raise Refused(NOT_YOURS, status=403)
    return row


def require_changeable(row: Any) -> None:
    if row["locks"]:
        raise Refused(LOCKED, status=409)
    if not may_change(row["created_at"], now(), replied=row["replied"]):
        raise Refused(TOO_LATE, status=409)


async def change(actor: Actor, comment: int, sent: NewComment, text: Rendered) -> None:
    """Whoever answers at the same moment waits for the thread, and then answers the new words or prevents them."""
    require_may_write(actor)
    async with unit_of_work():
        thread = await fetch_value(LOCK_THREAD_OF, comment)
        row = await own(actor, comment)
        require_changeable(row)
        stance = row["stance"] if row["parent"] is not None else sent.stance
        await execute(_KEEP, comment, sent.body)
        await execute(_CHANGE, comment, sent.body, text.html, text.version, stance, now())
        await execute(RECOUNT, thread)
        await look_again("comment", comment)


async def subject_of(row: Any) -> kinds.Card | None:
    """The thing that the comment is about."""
    return await kinds.card(row["subject_kind"], row["subject_id"])
