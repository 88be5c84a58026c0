"""Once the city says it is built: whoever proposed or supported it is asked whether it is really done."""

from typing import Any

from participation.core.clock import now
from participation.core.db import execute, fetch, unit_of_work
from participation.core.i18n import N_, translate
from participation.core.mail import send_mail
from participation.settings import settings
from proposals.outcomes.rules import ASK_WITHIN
from proposals.rules import Status

BATCH = 100

_NOTE = """
INSERT INTO proposal_completion AS c (proposal, done_at) VALUES ($1, $2)
ON CONFLICT (proposal) DO UPDATE SET done_at = CASE WHEN $3 THEN excluded.done_at ELSE c.done_at END
"""
_WRITERS = """
WITH due AS (
    UPDATE proposal_completion c SET asked_at = $1 FROM proposal p
    WHERE p.id = c.proposal AND c.asked_at IS NULL AND c.done_at > $2 AND p.status = 'done'
      AND p.hidden_at IS NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
    RETURNING p.id, p.title, p.author
)
SELECT d.id, d.title, a.display_name, a.email, a.locale FROM due d
JOIN person a ON (a.id = d.author OR a.id IN (SELECT w.person FROM proposal_pen w WHERE w.proposal = d.id))
WHERE a.email IS NOT NULL AND a.deleted_at IS NULL
"""
_SUPPORTERS = """
WITH due AS (
    SELECT s.id FROM support s JOIN proposal p ON p.id = s.proposal AND p.status = 'done'
        AND p.hidden_at IS NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
    JOIN proposal_completion c ON c.proposal = p.id AND c.done_at > $2
    WHERE s.asked_at IS NULL ORDER BY s.id LIMIT $3 FOR UPDATE OF s SKIP LOCKED
), asked AS (
    UPDATE support s SET asked_at = $1 FROM due WHERE s.id = due.id RETURNING s.proposal, s.person
)
SELECT p.id, p.title, a.display_name, a.email, a.locale FROM asked s JOIN proposal p ON p.id = s.proposal
LEFT JOIN person a ON a.id = s.person AND a.deleted_at IS NULL AND a.id IS DISTINCT FROM p.author
    AND NOT EXISTS (SELECT 1 FROM proposal_pen w WHERE w.proposal = p.id AND w.person = a.id)
"""
_ASK = N_(
    """Guten Tag %(name)s,

die Stadt sagt: Das ist umgesetzt. Sie haben den Vorschlag gemacht:
„%(title)s“

Ist es wirklich erledigt? Sagen Sie es hier:
%(link)s

Sagen Sie Nein, muss die Stadt Ihnen antworten.
"""
)
_ASK_SUPPORTER = N_(
    """Guten Tag %(name)s,

die Stadt sagt: Das ist umgesetzt. Sie haben den Vorschlag unterstützt:
„%(title)s“

Ist es wirklich erledigt? Sagen Sie es hier:
%(link)s

Ihr Name erscheint nirgends. Wir zeigen nur Zahlen.
"""
)
SUBJECT = N_("Ist es wirklich erledigt?")


async def note_done(proposal_id: int, status: Status, *, anew: bool) -> None:
    """Within the unit of work that sets a status. `anew`: it was another one until now."""
    if status is Status.DONE:
        await execute(_NOTE, proposal_id, now(), anew)


async def ask() -> None:
    """Each person once, however often the state goes back and forth; in small lots, for a crowd may have supported."""
    since = now() - ASK_WITHIN
    async with unit_of_work():
        await _send(await fetch(_WRITERS, now(), since), _ASK)
    while await _some(since) == BATCH:
        pass


async def _some(since: object) -> int:
    async with unit_of_work():
        rows = await fetch(_SUPPORTERS, now(), since, BATCH)
        await _send([row for row in rows if row["email"]], _ASK_SUPPORTER)
    return len(rows)


async def _send(rows: list[Any], text: str) -> None:
    for row in rows:
        locale = row["locale"]
        values = {
            "name": row["display_name"],
            "title": row["title"],
            "link": settings().link(f"/proposals/{row['id']}#check"),
        }
        await send_mail(row["email"], translate(locale, SUBJECT), translate(locale, text, **values))
