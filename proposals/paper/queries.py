"""The receipt of one entry."""

from dataclasses import dataclass
from datetime import date, datetime

from participation.core.clock import ZONE, now
from participation.core.db import fetch_one
from proposals.paper.rules import Channel, receipt_number

_RECEIPT = """
SELECT e.proposal, e.channel, e.received_on, e.entered_at, p.title, p.body_html, COALESCE(p.author_name, '') AS author,
    c.title AS consultation
FROM paper_entry e JOIN proposal p ON p.id = e.proposal JOIN consultation c ON c.id = p.consultation
WHERE e.proposal = $1 AND p.hidden_at IS NULL AND p.withdrawn_at IS NULL AND c.published_at <= $2
"""


@dataclass(frozen=True, slots=True)
class Receipt:
    proposal: int
    channel: Channel
    received_on: date
    entered_at: datetime
    title: str
    html: str
    author: str
    consultation: str

    @property
    def number(self) -> str:
        return receipt_number(self.entered_at.astimezone(ZONE).year, self.proposal)

    @property
    def url(self) -> str:
        return f"/proposals/{self.proposal}"


async def receipt(proposal_id: int) -> Receipt | None:
    row = await fetch_one(_RECEIPT, proposal_id, now())
    if row is None:
        return None
    number, channel, *rest = tuple(row)
    return Receipt(number, Channel(channel), *rest)
