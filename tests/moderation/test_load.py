"""A queue that is long, behind it a long past. What counts is processor time: it does not depend on who else works."""

import os
import time
from pathlib import Path

import pytest

from moderation.queries import queue
from participation.core import db
from participation.core.db import execute, execute_script
from tests.server import descendants

ROUNDS = 20
STEP = 5_000
_CASES = """
INSERT INTO moderation_case (number, kind, content_id, lane, state, opened_at, queued_at, turn_at, due_at, written_at,
                             author, snapshot, place)
SELECT $3 || n, 'note', n, CASE WHEN n % $6::int = 0 THEN 'live' ELSE 'normal' END, $2, t, t, t, now(), now(), $4,
       repeat('Ein Satz. ', 20), 'Die Wand'
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


def postgres_seconds() -> float:
    """Processor time of every process of the database."""
    found = 0
    for pid, line in descendants(os.getpid()).items():
        if "postgres" in line:
            fields = (Path("/proc") / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()
            found += int(fields[11]) + int(fields[12])
    return found / os.sysconf("SC_CLK_TCK")


async def cost(browser, url: str) -> tuple[float, int]:
    """Processor time of a page, ours and the database's, and its statements."""
    for _ in range(6):  # prepared statements get their plan for all values with the sixth
        assert (await browser.http.get(url)).status_code == 200
    ours, before = [], postgres_seconds()
    for _ in range(ROUNDS):
        begin = time.process_time()
        await browser.http.get(url)
        ours.append(time.process_time() - begin)
    theirs = (postgres_seconds() - before) / ROUNDS
    noted: list[str] = []
    token = db.statements.set(noted)
    await browser.http.get(url)
    db.statements.reset(token)
    print(f"{1000 * min(ours):.1f} ms ours, {1000 * theirs:.1f} ms the database's")
    return min(ours) + theirs, len(noted)


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
async def test_five_thousand_open_cases_cost_at_most_twice_what_fifty_cost(every, carla, wall, long_past):
    """With both lanes full, and with the normal lane alone."""
    await long_past(50, 0, every)
    few, _ = await cost(carla, "/moderation")
    await long_past(5_000, 100_000, every)
    many, statements = await cost(carla, "/moderation")
    print(f"{1000 * few:.1f} ms of processor at 50, {1000 * many:.1f} ms at 5,000, {statements} statements")
    assert statements <= 8
    assert many <= 2 * few
    for url in ("/moderation?page=200", "/moderation?sort=newest", "/moderation?reason=spam&lane=normal"):
        _, statements = await cost(carla, url)
        assert statements <= 8, url


async def test_a_case_of_a_long_queue_opens_in_as_many_statements_as_any(carla, wall, long_past):
    await long_past(5_000, 20_000, 10)
    first = await db.fetch_value("SELECT min(id) FROM moderation_case")
    noted: list[str] = []
    token = db.statements.set(noted)
    answer = await carla.http.get(f"/moderation/cases/{first}")
    db.statements.reset(token)
    assert answer.status_code == 200
    assert len(noted) <= 9


async def test_the_queue_is_one_statement(carla, wall):
    noted: list[str] = []
    token = db.statements.set(noted)
    await queue(carla.id)
    db.statements.reset(token)
    assert len(noted) == 1
