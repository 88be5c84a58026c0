"""Mails to all who made a proposal: it is owed an answer, it has one, it has moved on."""

from typing import Any

from participation.core.db import fetch
from participation.core.i18n import N_, translate
from participation.core.mail import send_mail
from participation.core.wording import date_text
from participation.settings import settings
from proposals.rules import Status
from proposals.wording import STATUS

_OWED = N_(
    """Guten Tag %(name)s,

Ihr Vorschlag „%(title)s“ hat %(supports)s Unterstützungen. Damit muss die Stadt antworten, spätestens am %(due)s.
Alle sehen, ob die Antwort rechtzeitig kommt:
%(link)s
"""
)
_ANSWERED = N_(
    """Guten Tag %(name)s,

die Stadt hat auf Ihren Vorschlag „%(title)s“ geantwortet:

„%(answer)s“

Die ganze Antwort:
%(link)s
"""
)
_MOVED = N_(
    """Guten Tag %(name)s,

Ihr Vorschlag „%(title)s“ steht jetzt auf: %(status)s.
%(link)s
"""
)
_READER = """
SELECT p.title, p.status, p.supports_count, a.display_name, a.email, a.locale, b.due_on, o.title AS answer
FROM proposal p JOIN person a ON (a.id = p.author OR a.id IN (SELECT w.person FROM proposal_pen w WHERE w.proposal = p.id))
    AND a.email IS NOT NULL AND a.deleted_at IS NULL
LEFT JOIN answer_obligation b ON b.proposal = p.id LEFT JOIN official_answer o ON o.proposal = p.id
WHERE p.id = $1
"""


async def owed(proposal_id: int) -> None:
    await _send(proposal_id, N_("Die Stadt muss auf Ihren Vorschlag antworten"), _OWED)


async def answered(proposal_id: int) -> None:
    await _send(proposal_id, N_("Die Stadt hat auf Ihren Vorschlag geantwortet"), _ANSWERED)


async def moved(proposal_id: int) -> None:
    await _send(proposal_id, N_("Neuer Stand bei Ihrem Vorschlag"), _MOVED)


async def _send(proposal_id: int, subject: str, text: str) -> None:
    """Within the caller's unit of work; nothing where nobody can be written to."""
    for row in await fetch(_READER, proposal_id):
        await _send_one(row, proposal_id, subject, text)


async def _send_one(row: Any, proposal_id: int, subject: str, text: str) -> None:
    locale = row["locale"]
    values = {
        "name": row["display_name"],
        "title": row["title"],
        "supports": row["supports_count"],
        "due": date_text(locale, row["due_on"]) if row["due_on"] else "",
        "answer": row["answer"] or "",
        "status": translate(locale, STATUS[Status(row["status"])].label),
        "link": settings().link(f"/proposals/{proposal_id}"),
    }
    await send_mail(row["email"], translate(locale, subject), translate(locale, text, **values))
