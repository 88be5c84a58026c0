"""Who supports what: for counting and for the watch of moderation alone, on no page and in no answer."""

from datetime import datetime

from participation.accounts.rules import address_pattern
from participation.core.db import fetch
from participation.core.kinds import Support

_SUPPORTS = """
SELECT s.proposal, s.person, s.created_at, p.created_at AS since, p.email_key,
       COALESCE((SELECT x.network FROM session x WHERE x.person = s.person AND x.network <> ''
                 ORDER BY x.created_at DESC LIMIT 1), '') AS network
FROM support s JOIN person p ON p.id = s.person WHERE s.created_at > $1 ORDER BY s.created_at LIMIT $2
"""


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
