"""Reads for people at work: the rules in force, the queue, one case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from moderation.rules import CLAIM_IDLE, Obstacle, Standing, State, obstacle, teaser
from participation.core.clock import now
from participation.core.db import fetch, fetch_one
from participation.core.paging import Page

PAGE_SIZE = 20
LIVE_MOST = 50
"""Live cases are never paged: what counts in minutes must not wait on a second page."""
FILTERS = ("all", "mine", "overdue", "appeals")


@dataclass(frozen=True, slots=True)
class Rule:
    id: int
    slug: str
    number: int
    title: str
    body: str
    title_en: str
    body_en: str

    def title_in(self, locale: str) -> str:
        return self.title_en if locale == "en" and self.title_en else self.title

    def body_in(self, locale: str) -> str:
        return self.body_en if locale == "en" and self.body_en else self.body


_RULES = """
SELECT id, slug, number, title, body, title_en, body_en FROM (
    SELECT DISTINCT ON (slug) * FROM house_rule WHERE valid_from <= $1 ORDER BY slug, version DESC
) AS latest ORDER BY number, id
"""


async def current_rules() -> list[Rule]:
    return [Rule(*row) for row in await fetch(_RULES, now())]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the queue. `people` have reported it; `claimer` is a name while a claim holds."""

    id: int
    number: str
    kind: str
    lane: str
    state: str
    queued_at: datetime
    due_at: datetime
    teaser: str
    title: str
    titled: bool
    place: str
    reason: str
    people: int
    by_system: bool
    claimer: str | None
    mine: bool
    obstacle: Obstacle | None

    @property
    def appealed(self) -> bool:
        return self.state == State.APPEALED


@dataclass(frozen=True, slots=True)
class Queue:
    total: int
    mine: int
    overdue: int
    appeals: int
    live_total: int
    live: list[Waiting]
    normal: list[Waiting]
    page: Page


_QUEUE = """
WITH waiting AS (
    SELECT c.*, d.decided_by AS first_decider, a.text AS appeal_text
    FROM moderation_case c
    LEFT JOIN decision d ON d.case_id = c.id AND d.instance = 1 AND c.state = 'appealed'
    LEFT JOIN appeal a ON a.decision = d.id
    WHERE c.state IN ('open', 'appealed') AND ($10::bigint[] IS NULL OR c.consultation_id = ANY($10))
), counted AS (
    SELECT count(*) AS total,
           count(*) FILTER (WHERE claimed_by = $1 AND claimed_at > $3) AS mine,
           count(*) FILTER (WHERE due_at < $2) AS overdue,
           count(*) FILTER (WHERE state = 'appealed') AS appeals,
           count(*) FILTER (WHERE lane = 'live') AS live_total
    FROM waiting
), matching AS (
    SELECT w.*, count(*) OVER (PARTITION BY w.lane) AS in_lane,
           row_number() OVER (PARTITION BY w.lane ORDER BY
               CASE WHEN $5 THEN -1 ELSE 1 END * extract(epoch FROM w.queued_at),
               CASE WHEN $5 THEN -w.id ELSE w.id END) AS rank
    FROM waiting w
    WHERE CASE $4::text WHEN 'mine' THEN w.claimed_by = $1 AND w.claimed_at > $3
                        WHEN 'overdue' THEN w.due_at < $2
                        WHEN 'appeals' THEN w.state = 'appealed'
                        ELSE TRUE END
      AND ($6 = '' OR strpos(lower(concat_ws(' ', w.number, w.title, w.snapshot, w.place)), lower($6)) > 0)
      AND ($11::text = '' OR w.lane = $11) AND ($12::text = '' OR w.kind = $12)
      AND ($13::bigint IS NULL OR w.consultation_id = $13)
      AND ($14::text = '' OR EXISTS (SELECT 1 FROM report r WHERE r.case_id = w.id AND r.reason = $14))
      AND ($15::text = '' OR EXISTS (SELECT 1 FROM report r WHERE r.case_id = w.id
                                     AND (r.source = 'system') = ($15 = 'system')))
      AND ($16::timestamptz IS NULL OR w.queued_at <= $16)
      AND CASE $17::text WHEN 'free' THEN w.claimed_by IS NULL OR w.claimed_at <= $3
                         WHEN 'others' THEN w.claimed_by <> $1 AND w.claimed_at > $3
                         ELSE TRUE END
), shown AS (
    SELECT * FROM matching
    WHERE CASE lane WHEN 'live' THEN rank <= $8
          ELSE (rank - 1) / $7 = LEAST($9::bigint, (in_lane + $7 - 1) / $7) - 1 END
)
SELECT n.total, n.mine AS mine_total, n.overdue, n.appeals, n.live_total,
       s.*, p.display_name AS claimer, r.reason, r.people, r.by_system
FROM counted n
LEFT JOIN shown s ON TRUE
LEFT JOIN person p ON p.id = s.claimed_by AND s.claimed_at > $3
LEFT JOIN LATERAL (
    SELECT mode() WITHIN GROUP (ORDER BY reason) AS reason,
           count(*) FILTER (WHERE source <> 'system') AS people,
           bool_or(source = 'system') AS by_system
    FROM report WHERE case_id = s.id
) r ON TRUE
ORDER BY s.lane, s.rank
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a moderator narrows the queue to; empty means all. `hours`: waiting at least so long."""

    lane: str = ""
    kind: str = ""
    consultation: int | None = None
    reason: str = ""
    source: str = ""
    hours: int | None = None
    claim: str = ""


EVERYTHING = Wanted()


async def queue(
    person: int,
    *,
    kept: str = "all",
    newest: bool = False,
    search: str = "",
    page: int = 1,
    wanted: Wanted = EVERYTHING,
    reach: Sequence[int] | None = None,
) -> Queue:
    """`kept` is one of FILTERS; `reach` are the consultations of a person who has only some. One statement; the text is that of the report, so no kind is asked."""
    moment = now()
    rows = await fetch(
        _QUEUE,
        person,
        moment,
        moment - CLAIM_IDLE,
        kept,
        newest,
        search,
        PAGE_SIZE,
        LIVE_MOST,
        page,
        reach,
        wanted.lane,
        wanted.kind,
        wanted.consultation,
        wanted.reason,
        wanted.source,
        moment - timedelta(hours=wanted.hours) if wanted.hours else None,
        wanted.claim,
    )
    head = rows[0]
    lines = [
        (row["lane"], row["in_lane"], _waiting(row, person, moment)) for row in rows if row["id"] is not None
    ]
    normal = [line for lane, _, line in lines if lane == "normal"]
    found = next((in_lane for lane, in_lane, _ in lines if lane == "normal"), 0)
    last = max(1, -(-found // PAGE_SIZE))
    return Queue(
        total=head["total"],
        mine=head["mine_total"],
        overdue=head["overdue"],
        appeals=head["appeals"],
        live_total=head["live_total"],
        live=[line for lane, _, line in lines if lane == "live"],
        normal=normal,
        page=Page(min(page, last), PAGE_SIZE, found),
    )


def _waiting(row: Any, person: int, moment: datetime) -> Waiting:
    return Waiting(
        id=row["id"],
        number=row["number"],
        kind=row["kind"],
        lane=row["lane"],
        state=row["state"],
        queued_at=row["queued_at"],
        due_at=row["due_at"],
        teaser=teaser(
            row["appeal_text"] or (row["title"] if row["titled"] else row["snapshot"]) or row["title"]
        ),
        title=row["title"],
        titled=row["titled"],
        place=row["place"],
        reason=row["reason"] or "other",
        people=row["people"],
        by_system=bool(row["by_system"]),
        claimer=row["claimer"],
        mine=row["claimer"] is not None and row["claimed_by"] == person,
        obstacle=obstacle(standing_of(row), person, moment),
    )


def standing_of(row: Any) -> Standing:
    """From a row with the columns of a case and `first_decider`."""
    return Standing(
        State(row["state"]), row["author"], row["claimed_by"], row["claimed_at"], row["first_decider"]
    )


@dataclass(frozen=True, slots=True)
class ReportLine:
    reason: str
    text: str
    source: str
    name: str | None
    created_at: datetime


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
    """What moderation knows of an author, this case left out."""

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

    @property
    def waits(self) -> bool:
        return self.state in {State.OPEN, State.APPEALED}


_CASE = """
SELECT c.*, w.display_name AS author_name, w.created_at AS author_since, p.display_name AS claimer,
       d.decided_by AS first_decider, a.text AS appeal_text, a.created_at AS appealed_at,
       ARRAY(SELECT (r.reason, r.text, r.source, COALESCE(q.display_name, r.reporter_name), r.created_at)
             FROM report r LEFT JOIN person q ON q.id = r.reporter
             WHERE r.case_id = c.id ORDER BY r.id) AS reports,
       ARRAY(SELECT (e.instance, e.action, e.reason, e.decided_at, q.display_name, h.number, h.title, h.title_en,
              e.until, e.detail)
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
          AND ($4::bigint[] IS NULL OR o.consultation_id = ANY($4))) AS others,
       (SELECT o.id FROM moderation_case o
        WHERE o.state IN ('open', 'appealed') AND o.id <> c.id AND o.author IS DISTINCT FROM $2
          AND (o.claimed_by IS NULL OR o.claimed_by = $2 OR o.claimed_at <= $3)
          AND ($4::bigint[] IS NULL OR o.consultation_id = ANY($4))
        ORDER BY o.lane, o.queued_at, o.id LIMIT 1) AS next_case,
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
    WHERE o.author = c.author AND o.id <> c.id
) t ON TRUE
LEFT JOIN LATERAL (
    SELECT count(*) FILTER (WHERE x.kind = 'warning') AS warnings,
           count(*) FILTER (WHERE x.kind <> 'warning') AS bans
    FROM sanction x WHERE x.person = c.author AND x.lifted_at IS NULL
) s ON TRUE
WHERE c.id = $1 AND ($4::bigint[] IS NULL OR c.consultation_id = ANY($4))
"""


_PLAIN = """
id number kind content_id lane state opened_at queued_at due_at claimed_at claimer title titled snapshot place
written_at author_name author_since appeal_text appealed_at
""".split()  # noqa: SIM905  # a list of names reads best as words


async def case_by_id(number: int, person: int, reach: Sequence[int] | None = None) -> Case | None:
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
    )


_PLACES = """
SELECT DISTINCT n.id, n.title FROM moderation_case c JOIN consultation n ON n.id = c.consultation_id
WHERE c.state IN ('open', 'appealed') AND ($1::bigint[] IS NULL OR n.id = ANY($1)) ORDER BY n.title
"""


async def waiting_places(reach: Sequence[int] | None) -> list[tuple[int, str]]:
    """Consultations from which something waits: id and title."""
    return [(row["id"], row["title"]) for row in await fetch(_PLACES, reach)]
