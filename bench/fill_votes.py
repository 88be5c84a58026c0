"""Fills the database for a run of votes: so many people with sessions, an editor, and a secret poll that is open.

Prints JSON with what the requests need. Runs in a process of its own, with the settings of the product.
"""

import json
import sys
from datetime import timedelta
from typing import Any

from bench.fill import _people
from participation.app_parts import load_jobs
from participation.core.clock import now
from participation.core.db import execute
from participation.core.html import Rendered
from participation.core.migrations import migrate
from participation.tools.database import with_database
from polls.actions import Draft, create
from polls.queries import Option

OPTIONS = ("radweg", "tempo", "einbahn", "nichts")
_EDITOR = "INSERT INTO role_grant (person, role, granted_at) SELECT MIN(id), 'editor', now() FROM person"


async def fill(voters: int, kind: str) -> dict[str, Any]:
    """The first person edits; the others vote."""
    await migrate()
    load_jobs()
    sessions = await _people(voters + 1)
    await execute(_EDITOR)
    day = timedelta(days=1)
    draft = Draft(
        "Wie soll die Lindenallee sicherer werden?",
        kind,
        [Option(key, key.title()) for key in OPTIONS],
        now() - day,
        now() + day,
        numbers={"seed": "votes"},
    )
    poll = await create(None, draft, Rendered("<p>Worum es geht.</p>", 1), published_at=now() - day)
    return {"poll": poll, "editor": sessions[0], "voters": sessions[1:]}


if __name__ == "__main__":
    wanted = json.loads(sys.argv[1])
    print(json.dumps(with_database(lambda: fill(**wanted))))
