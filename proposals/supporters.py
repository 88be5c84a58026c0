"""Who supports what: for counting and for the watch of moderation alone, on no page and in no answer."""

from datetime import datetime
from typing import Any

from participation.accounts.rules import address_pattern
from participation.consultations.phases import opens
from participation.core.clock import now
from participation.core.db import execute, fetch
from participation.core.kinds import Support
from proposals.rules import SUPPORT

_SUPPORTS = """
SELECT s.proposal, s.person, s.created_at, p.created_at AS since, p.email_key,
       COALESCE((SELECT x.network FROM session x WHERE x.person = s.person AND x.network <> ''
                 ORDER BY x.created_at DESC LIMIT 1), '') AS network
FROM support s JOIN person p ON p.id = s.person WHERE s.created_at > $1 ORDER BY s.created_at LIMIT $2
"""
_OF_PERSON = "SELECT proposal, created_at FROM support WHERE person = $1 ORDER BY proposal"
_STILL_OPEN = """
SELECT p.id FROM support s JOIN proposal p ON p.id = s.proposal
WHERE s.person = $1 AND EXISTS (
    SELECT 1 FROM phase x WHERE x.consultation = p.consultation AND x.kind = ANY($2::text[])
        AND x.starts_at <= $3 AND (x.ends_at IS NULL OR x.ends_at > $3))
ORDER BY p.id FOR NO KEY UPDATE OF p
"""
_TAKE_BACK = """
WITH taken AS (DELETE FROM support WHERE person = $1 AND proposal = ANY($2::bigint[]) RETURNING proposal)
UPDATE proposal SET supports_count = supports_count - 1 WHERE id IN (SELECT proposal FROM taken)
"""


async def of_person(person_id: int) -> list[dict[str, Any]]:
    return [
        {"proposal": row["proposal"], "at": row["created_at"].isoformat()}
        for row in await fetch(_OF_PERSON, person_id)
    ]


async def take_back(person_id: int) -> None:
    """Where supports are still collected, a new account with the same address could support once more."""
    phases = [kind for kind, features in opens().items() if SUPPORT in features]
    held: set[int] = set()
    # Locked in order first, as whoever supports does: else the two would wait for each other. Again, if a merge
    # has moved a support meanwhile.
    while (found := {row["id"] for row in await fetch(_STILL_OPEN, person_id, phases, now())}) - held:
        held |= found
    if found:
        await execute(_TAKE_BACK, person_id, sorted(found))


async def since(moment: datetime, most: int) -> list[Support]:
    """Oldest first; what is alike in addresses, never the address."""
    return [
        Support(
            row["proposal"],
            row["person"],
            row["created_at"],
            row["since"],
            row["network"],
            address_pattern(row["email_key"] or ""),
        )
        for row in await fetch(_SUPPORTS, moment, most)
    ]
