"""The figures of one year as Art. 15 DSA lists them, and those of every month, as rows for pages and tables."""

from dataclasses import dataclass
from datetime import date, datetime

from participation.core.clock import ZONE
from participation.core.db import fetch

SECTIONS = ("reports", "sources", "decisions", "rules", "time", "appeals", "machines", "accounts")
"""In the order of the page. Times are in minutes, everything else counts."""


@dataclass(frozen=True, slots=True)
class Row:
    section: str
    key: str
    count: int


_YEAR = """
WITH filed AS (SELECT * FROM report WHERE created_at >= $1 AND created_at < $2),
judged AS (
    SELECT d.*, h.number AS rule_number, extract(epoch FROM d.decided_at - c.opened_at) / 60 AS minutes
    FROM decision d JOIN moderation_case c ON c.id = d.case_id JOIN house_rule h ON h.id = d.rule
    WHERE d.instance = 1 AND d.decided_at >= $1 AND d.decided_at < $2
), appealed AS (
    SELECT a.*, extract(epoch FROM s.decided_at - a.created_at) / 60 AS minutes
    FROM appeal a LEFT JOIN decision s ON s.id = a.answer WHERE a.created_at >= $1 AND a.created_at < $2
)
SELECT 'reports' AS section, reason AS key, count(*)::bigint AS count FROM filed GROUP BY reason
UNION ALL SELECT 'sources', source, count(*) FROM filed GROUP BY source
UNION ALL SELECT 'decisions', action, count(*) FROM judged GROUP BY action
UNION ALL SELECT 'rules', rule_number::text, count(*) FROM judged
          WHERE action NOT IN ('keep', 'ask', 'refer') GROUP BY rule_number
UNION ALL SELECT 'time', 'median', percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes)::bigint FROM judged
          HAVING count(*) > 0
UNION ALL SELECT 'time', 'late', count(*) FROM judged WHERE decided_at > due_at
UNION ALL SELECT 'appeals', COALESCE(outcome, 'open'), count(*) FROM appealed GROUP BY outcome
UNION ALL SELECT 'appeals', 'median', percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes)::bigint FROM appealed
          WHERE minutes IS NOT NULL HAVING count(*) > 0
UNION ALL SELECT 'machines', 'raised', count(*) FROM filed WHERE source = 'system'
UNION ALL SELECT 'machines', 'decided', count(*) FROM judged WHERE automated
UNION ALL SELECT 'machines', 'undone', count(*) FROM undone_decision WHERE undone_at >= $1 AND undone_at < $2
UNION ALL SELECT 'accounts', kind, count(*) FROM sanction WHERE starts_at >= $1 AND starts_at < $2 GROUP BY kind
"""
_FIRST_YEAR = """
SELECT extract(year FROM min(created_at) AT TIME ZONE 'Europe/Berlin')::int AS year FROM report
"""


async def year_report(year: int) -> list[Row]:
    """Sorted by section; an empty list where nothing happened."""
    rows = [Row(*row) for row in await fetch(_YEAR, _start(year), _start(year + 1))]
    return sorted(
        (row for row in rows if row.count), key=lambda row: (SECTIONS.index(row.section), -row.count, row.key)
    )


def _start(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=ZONE)


async def first_year() -> int | None:
    rows = await fetch(_FIRST_YEAR)
    year: int | None = rows[0]["year"]
    return year


@dataclass(frozen=True, slots=True)
class MonthRow:
    month: date
    reports: int
    by_program: int
    kept: int
    restricted: int
    automated: int
    appeals: int
    reversed: int
    undone: int
    median_minutes: int | None


_MONTHS = """
SELECT date_trunc('month', at AT TIME ZONE 'Europe/Berlin')::date AS month,
       count(*) FILTER (WHERE what = 'report') AS reports,
       count(*) FILTER (WHERE what = 'report' AND key = 'system') AS by_program,
       count(*) FILTER (WHERE what = 'decision' AND key IN ('keep', 'ask', 'refer')) AS kept,
       count(*) FILTER (WHERE what = 'decision' AND key NOT IN ('keep', 'ask', 'refer')) AS restricted,
       count(*) FILTER (WHERE what = 'decision' AND flag) AS automated,
       count(*) FILTER (WHERE what = 'appeal') AS appeals,
       count(*) FILTER (WHERE what = 'appeal' AND key = 'reversed') AS reversed,
       count(*) FILTER (WHERE what = 'undone') AS undone,
       (percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes))::bigint AS median_minutes
FROM (
    SELECT created_at AS at, 'report' AS what, source AS key, FALSE AS flag, NULL::float8 AS minutes FROM report
    UNION ALL
    SELECT d.decided_at, 'decision', d.action, d.automated,
           (extract(epoch FROM d.decided_at - c.opened_at) / 60)::float8
    FROM decision d JOIN moderation_case c ON c.id = d.case_id WHERE d.instance = 1
    UNION ALL SELECT created_at, 'appeal', outcome, FALSE, NULL FROM appeal
    UNION ALL SELECT undone_at, 'undone', action, FALSE, NULL FROM undone_decision
) acts GROUP BY 1 ORDER BY 1
"""


async def all_months() -> list[MonthRow]:
    return [MonthRow(*row) for row in await fetch(_MONTHS)]
