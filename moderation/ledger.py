"""The public figures of moderation: counted from the rows themselves, never kept beside them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from moderation.rules import Action, restricts
from participation.core.clock import ZONE, now, today
from participation.core.db import fetch, fetch_one

MONTHS = 12
RECENT = 10


@dataclass(frozen=True, slots=True)
class ByRule:
    number: int
    title: str
    title_en: str
    count: int

    def title_in(self, locale: str) -> str:
        return self.title_en if locale == "en" and self.title_en else self.title


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    reports: int
    hidden: int
    kept: int


@dataclass(frozen=True, slots=True)
class Past:
    decided_at: datetime
    kind: str
    action: str
    rule_number: int
    seconds: float
    appealed_at: datetime | None
    outcome: str | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Ledger:
    """`median_*` in seconds, None where nothing was decided."""

    start: date
    reports: int
    by_system: int
    contents: int
    actions: dict[str, int]
    late: int
    median_live: float | None
    median_normal: float | None
    appeals: int
    reversed: int
    upheld: int
    automated: int
    restored: int
    overdue: int
    rules: list[ByRule]
    months: list[Month]
    recent: list[Past]

    @property
    def kept(self) -> int:
        return sum(count for action, count in self.actions.items() if not restricts(Action(action)))

    @property
    def removed(self) -> int:
        return self.actions.get(Action.REMOVE, 0) + self.actions.get(Action.POLICE, 0)

    @property
    def hidden(self) -> int:
        return sum(self.actions.values()) - self.kept - self.removed

    @property
    def decided(self) -> int:
        return self.kept + self.hidden + self.removed

    @property
    def restricted(self) -> int:
        return self.hidden + self.removed

    @property
    def appeals_open(self) -> int:
        return self.appeals - self.reversed - self.upheld


_TOTALS = """
WITH judged AS (
    SELECT d.*, c.lane, extract(epoch FROM d.decided_at - c.opened_at) AS seconds
    FROM decision d JOIN moderation_case c ON c.id = d.case_id
    WHERE d.instance = 1 AND d.decided_at >= $1
), reported AS (
    SELECT count(*) AS reports, count(*) FILTER (WHERE source = 'system') AS by_system,
           count(DISTINCT case_id) AS contents
    FROM report WHERE created_at >= $1
), appealed AS (
    SELECT count(*) AS appeals, count(*) FILTER (WHERE outcome = 'reversed') AS reversed,
           count(*) FILTER (WHERE outcome = 'upheld') AS upheld
    FROM appeal WHERE created_at >= $1
), counted AS (
    SELECT count(*) FILTER (WHERE decided_at > due_at) AS late, count(*) FILTER (WHERE automated) AS automated,
           count(*) FILTER (WHERE EXISTS (SELECT 1 FROM appeal a WHERE a.decision = judged.id
                                          AND a.outcome = 'reversed')) AS restored,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) FILTER (WHERE lane = 'live') AS median_live,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) FILTER (WHERE lane = 'normal') AS median_normal
    FROM judged
), late_still AS (
    SELECT count(*) AS overdue FROM moderation_case WHERE state IN ('open', 'appealed') AND due_at < $2
)
SELECT *, ARRAY(
    SELECT (h.number, h.title, h.title_en, x.count) FROM (
        SELECT h.slug, count(*) AS count, max(h.version) AS version
        FROM judged j JOIN house_rule h ON h.id = j.rule WHERE j.action NOT IN ('keep', 'ask', 'refer') GROUP BY h.slug
    ) x JOIN house_rule h ON h.slug = x.slug AND h.version = x.version ORDER BY x.count DESC, h.number
) AS rules, ARRAY(SELECT (action, count(*)) FROM judged GROUP BY action) AS actions
FROM reported, appealed, counted, late_still
"""
_BY_MONTH = """
SELECT date_trunc('month', at AT TIME ZONE 'Europe/Berlin')::date AS first,
       sum(reports)::bigint AS reports, sum(hidden)::bigint AS hidden, sum(kept)::bigint AS kept
FROM (
    SELECT created_at AS at, 1 AS reports, 0 AS hidden, 0 AS kept FROM report WHERE created_at >= $1
    UNION ALL
    SELECT decided_at, 0, (action NOT IN ('keep', 'ask', 'refer'))::int, (action IN ('keep', 'ask', 'refer'))::int FROM decision
    WHERE instance = 1 AND decided_at >= $1
) AS acts
GROUP BY 1
"""
_LATEST = """
SELECT d.decided_at, c.kind, d.action, h.number, extract(epoch FROM d.decided_at - c.opened_at)::float8,
       a.created_at, a.outcome, s.decided_at
FROM decision d
JOIN moderation_case c ON c.id = d.case_id
JOIN house_rule h ON h.id = d.rule
LEFT JOIN appeal a ON a.decision = d.id
LEFT JOIN decision s ON s.id = a.answer
WHERE d.instance = 1 ORDER BY d.decided_at DESC, d.id DESC LIMIT $1
"""


async def ledger() -> Ledger:
    """The current month and the eleven before it. Three statements."""
    start = _months_back(today().replace(day=1), MONTHS - 1)
    since = datetime(start.year, start.month, 1, tzinfo=ZONE)
    totals: Any = await fetch_one(_TOTALS, since, now())
    found = {row["first"]: Month(*row) for row in await fetch(_BY_MONTH, since)}
    firsts = [_months_back(today().replace(day=1), back) for back in range(MONTHS - 1, -1, -1)]
    return Ledger(
        start=start,
        actions=dict(tuple(pair) for pair in totals["actions"]),
        rules=[ByRule(*rule) for rule in totals["rules"]],
        months=[found.get(first, Month(first, 0, 0, 0)) for first in firsts],
        recent=[Past(*row) for row in await fetch(_LATEST, RECENT)],
        **{name: value for name, value in totals.items() if name not in {"rules", "actions"}},
    )


def _months_back(first: date, count: int) -> date:
    months = first.year * 12 + first.month - 1 - count
    return date(months // 12, months % 12 + 1, 1)
