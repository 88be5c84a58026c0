"""The figures of one year as Art. 15 DSA lists them, as rows for pages and tables."""

from dataclasses import dataclass
from datetime import datetime

from moderation.monthly import MEDIAN_OF, MonthRow, months
from participation.core.clock import ZONE
from participation.core.db import fetch

SECTIONS = ("reports", "sources", "decisions", "rules", "kept", "time", "appeals", "machines", "accounts")
"""In the order of the page. Times are in minutes, everything else counts."""


@dataclass(frozen=True, slots=True)
class Row:
    section: str
    key: str
    count: int


_YEAR = """
WITH filed AS (SELECT * FROM report WHERE created_at >= $1 AND created_at < $2 AND finding <> 'held'
               AND objects_to IS NULL),
judged AS (
    SELECT d.*, extract(epoch FROM d.decided_at - c.opened_at) / 60 AS minutes,
           EXISTS (SELECT 1 FROM report r WHERE r.case_id = c.id AND r.source = 'system' AND r.finding <> 'held')
             AS raised
    FROM decision d JOIN moderation_case c ON c.id = d.case_id
    WHERE d.instance = 1 AND d.decided_at >= $1 AND d.decided_at < $2
), appealed AS (
    SELECT a.*, extract(epoch FROM s.decided_at - a.created_at) / 60 AS minutes
    FROM appeal a LEFT JOIN decision s ON s.id = a.answer WHERE a.created_at >= $1 AND a.created_at < $2
)
SELECT 'reports' AS section, reason AS key, count(*)::bigint AS count FROM filed GROUP BY reason
UNION ALL SELECT 'sources', source, count(*) FROM filed GROUP BY source
UNION ALL SELECT 'decisions', CASE WHEN action = 'police' THEN 'remove' ELSE action END AS done, count(*)
          FROM judged GROUP BY done
UNION ALL SELECT 'rules', h.number::text, count(*) FROM judged JOIN house_rule h ON h.id = rule
          WHERE action NOT IN ('keep', 'ask', 'refer') GROUP BY h.number
UNION ALL SELECT 'kept', h.number::text, count(*) FROM judged JOIN house_rule h ON h.id = rule
          WHERE action IN ('keep', 'ask', 'refer') GROUP BY h.number
UNION ALL SELECT 'time', 'median', percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes)::bigint FROM judged
          HAVING count(*) >= $3
UNION ALL SELECT 'time', 'late', count(*) FROM judged WHERE decided_at > due_at
UNION ALL SELECT 'appeals', COALESCE(outcome, 'open'), count(*) FROM appealed GROUP BY outcome
UNION ALL SELECT 'appeals', 'median', percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes)::bigint FROM appealed
          WHERE minutes IS NOT NULL HAVING count(*) >= $3
UNION ALL SELECT 'appeals', 'objections', count(*) FROM report
          WHERE created_at >= $1 AND created_at < $2 AND objects_to IS NOT NULL
UNION ALL SELECT 'machines', 'raised', count(*) FROM filed WHERE source = 'system'
UNION ALL SELECT 'machines', 'held', count(DISTINCT case_id) FROM report
          WHERE created_at >= $1 AND created_at < $2 AND finding = 'held'
UNION ALL SELECT 'machines', 'involved', count(*) FROM judged WHERE raised
UNION ALL SELECT 'machines', 'decided', count(*) FROM judged WHERE automated
UNION ALL SELECT 'machines', 'undone', count(*) FROM undone_decision WHERE undone_at >= $1 AND undone_at < $2
UNION ALL SELECT 'accounts', kind, count(*) FROM sanction WHERE starts_at >= $1 AND starts_at < $2 GROUP BY kind
"""
_FIRST_YEAR = """
SELECT extract(year FROM min(created_at) AT TIME ZONE 'Europe/Berlin')::int AS year FROM report
"""


async def year_report(year: int) -> list[Row]:
    """Sorted by section; an empty list where nothing happened."""
    rows = [Row(*row) for row in await fetch(_YEAR, _start(year), _start(year + 1), MEDIAN_OF)]
    return sorted(
        (row for row in rows if row.count), key=lambda row: (SECTIONS.index(row.section), -row.count, row.key)
    )


def _start(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=ZONE)


async def first_year() -> int | None:
    rows = await fetch(_FIRST_YEAR)
    year: int | None = rows[0]["year"]
    return year


async def year_by_month(year: int) -> list[MonthRow]:
    return await months(_start(year), _start(year + 1))
