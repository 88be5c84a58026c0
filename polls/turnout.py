"""How many had voted by the hour: a look at the number once an hour, never anything written with a vote."""

from datetime import datetime, timedelta

from participation.core.clock import now
from participation.core.db import execute
from polls.life import FEWEST

MINUTES = 3
"""So long after the full hour a look still counts as that of the hour."""

_NOTE = """
INSERT INTO poll_turnout (poll, hour, votes)
SELECT p.id, $1, counted.votes FROM poll p
CROSS JOIN LATERAL (SELECT COUNT(*) AS votes FROM poll_vote v WHERE v.poll = p.id) AS counted
CROSS JOIN LATERAL (SELECT COALESCE(MAX(votes), 0) AS votes FROM poll_turnout t WHERE t.poll = p.id) AS before
WHERE p.published_at <= $2 AND p.opens_at < $1 AND p.closed_at IS NULL AND p.closes_at > $2 AND p.part_of IS NULL
  AND counted.votes >= before.votes + $3
ON CONFLICT (poll, hour) DO NOTHING
"""


async def note(at: datetime | None = None) -> None:
    """Only where at least five more have voted since the last row: a smaller number could be a person's moment."""
    moment = at or now()
    hour = moment.replace(minute=0, second=0, microsecond=0)
    if moment - hour < timedelta(minutes=MINUTES):
        await execute(_NOTE, hour, moment, FEWEST)
