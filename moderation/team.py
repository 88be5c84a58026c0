"""How the team is doing, in figures of the team. Of single people only where the works council has agreed to it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from participation.core import clock
from participation.core.db import fetch, fetch_one

DAYS = 30

_FIGURES = """
SELECT count(*) AS decided,
       count(*) FILTER (WHERE d.action NOT IN ('keep', 'ask', 'refer')) AS restricted,
       count(*) FILTER (WHERE d.decided_at > d.due_at) AS late,
       count(*) FILTER (WHERE a.id IS NOT NULL) AS appealed,
       count(*) FILTER (WHERE a.outcome = 'reversed') AS reversed,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM d.decided_at - c.opened_at)) AS median
"""
_FROM = """
FROM decision d JOIN moderation_case c ON c.id = d.case_id LEFT JOIN appeal a ON a.decision = d.id
WHERE d.instance = 1 AND d.decided_at >= $1
"""
_TEAM = _FIGURES + _FROM
_PEOPLE = (
    """SELECT p.display_name AS name, f.* FROM (SELECT d.decided_by, """  # noqa: S608  # constants
    + _FIGURES.strip().removeprefix("SELECT ")
    + _FROM
    + " GROUP BY d.decided_by) f JOIN person p ON p.id = f.decided_by ORDER BY p.name_key, p.id"
)


@dataclass(frozen=True, slots=True)
class Figures:
    """`median` in seconds, None where nothing was decided; `name` is empty for the whole team."""

    decided: int
    restricted: int
    late: int
    appealed: int
    reversed: int
    median: float | None
    name: str = ""


async def team_figures() -> Figures:
    row: Any = await fetch_one(_TEAM, clock.now() - timedelta(days=DAYS))
    return Figures(**row)


async def figures_by_person() -> list[Figures]:
    """To be asked only where the setting FIGURES_PER_PERSON allows it."""
    rows = await fetch(_PEOPLE, clock.now() - timedelta(days=DAYS))
    return [Figures(**{name: value for name, value in row.items() if name != "decided_by"}) for row in rows]
