"""Mails to those who made a proposal: it is decided, and the city answers their no."""

from typing import Any

from participation.core.db import fetch
from participation.core.i18n import N_, translate
from participation.core.mail import send_mail
from participation.settings import settings

_DECIDED = N_(
    """Guten Tag %(name)s,

über Ihren Vorschlag „%(title)s“ ist entschieden:

„%(decision)s“

Wer entschieden hat, warum, und wie es weitergeht:
%(link)s
"""
)
_REPLIED = N_(
    """Guten Tag %(name)s,

Sie haben gesagt: Es ist noch nicht erledigt. Die Stadt hat Ihnen geantwortet.
Die Antwort steht bei Ihrem Vorschlag „%(title)s“:
%(link)s
"""
)
_READERS = """
SELECT p.title, a.display_name, a.email, a.locale, d.title AS decision
FROM proposal p JOIN person a ON (a.id = p.author OR a.id IN (SELECT w.person FROM proposal_pen w WHERE w.proposal = p.id))
    AND a.email IS NOT NULL AND a.deleted_at IS NULL
LEFT JOIN proposal_decision d ON d.proposal = p.id
WHERE p.id = $1 AND ($2::bigint IS NULL OR a.id = $2)
"""


async def decided(proposal_id: int) -> None:
    await _send(proposal_id, None, N_("Über Ihren Vorschlag ist entschieden"), _DECIDED)


async def replied(proposal_id: int, person: int) -> None:
    await _send(proposal_id, person, N_("Die Stadt antwortet auf Ihr Nein"), _REPLIED)


async def _send(proposal_id: int, person: int | None, subject: str, text: str) -> None:
    """Within the caller's unit of work."""
    for row in await fetch(_READERS, proposal_id, person):
        await _send_one(row, proposal_id, subject, text)


async def _send_one(row: Any, proposal_id: int, subject: str, text: str) -> None:
    locale = row["locale"]
    values = {
        "name": row["display_name"],
        "title": row["title"],
        "decision": row["decision"] or "",
        "link": settings().link(f"/proposals/{proposal_id}#outcome"),
    }
    await send_mail(row["email"], translate(locale, subject), translate(locale, text, **values))
