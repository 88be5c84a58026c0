"""One case as the person at work sees it: reports, decisions, notes, and what is known of the author."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from moderation.queries import standing_of
from moderation.rules import CLAIM_IDLE, Standing, State
from participation.core.clock import now
from participation.core.db import fetch_one


@dataclass(frozen=True, slots=True)
class ReportLine:
    reason: str
    text: str
    source: str
    name: str | None
    created_at: datetime
    finding: str


@dataclass(frozen=True, slots=True)
class DecisionLine:
    instance: int
    action: str
    reason: str
    decided_at: datetime
    decider: str
    rule_number: int
    rule_title: str
    rule_title_en: str
    until: datetime | None
    detail: str
    law: str

    def rule_in(self, locale: str) -> str:
        return self.rule_title_en if locale == "en" and self.rule_title_en else self.rule_title


@dataclass(frozen=True, slots=True)
class Note:
    author: str
    text: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Undone:
    action: str
    decider: str
    undone_at: datetime


@dataclass(frozen=True, slots=True)
class CannedLine:
    id: int
    rule: str
    action: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Record:
    """What moderation knows of an author, this case left out.

    Contributions only as far as the reader's eyes reach; warnings and bans hold for the account, everywhere.
    """

    hidden: int
    kept: int
    appeals: int
    reversed: int
    warnings: int
    bans: int


@dataclass(frozen=True, slots=True)
class Case:
    id: int
    number: str
    kind: str
    content_id: int
    lane: str
    state: str
    opened_at: datetime
    queued_at: datetime
    due_at: datetime
    claimed_at: datetime | None
    claimer: str | None
    title: str
    titled: bool
    snapshot: str
    place: str
    written_at: datetime
    held: bool
    again_of: int | None
    author_id: int | None
    author_name: str | None
    author_since: datetime | None
    standing: Standing
    reports: Sequence[ReportLine]
    decisions: Sequence[DecisionLine]
    appeal_text: str | None
    appealed_at: datetime | None
    record: Record
    notes: Sequence[Note]
    undone: Sequence[Undone]
    canned: Sequence[CannedLine]
    last_decider: int | None
    others_waiting: int
    next_case: int | None
    """The most urgent one that this person may take."""
    whole: bool
    """Whether whoever reads it moderates the whole city."""

    @property
    def waits(self) -> bool:
        return self.state in {State.OPEN, State.APPEALED}


_CASE = """
SELECT c.*, w.display_name AS author_name, w.created_at AS author_since, p.display_name AS claimer,
       COALESCE(d.decided_by, c.not_by) AS first_decider, a.text AS appeal_text, a.created_at AS appealed_at,
       ARRAY(SELECT (r.reason, r.text, r.source, COALESCE(q.display_name, r.reporter_name), r.created_at, r.finding)
             FROM report r LEFT JOIN person q ON q.id = r.reporter
             WHERE r.case_id = c.id ORDER BY r.id) AS reports,
       ARRAY(SELECT (e.instance, e.action, e.reason, e.decided_at, q.display_name, h.number, h.title, h.title_en,
              e.until, e.detail, e.law)
             FROM decision e JOIN house_rule h ON h.id = e.rule JOIN person q ON q.id = e.decided_by
             WHERE e.case_id = c.id ORDER BY e.instance) AS decisions,
       ARRAY(SELECT (COALESCE(q.display_name, ''), n.text, n.written_at)
             FROM case_note n LEFT JOIN person q ON q.id = n.author WHERE n.case_id = c.id ORDER BY n.id) AS notes,
       ARRAY(SELECT (u.action, q.display_name, u.undone_at)
             FROM undone_decision u JOIN person q ON q.id = u.decided_by WHERE u.case_id = c.id ORDER BY u.id) AS undone,
       ARRAY(SELECT (t.id, t.rule_slug, t.action, t.title, t.body)
             FROM canned_text t ORDER BY t.rule_slug, t.action, t.title, t.id) AS canned,
       (SELECT e.decided_by FROM decision e WHERE e.case_id = c.id ORDER BY e.instance DESC LIMIT 1) AS last_decider,
       (SELECT count(*) FROM moderation_case o WHERE o.state IN ('open', 'appealed') AND o.id <> c.id
          AND ($4::text[] IS NULL OR o.scopes && $4)) AS others,
       (SELECT o.id FROM moderation_case o
        WHERE o.state IN ('open', 'appealed') AND o.id <> c.id AND o.author IS DISTINCT FROM $2
          AND o.not_by IS DISTINCT FROM $2
          AND (o.claimed_by IS NULL OR o.claimed_by = $2 OR o.claimed_at <= $3)
          AND ($4::text[] IS NULL OR o.scopes && $4)
        ORDER BY o.lane, o.turn_at, o.id LIMIT 1) AS next_case,
       t.hidden, t.kept, t.appeals, t.reversed, s.warnings, s.bans
FROM moderation_case c
LEFT JOIN person w ON w.id = c.author
LEFT JOIN person p ON p.id = c.claimed_by
LEFT JOIN decision d ON d.case_id = c.id AND d.instance = 1
LEFT JOIN appeal a ON a.decision = d.id
LEFT JOIN LATERAL (
    SELECT count(*) FILTER (WHERE e.action NOT IN ('keep', 'ask', 'refer') AND b.outcome IS DISTINCT FROM 'reversed') AS hidden,
           count(*) FILTER (WHERE e.action IN ('keep', 'ask', 'refer')) AS kept,
           count(b.id) AS appeals,
           count(*) FILTER (WHERE b.outcome = 'reversed') AS reversed
    FROM moderation_case o
    JOIN decision e ON e.case_id = o.id AND e.instance = 1
    LEFT JOIN appeal b ON b.decision = e.id
    WHERE o.author = c.author AND o.id <> c.id AND ($4::text[] IS NULL OR o.scopes && $4)
) t ON TRUE
LEFT JOIN LATERAL (
    SELECT count(*) FILTER (WHERE x.kind = 'warning') AS warnings,
           count(*) FILTER (WHERE x.kind <> 'warning') AS bans
    FROM sanction x WHERE x.person = c.author AND x.lifted_at IS NULL
) s ON TRUE
WHERE c.id = $1 AND ($4::text[] IS NULL OR c.scopes && $4)
"""


_PLAIN = """
id number kind content_id lane state opened_at queued_at due_at claimed_at claimer title titled snapshot place
written_at held again_of author_name author_since appeal_text appealed_at
""".split()  # noqa: SIM905  # a list of names reads best as words


async def case_by_id(number: int, person: int, reach: Sequence[str] | None = None) -> Case | None:
    row = await fetch_one(_CASE, number, person, now() - CLAIM_IDLE, reach)
    if row is None:
        return None
    return Case(
        **{name: row[name] for name in _PLAIN},
        author_id=row["author"],
        standing=standing_of(row),
        reports=[ReportLine(*report) for report in row["reports"]],
        decisions=[DecisionLine(*decision) for decision in row["decisions"]],
        notes=[Note(*note) for note in row["notes"]],
        undone=[Undone(*one) for one in row["undone"]],
        canned=[CannedLine(*line) for line in row["canned"]],
        last_decider=row["last_decider"],
        record=Record(
            row["hidden"], row["kept"], row["appeals"], row["reversed"], row["warnings"], row["bans"]
        ),
        others_waiting=row["others"],
        next_case=row["next_case"],
        whole=reach is None,
    )
