"""Fills the database for a run of votes: so many people with sessions, an editor, and a secret poll that is open.

Prints JSON with what the requests need. Runs in a process of its own, with the settings of the product.
"""

import json
import sys
from datetime import timedelta
from typing import Any
from uuid import uuid4

from bench.fill import _people
from participation.app_parts import load_jobs
from participation.core.clock import now
from participation.core.db import execute, fetch_value
from participation.core.html import Rendered
from participation.core.migrations import migrate
from participation.tools.database import with_database
from polls.actions import Draft, create
from polls.codes.actions import draw
from polls.life import Voters
from polls.queries import Option

OPTIONS = ("radweg", "tempo", "einbahn", "nichts")
_ROLE = "INSERT INTO role_grant (person, role, granted_at) VALUES ($1, $2, now())"
_ADDRESSES = "UPDATE person SET email = 'p' || id || '@example.org', email_key = 'p' || id || '@example.org'"


async def fill(voters: int, kind: str, by: str = "accounts", paper: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002  # it comes as JSON
    """The first person edits, the last one is the clerk, and those between vote, or the holders of codes do.

    `names`: what the desk types for each voter, where paper is taken.
    """
    await migrate()
    load_jobs()
    people = voters if by == "accounts" else 0
    sessions = await _people(people + 2)
    first: int = await fetch_value("SELECT MIN(id) FROM person")
    await execute(_ROLE, first, "editor")
    await execute(_ROLE, first + people + 1, "clerk")
    await execute(_ADDRESSES)
    day = timedelta(days=1)
    draft = Draft(
        "Wie soll die Lindenallee sicherer werden?",
        kind,
        [Option(key, key.title()) for key in OPTIONS],
        now() - day,
        now() + day,
        numbers={"seed": "votes"},
        voters=Voters.CODES if by == "codes" else Voters.CONFIRMED,
        paper=paper,
    )
    poll = await create(None, draft, Rendered("<p>Worum es geht.</p>", 1), published_at=now() - day)
    codes = await draw(first, poll, uuid4(), voters) if by == "codes" else []
    addresses = [f"p{first + number}@example.org" for number in range(1, people + 1)]
    return {
        "poll": poll,
        "editor": sessions[0],
        "clerk": sessions[-1],
        "voters": codes or sessions[1:-1],
        "names": (codes or addresses) if paper else [],
    }


if __name__ == "__main__":
    wanted = json.loads(sys.argv[1])
    print(json.dumps(with_database(lambda: fill(**wanted))))
