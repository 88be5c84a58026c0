"""What moderation keeps about a person: what they reported, and what was decided about what they wrote."""

from typing import Any

from participation.core.db import execute, fetch

_REPORTS = """
SELECT c.number AS case_number, c.kind, r.reason, r.text, r.created_at
FROM report r JOIN moderation_case c ON c.id = r.case_id WHERE r.reporter = $1 ORDER BY r.id
"""
# What went to the police reads as removed, here as everywhere.
_DECISIONS = """
SELECT c.number AS case_number, c.kind, CASE d.action WHEN 'police' THEN 'remove' ELSE d.action END AS action,
       h.title AS rule, d.reason, d.law, d.decided_at, d.until, a.text AS appeal, a.created_at AS appealed_at, a.outcome
FROM moderation_case c JOIN decision d ON d.case_id = c.id AND d.instance = 1 JOIN house_rule h ON h.id = d.rule
LEFT JOIN appeal a ON a.decision = d.id
WHERE c.author = $1 AND d.action NOT IN ('keep', 'ask', 'refer') ORDER BY d.id
"""
# The report stays: the case rests on it, and its author has a right to know how it came about.
_NAMELESS = "UPDATE report SET reporter = NULL WHERE reporter = $1"


async def reports_of(person: int) -> list[dict[str, Any]]:
    return [dict(row) for row in await fetch(_REPORTS, person)]


async def forget_reporter(person: int) -> None:
    await execute(_NAMELESS, person)


async def decisions_of(person: int) -> list[dict[str, Any]]:
    """As their author reads them; nothing about who reported."""
    return [dict(row) for row in await fetch(_DECISIONS, person)]


async def keep_decisions(_: int) -> None:
    """They name nobody once the account is gone, and the public figures count them."""
