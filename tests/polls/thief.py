"""What somebody has who stole the database while a poll was open, and again afterwards: `python -m tests.polls.thief`."""

import json
from typing import Any

from participation.core.db import fetch
from participation.tools.database import with_database

DURING = """
SELECT xmin::text::bigint AS xmin, ctid::text AS ctid, id::text AS id, person, encode(sealed, 'hex') AS sealed,
    ballot, receipt FROM poll_vote ORDER BY ctid
"""
BALLOTS = (
    "SELECT xmin::text::bigint AS xmin, ctid::text AS ctid, id, ballot, receipt FROM poll_ballot ORDER BY id"
)
RECEIPTS = "SELECT xmin::text::bigint AS xmin, ctid::text AS ctid, id, receipt FROM poll_receipt ORDER BY id"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"


async def everything() -> dict[str, str]:
    """Each table as text."""
    found = {}
    for row in await fetch(TABLES):
        name = row["tablename"]
        rows = await fetch(f'SELECT row_to_json(t)::text AS line FROM "{name}" t')  # noqa: S608  # names come from the catalogue
        found[name] = "\n".join(one["line"] for one in rows)
    return found


async def look() -> dict[str, Any]:
    return {
        "votes": [dict(row) for row in await fetch(DURING)],
        "ballots": [dict(row) for row in await fetch(BALLOTS)],
        "receipts": [dict(row) for row in await fetch(RECEIPTS)],
        "everything": await everything(),
        "lsn": (await fetch("SELECT pg_current_wal_lsn()::text AS lsn"))[0]["lsn"],
    }


if __name__ == "__main__":
    print(json.dumps(with_database(look)))
