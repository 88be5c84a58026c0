"""The public figures of every month, and of every rule in every month: of the team, never of a person."""

from dataclasses import dataclass
from datetime import date, datetime

from participation.core.clock import ZONE
from participation.core.db import fetch

MEDIAN_OF = 5
"""The middle of fewer cases would tell how fast one person worked on one day. Such a month has no median."""
START = datetime(2000, 1, 1, tzinfo=ZONE)
END = datetime(9999, 1, 1, tzinfo=ZONE)


@dataclass(frozen=True, slots=True)
class MonthRow:
    """`by_program` reports, `raised` decisions about what a program put before people, `automated` ones it made."""

    month: date
    reports: int
    by_program: int
    kept: int
    restricted: int
    raised: int
    automated: int
    appeals: int
    reversed: int
    undone: int
    median_minutes: int | None
    appeal_minutes: int | None

    @property
    def decided(self) -> int:
        return self.kept + self.restricted


@dataclass(frozen=True, slots=True)
class RuleRow:
    """The decisions by one rule in one month; `number` and titles are those of its newest version."""

    month: date
    rule: str
    number: int
    title: str
    title_en: str
    kept: int
    restricted: int


# A text that waits for approval is no report: its consultation reads everything first. Nor is an objection one.
_MONTHS = """
SELECT date_trunc('month', at AT TIME ZONE 'Europe/Berlin')::date AS month,
       count(*) FILTER (WHERE what = 'report') AS reports,
       count(*) FILTER (WHERE what = 'report' AND key = 'system') AS by_program,
       count(*) FILTER (WHERE what = 'decision' AND key IN ('keep', 'ask', 'refer')) AS kept,
       count(*) FILTER (WHERE what = 'decision' AND key NOT IN ('keep', 'ask', 'refer')) AS restricted,
       count(*) FILTER (WHERE what = 'decision' AND raised) AS raised,
       count(*) FILTER (WHERE what = 'decision' AND automated) AS automated,
       count(*) FILTER (WHERE what = 'appeal') AS appeals,
       count(*) FILTER (WHERE what = 'appeal' AND key = 'reversed') AS reversed,
       count(*) FILTER (WHERE what = 'undone') AS undone,
       CASE WHEN count(*) FILTER (WHERE what = 'decision') >= $3 THEN
           (percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes) FILTER (WHERE what = 'decision'))::bigint
       END AS median_minutes,
       CASE WHEN count(minutes) FILTER (WHERE what = 'appeal') >= $3 THEN
           (percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes) FILTER (WHERE what = 'appeal'))::bigint
       END AS appeal_minutes
FROM (
    SELECT created_at AS at, 'report' AS what, source AS key, FALSE AS raised, FALSE AS automated,
           NULL::float8 AS minutes
    FROM report WHERE finding <> 'held' AND objects_to IS NULL
    UNION ALL
    SELECT d.decided_at, 'decision', d.action,
           EXISTS (SELECT 1 FROM report r WHERE r.case_id = c.id AND r.source = 'system' AND r.finding <> 'held'),
           d.automated, (extract(epoch FROM d.decided_at - c.opened_at) / 60)::float8
    FROM decision d JOIN moderation_case c ON c.id = d.case_id WHERE d.instance = 1
    UNION ALL
    SELECT a.created_at, 'appeal', a.outcome, FALSE, FALSE,
           (extract(epoch FROM s.decided_at - a.created_at) / 60)::float8
    FROM appeal a LEFT JOIN decision s ON s.id = a.answer
    UNION ALL SELECT undone_at, 'undone', action, FALSE, FALSE, NULL FROM undone_decision
) acts WHERE at >= $1 AND at < $2 GROUP BY 1 ORDER BY 1
"""
_BY_RULE = """
SELECT date_trunc('month', d.decided_at AT TIME ZONE 'Europe/Berlin')::date AS month,
       h.slug, x.number, x.title, x.title_en,
       count(*) FILTER (WHERE d.action IN ('keep', 'ask', 'refer')) AS kept,
       count(*) FILTER (WHERE d.action NOT IN ('keep', 'ask', 'refer')) AS restricted
FROM decision d JOIN house_rule h ON h.id = d.rule
JOIN (SELECT DISTINCT ON (slug) slug, number, title, title_en FROM house_rule ORDER BY slug, version DESC) x
  ON x.slug = h.slug
WHERE d.instance = 1 AND d.decided_at >= $1 AND d.decided_at < $2
GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 3, 2
"""


async def months(since: datetime = START, until: datetime = END) -> list[MonthRow]:
    """Those in which something happened."""
    return [MonthRow(*row) for row in await fetch(_MONTHS, since, until, MEDIAN_OF)]


async def months_by_rule(since: datetime = START, until: datetime = END) -> list[RuleRow]:
    return [RuleRow(*row) for row in await fetch(_BY_RULE, since, until)]


def empty(month: date) -> MonthRow:
    return MonthRow(month, 0, 0, 0, 0, 0, 0, 0, 0, 0, None, None)
