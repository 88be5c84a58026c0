"""The public figures of moderation: counted from the rows themselves, never kept beside them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from moderation.monthly import MonthRow, RuleRow, empty, months, months_by_rule
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
    kept: int

    def title_in(self, locale: str) -> str:
        return self.title_en if locale == "en" and self.title_en else self.title


@dataclass(frozen=True, slots=True)
class RuleMonth:
    """`counts`: measures by the number of their rule."""

    month: date
    counts: dict[int, int]


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
    """`median_*` in seconds, None where nothing was decided. `held` was read before it was public, and not reported."""

    start: date
    reports: int
    by_system: int
    contents: int
    held: int
    actions: dict[str, int]
    late: int
    median_live: float | None
    median_normal: float | None
    median_appeal: float | None
    appeals: int
    reversed: int
    upheld: int
    automated: int
    raised: int
    restored: int
    overdue: int
    objections: int
    """Whoever had reported something did not agree that it stays."""
    rules: list[ByRule]
    months: list[MonthRow]
    by_month: list[RuleMonth]
    recent: list[Past]

    @property
    def kept(self) -> int:
        return sum(count for action, count in self.actions.items() if not restricts(Action(action)))

    @property
    def removed(self) -> int:
        return self.actions.get(Action.REMOVE, 0)

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

    @property
    def raised_share(self) -> int:
        """Of all decisions, in percent: those about what a program had put before people."""
        return round(100 * self.raised / self.decided) if self.decided else 0


# Nobody may read off that something went to the police: an inquiry could suffer. It counts as removed.
_TOTALS = """
WITH judged AS (
    SELECT d.*, c.lane, extract(epoch FROM d.decided_at - c.opened_at) AS seconds,
           EXISTS (SELECT 1 FROM report r WHERE r.case_id = c.id AND r.source = 'system' AND r.finding <> 'held')
             AS raised
    FROM decision d JOIN moderation_case c ON c.id = d.case_id
    WHERE d.instance = 1 AND d.decided_at >= $1
), reported AS (
    SELECT count(*) FILTER (WHERE finding <> 'held' AND objects_to IS NULL) AS reports,
           count(*) FILTER (WHERE source = 'system' AND finding <> 'held') AS by_system,
           count(DISTINCT case_id) FILTER (WHERE finding <> 'held' AND objects_to IS NULL) AS contents,
           count(DISTINCT case_id) FILTER (WHERE finding = 'held') AS held,
           count(*) FILTER (WHERE objects_to IS NOT NULL) AS objections
    FROM report WHERE created_at >= $1
), appealed AS (
    SELECT count(*) AS appeals, count(*) FILTER (WHERE outcome = 'reversed') AS reversed,
           count(*) FILTER (WHERE outcome = 'upheld') AS upheld,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM s.decided_at - a.created_at)) AS median_appeal
    FROM appeal a LEFT JOIN decision s ON s.id = a.answer WHERE a.created_at >= $1
), counted AS (
    SELECT count(*) FILTER (WHERE decided_at > due_at) AS late, count(*) FILTER (WHERE automated) AS automated,
           count(*) FILTER (WHERE raised) AS raised,
           count(*) FILTER (WHERE EXISTS (SELECT 1 FROM appeal a WHERE a.decision = judged.id
                                          AND a.outcome = 'reversed')) AS restored,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) FILTER (WHERE lane = 'live') AS median_live,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) FILTER (WHERE lane = 'normal') AS median_normal
    FROM judged
), late_still AS (
    SELECT count(*) AS overdue FROM moderation_case WHERE state IN ('open', 'appealed') AND due_at < $2
)
SELECT *, ARRAY(
    SELECT (done, count(*)) FROM (
        SELECT CASE WHEN action = 'police' THEN 'remove' ELSE action END AS done FROM judged
    ) x GROUP BY done
) AS actions
FROM reported, appealed, counted, late_still
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
    """The current month and the eleven before it. Four statements."""
    start = _months_back(today().replace(day=1), MONTHS - 1)
    since = datetime(start.year, start.month, 1, tzinfo=ZONE)
    totals: Any = await fetch_one(_TOTALS, since, now())
    found = {row.month: row for row in await months(since)}
    firsts = [_months_back(today().replace(day=1), back) for back in range(MONTHS - 1, -1, -1)]
    by_rule = await months_by_rule(since)
    return Ledger(
        start=start,
        actions=dict(tuple(pair) for pair in totals["actions"]),
        rules=_rules(by_rule),
        months=[found.get(first, empty(first)) for first in firsts],
        by_month=_by_month(by_rule, firsts),
        recent=[Past(*row) for row in await fetch(_LATEST, RECENT)],
        **{name: value for name, value in totals.items() if name != "actions"},
    )


def _rules(rows: Sequence[RuleRow]) -> list[ByRule]:
    """The one most often applied first."""
    restricted, kept = Counter[str](), Counter[str]()
    for row in rows:
        restricted[row.rule] += row.restricted
        kept[row.rule] += row.kept
    newest = {row.rule: row for row in rows}
    found = [
        ByRule(row.number, row.title, row.title_en, restricted[slug], kept[slug])
        for slug, row in newest.items()
    ]
    return sorted(found, key=lambda rule: (-rule.count, rule.number))


def _by_month(rows: Sequence[RuleRow], firsts: Sequence[date]) -> list[RuleMonth]:
    """Rules by their number, each with a column in every month, also where it was not applied."""
    counts = {(row.month, row.number): row.restricted for row in rows}
    numbers = sorted({row.number for row in rows if row.restricted})
    return [
        RuleMonth(first, {number: counts.get((first, number), 0) for number in numbers}) for first in firsts
    ]


def _months_back(first: date, count: int) -> date:
    months_ = first.year * 12 + first.month - 1 - count
    return date(months_ // 12, months_ % 12 + 1, 1)
