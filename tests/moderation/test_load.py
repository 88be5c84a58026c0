"""A queue that is long, behind it a long past."""

import time

import pytest

from moderation.queries import queue
from participation.core import db
from participation.core.db import execute
from tests.people import create_person

_CASES = """
INSERT INTO moderation_case (number, kind, content_id, lane, state, opened_at, queued_at, due_at, written_at, snapshot)
SELECT $3 || n, 'note', n, 'normal', $2, now() - n * interval '1 second', now() - n * interval '1 second', now(), now(),
       repeat('Ein Satz. ', 20)
FROM generate_series(1, $1::int) n
"""
_REPORTS = """
INSERT INTO report (case_id, source, reason, created_at)
SELECT id, 'visitor', 'spam', opened_at FROM moderation_case c
WHERE NOT EXISTS (SELECT 1 FROM report r WHERE r.case_id = c.id)
"""


async def _cost(person: int) -> float:
    best = 9.9
    for _ in range(5):
        begin = time.perf_counter()
        await queue(person)
        best = min(best, time.perf_counter() - begin)
    return best


@pytest.fixture
async def carla(rules):
    return await create_person("Carla", "carla@example.org")


async def test_five_thousand_open_cases_open_in_one_statement_and_fast(carla, wall):
    await execute(_CASES, 50, "open", "a")
    await execute(_REPORTS)
    few = await _cost(carla)
    await execute("DELETE FROM moderation_case")
    await execute(_CASES, 5_000, "open", "b")
    await execute(_CASES, 100_000, "closed", "c")
    await execute(_REPORTS)
    await db.fetch("ANALYZE")
    noted: list[str] = []
    token = db.statements.set(noted)
    many = await _cost(carla)
    db.statements.reset(token)
    assert len(noted) == 5
    print(f"{1000 * few:.1f} ms at 50, {1000 * many:.1f} ms at 5,000")
    assert many < 0.1
