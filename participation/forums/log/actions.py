"""The one way into the log of a forum."""

from datetime import datetime
from functools import partial

from participation.core.db import UnitOfWork, fetch_value
from participation.core.errors import Refused, sentence
from participation.core.i18n import N_
from participation.forums.log.doorbell import BELL

sentence("forum-closed", N_("Dieses Bürgerforum läuft gerade nicht."))

_APPEND = """
WITH next AS (
    UPDATE forum SET last_seq = last_seq + 1
    WHERE id = $1 AND (NOT $6 OR (opened_at IS NOT NULL AND closed_at IS NULL))
    RETURNING last_seq
)
INSERT INTO forum_event (forum, seq, kind, subject_id, verb, created_at)
SELECT $1, last_seq, $2, $3, $4, $5 FROM next
RETURNING seq
"""


async def append(
    work: UnitOfWork,
    forum_id: int,
    kind: str,
    subject_id: int,
    verb: str,
    now: datetime,
    *,
    only_live: bool = False,
    urgent: bool = False,
) -> int:
    """Takes the next number; to be the last statement of the unit of work, for it locks the forum until COMMIT.

    A sequence would leave gaps after a rollback, and numbers would become visible out of order. `only_live`
    refuses (`forum-closed`, 409) on the locked row; `urgent` passes the batch on its way to the sockets.
    """
    seq: int | None = await fetch_value(_APPEND, forum_id, kind, subject_id, verb, now, only_live)
    if seq is None:
        raise Refused("forum-closed", status=409)
    work.after_commit(partial(BELL.ring, forum_id, urgent=urgent))
    return seq
