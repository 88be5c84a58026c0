"""A queue that is long, behind it a long past. What counts is rows and blocks: they do not depend on who else works.

Seconds are measured in `make bench`.
"""

import json
from typing import Any

import asyncpg.connection
import pytest

from moderation.queries import queue
from participation.core import db
from participation.core.db import execute, execute_script

STEP = 5_000
_CASES = """
INSERT INTO moderation_case (number, kind, content_id, lane, state, opened_at, queued_at, turn_at, due_at, written_at,
                             author, snapshot, place, reasons, sources)
SELECT $3 || n, 'note', n, CASE WHEN n % $6::int = 0 THEN 'live' ELSE 'normal' END, $2, t, t, t, now(), now(), $4,
       repeat('Ein Satz. ', 20), 'Die Wand', '{spam}', '{people}'
FROM generate_series($5::int, $1::int) n, LATERAL (SELECT now() - n * interval '1 second' AS t) AS at
"""
_REPORTS = """
INSERT INTO report (case_id, source, reason, created_at)
SELECT id, 'visitor', 'spam', opened_at FROM moderation_case c
WHERE c.id > (SELECT COALESCE(max(case_id), 0) FROM report)
"""
_DECISIONS = """
INSERT INTO decision (case_id, action, rule, reason, decided_by, decided_at, due_at, token_hash)
SELECT id, CASE WHEN id % 3 = 0 THEN 'keep' ELSE 'hide' END, (SELECT min(id) FROM house_rule), 'Grund', $1, now(), now(),
       sha256(id::text::bytea)
FROM moderation_case WHERE state = 'closed' AND id > (SELECT COALESCE(max(case_id), 0) FROM decision)
"""


@pytest.fixture
def asked(monkeypatch):
    """Every statement that reads, with its arguments, as it goes to the driver."""
    found: list[tuple[str, tuple[Any, ...]]] = []

    def heard(name):
        real = getattr(asyncpg.connection.Connection, name)

        async def call(self, text, *args, **more):
            found.append((text, args))
            return await real(self, text, *args, **more)

        monkeypatch.setattr(asyncpg.connection.Connection, name, call)

    for name in ("fetch", "fetchrow", "fetchval"):
        heard(name)
    return found


async def touched(browser, url: str, asked) -> tuple[int, int]:
    """Blocks of the database that a page looks at, and its statements."""
    asked.clear()
    assert (await browser.http.get(url)).status_code == 200
    sent = [(text, args) for text, args in asked if text.split(maxsplit=1)[0] in {"SELECT", "WITH"}]
    everything = len(asked)
    blocks = 0
    for text, args in sent:
        plan = await db.fetch_value(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {text}", *args)
        top = json.loads(plan)[0]["Plan"]
        blocks += top["Shared Hit Blocks"] + top["Shared Read Blocks"]
    return blocks, everything


@pytest.fixture
async def long_past(rules, carla, alma):
    async def fill(waiting: int, closed: int, every: int) -> None:
        """Each `every`th case is live."""
        await execute("DELETE FROM moderation_case")
        await execute(_CASES, waiting, "open", "a", alma.id, 1, every)
        await execute(_REPORTS)
        for first in range(1, closed + 1, STEP):  # no statement may take longer than a request would
            await execute(_CASES, min(closed, first + STEP - 1), "closed", "b", alma.id, first, every)
            await execute(_REPORTS)
            await execute(_DECISIONS, carla.id)
        # As the database does it by itself after a while.
        await execute_script("VACUUM ANALYZE moderation_case")
        await execute_script("VACUUM ANALYZE report")
        await execute_script("VACUUM ANALYZE decision")

    return fill


@pytest.mark.parametrize("every", [2, 10_000])
async def test_a_long_past_is_not_read_and_a_long_queue_only_in_its_index(
    every, carla, wall, long_past, asked
):
    """With both lanes full, and with the normal lane alone. The rows of the cases alone fill more than 1,000 blocks."""
    await long_past(50, 0, every)
    few, _ = await touched(carla, "/moderation", asked)
    await long_past(5_000, 20_000, every)
    for url, more in (
        ("/moderation", 700),
        ("/moderation?page=200", 700),
        ("/moderation?sort=newest", 700),
        ("/moderation?reason=spam&lane=normal", 700),
        ("/moderation?q=Satz", 1_100),  # and the rows of all 5,000 that it finds
        ("/moderation?q=Zwetschgenkompott", 250),
    ):
        many, statements = await touched(carla, url, asked)
        assert many <= few + more, (url, few, many)
        assert statements <= 8, url


async def test_a_case_of_a_long_queue_opens_in_as_many_statements_as_any(carla, wall, long_past, asked):
    await long_past(5_000, 5_000, 10)
    first = await db.fetch_value("SELECT min(id) FROM moderation_case")
    _, statements = await touched(carla, f"/moderation/cases/{first}", asked)
    assert statements <= 9


async def test_the_queue_is_one_statement(carla, wall, asked):
    asked.clear()
    await queue(carla.id)
    assert len(asked) == 1
