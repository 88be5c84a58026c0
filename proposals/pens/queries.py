"""Reads: who was asked to write along, and what one was asked oneself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from participation.core.clock import now
from participation.core.db import execute, fetch, fetch_one
from proposals.pens.rules import OPEN_FOR


@dataclass(frozen=True, slots=True)
class Asked:
    """As it was typed: the same, whether there is such a person or not."""

    typed: str
    invited_at: datetime

    @property
    def until(self) -> datetime:
        return self.invited_at + OPEN_FOR


@dataclass(frozen=True, slots=True)
class Invitation:
    id: int
    proposal: int
    title: str
    html: str
    author: str

    @property
    def url(self) -> str:
        return f"/account/invitations/{self.id}"


_ASKED = """
SELECT typed, invited_at FROM proposal_invitation WHERE proposal = $1 AND invited_at > $2 ORDER BY id
"""
_MINE = """
SELECT i.id, p.id AS proposal, p.title, p.body_html, COALESCE(a.display_name, p.author_name, '') AS author
FROM proposal_invitation i JOIN proposal p ON p.id = i.proposal
JOIN consultation c ON c.id = p.consultation AND c.published_at <= $4 LEFT JOIN person a ON a.id = p.author
WHERE i.id = $1 AND i.person = $2 AND i.answered_at IS NULL AND i.invited_at > $3
  AND p.hidden_at IS NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
"""
_OTHERS = "SELECT person FROM proposal_pen WHERE proposal = $1 ORDER BY id"
_OF_PERSON = """
SELECT proposal, joined_at AS at, 'writes along' AS what FROM proposal_pen WHERE person = $1
UNION ALL SELECT proposal, invited_at, 'invited' FROM proposal_invitation WHERE person = $1 ORDER BY 1, 2
"""


async def asked(proposal_id: int) -> list[Asked]:
    return [Asked(*row) for row in await fetch(_ASKED, proposal_id, now() - OPEN_FOR)]


async def invitation(number: int, person_id: int) -> Invitation | None:
    """Only for whoever was asked, and only while it waits for an answer."""
    moment = now()
    row = await fetch_one(_MINE, number, person_id, moment - OPEN_FOR, moment)
    return Invitation(*row) if row else None


async def others(proposal_id: int) -> list[int]:
    """Who writes along, besides the author: for moderation, whose letters go to all of them."""
    return [row["person"] for row in await fetch(_OTHERS, proposal_id)]


async def of_person(person_id: int) -> list[dict[str, Any]]:
    return [
        {"proposal": row["proposal"], "at": row["at"].isoformat(), "what": row["what"]}
        for row in await fetch(_OF_PERSON, person_id)
    ]


async def erase(person_id: int) -> None:
    await execute("DELETE FROM proposal_pen WHERE person = $1", person_id)
    await execute("DELETE FROM proposal_invitation WHERE person = $1", person_id)
