"""Fills the database for a run of the queue: so many open cases of moderation, so many closed ones behind them.

Prints JSON with what the requests need. Runs in a process of its own, with the settings of the product; a second
run replaces the cases of the first.
"""

import json
import sys
from typing import Any

from bench.fill import _people
from moderation.house import ensure_rules
from participation.app_parts import load_jobs
from participation.core.clock import now
from participation.core.db import execute, execute_script, fetch_value
from participation.core.migrations import migrate
from participation.tools.database import with_database

STEP = 5_000
_MODERATOR = "INSERT INTO role_grant (person, role, granted_at) SELECT min(id), 'moderator', $1 FROM person"
_CASES = """
INSERT INTO moderation_case (number, kind, content_id, lane, state, opened_at, queued_at, turn_at, due_at, written_at,
                             author, snapshot, place, reasons, sources)
SELECT $1 || n, 'comment', n, CASE WHEN n % 2 = 0 THEN 'live' ELSE 'normal' END, $2, t, t, t, t, t,
       (SELECT max(id) FROM person), repeat('Ein Satz. ', 20), 'Die Stadt', '{spam}', '{people}'
FROM generate_series($3::int, $4::int) n, LATERAL (SELECT $5::timestamptz - n * interval '1 second' AS t) AS at
"""
_REPORTS = """
INSERT INTO report (case_id, source, reason, created_at)
SELECT id, 'visitor', 'spam', opened_at FROM moderation_case
WHERE id > (SELECT COALESCE(max(case_id), 0) FROM report)
"""
_DECISIONS = """
INSERT INTO decision (case_id, action, rule, reason, decided_by, decided_at, due_at, token_hash)
SELECT id, CASE WHEN id % 3 = 0 THEN 'keep' ELSE 'hide' END, (SELECT min(id) FROM house_rule), 'Grund',
       (SELECT min(id) FROM person), opened_at, due_at, sha256(id::text::bytea)
FROM moderation_case WHERE state = 'closed' AND id > (SELECT COALESCE(max(case_id), 0) FROM decision)
"""


async def fill(waiting: int, closed: int) -> dict[str, Any]:
    """Half of the cases are live. The first person moderates."""
    moment, session = now(), None
    if waiting and not await _is_there("person"):
        await migrate()
        load_jobs()
        await ensure_rules()
        session, _ = (await _people(2))[0]
        await execute(_MODERATOR, moment)
    await execute("DELETE FROM moderation_case")
    await execute(_CASES, "open ", "open", 1, waiting, moment)
    await execute(_REPORTS)
    for first in range(1, closed + 1, STEP):  # no statement may take longer than a request would
        await execute(_CASES, "closed ", "closed", first, min(closed, first + STEP - 1), moment)
        await execute(_REPORTS)
        await execute(_DECISIONS)
    for table in ("moderation_case", "report", "decision"):  # as the database does it by itself after a while
        await execute_script(f"VACUUM ANALYZE {table}")
    return {"session": session}


async def _is_there(table: str) -> bool:
    return await fetch_value("SELECT to_regclass($1) IS NOT NULL", table) is True


if __name__ == "__main__":
    wanted = json.loads(sys.argv[1])
    print(json.dumps(with_database(lambda: fill(**wanted))))
