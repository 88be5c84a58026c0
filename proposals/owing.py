"""Answers that the city owes: a proposal that enough people support obliges it, with a day and for all to see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from participation.core.clock import ZONE, now, today
from participation.core.db import execute, fetch


class Debt(StrEnum):
    OPEN = "open"
    OVERDUE = "overdue"
    PAID = "paid"


def debt(due_on: date, answered_at: datetime | None, day: date) -> Debt:
    """The last day counts whole."""
    if answered_at is not None:
        return Debt.PAID
    return Debt.OVERDUE if day > due_on else Debt.OPEN


@dataclass(frozen=True, slots=True)
class Obligation:
    proposal_id: int
    title: str
    consultation: str
    office: str
    supports: int
    threshold: int
    due_on: date
    answered_on: date | None
    debt: Debt

    @property
    def url(self) -> str:
        return f"/proposals/{self.proposal_id}"

    @property
    def late_days(self) -> int:
        """How late the answer came, or is by today; 0 in time."""
        return max(0, ((self.answered_on or today()) - self.due_on).days)


_OBLIGE = """
INSERT INTO answer_obligation (proposal, threshold, office, reached_at, due_on)
SELECT p.id, c.answer_threshold, c.contact_office, $2, $3::date + c.answer_days
FROM proposal p JOIN consultation c ON c.id = p.consultation
WHERE p.supports_count >= c.answer_threshold AND p.hidden_at IS NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
  AND NOT EXISTS (SELECT 1 FROM official_answer o WHERE o.proposal = p.id)
"""
_ONE = _OBLIGE + " AND p.id = $1 ON CONFLICT (proposal) DO NOTHING"
_ALL = _OBLIGE + " AND c.id = $1 ON CONFLICT (proposal) DO NOTHING"


async def oblige(proposal_id: int) -> bool:
    """True when it is owed from now on. It stays owed when supports are withdrawn: the promise was given."""
    return bool(await execute(_ONE, proposal_id, now(), today()))


async def oblige_all(consultation_id: int) -> int:
    """After the threshold was set or lowered: whoever is past it already is owed an answer, too."""
    return await execute(_ALL, consultation_id, now(), today())


_LISTED = """
SELECT p.id, p.title, c.title AS consultation, b.office, p.supports_count, b.threshold, b.due_on, o.answered_at
FROM answer_obligation b JOIN proposal p ON p.id = b.proposal
JOIN consultation c ON c.id = p.consultation AND c.published_at <= $1
LEFT JOIN official_answer o ON o.proposal = p.id
WHERE p.hidden_at IS NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
ORDER BY o.answered_at IS NOT NULL, b.due_on, p.id LIMIT $2
"""


async def obligations(most: int = 200) -> Sequence[Obligation]:
    """What is open comes first, the longest overdue on top; then what was answered."""
    return [
        Obligation(
            row["id"],
            row["title"],
            row["consultation"],
            row["office"],
            row["supports_count"],
            row["threshold"],
            row["due_on"],
            row["answered_at"].astimezone(ZONE).date() if row["answered_at"] else None,
            debt(row["due_on"], row["answered_at"], today()),
        )
        for row in await fetch(_LISTED, now(), most)
    ]
