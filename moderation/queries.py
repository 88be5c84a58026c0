"""Reads for people at work: the rules in force, and the queue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from moderation.rules import (
    CLAIM_IDLE,
    PEOPLE,
    PROGRAM,
    UNDO_FOR,
    Finding,
    Obstacle,
    Standing,
    State,
    obstacle,
    teaser,
)
from participation.core.clock import now
from participation.core.db import fetch
from participation.core.paging import Page
from participation.core.searching import to_query

PAGE_SIZE = 20
LIVE_MOST = 25
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


_RULE = "SELECT id, slug, number, title, body, title_en, body_en FROM house_rule WHERE id = $1"


async def rule_by_id(number: int) -> Rule:
    """A version of a rule, also one that is followed by another."""
    (row,) = await fetch(_RULE, number)
    return Rule(*row)


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
    finding: str
    held: bool
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
    at_work: list[tuple[int, str]]
    """Who has claimed something of it: id and name."""
    fresh: bool
    """This person has decided something that can still be taken back."""


# Counting touches five thousand rows and therefore only what an index holds; the page comes from the same index,
# in its order, and texts are read of that page alone. So it is where somebody narrows by what the index holds. Words
# are found by an index of their own, and only the rows of what is found are read.
_QUEUE = """
WITH counted AS (
    SELECT count(*) AS total,
           count(*) FILTER (WHERE m.claimed_by = $1 AND m.claimed_at > $3) AS mine_total,
           count(*) FILTER (WHERE m.due_at < $2) AS overdue,
           count(*) FILTER (WHERE m.state = 'appealed') AS appeals,
           count(*) FILTER (WHERE m.lane = 'live') AS live_total,
           array_agg(m.claimed_by) FILTER (WHERE m.claimed_at > $3) AS claimers/*found*/
    FROM moderation_case m WHERE m.state IN ('open', 'appealed') AND ($4::text[] IS NULL OR m.scopes && $4)
), /*matching*/ sizes AS (/*sizes*/), shown AS (
    (SELECT m.id, m.lane, m.turn_at FROM /*source*/ AND m.lane = 'live'
     ORDER BY m.turn_at /*way*/, m.id /*way*/ LIMIT $6)
    UNION ALL
    (SELECT m.id, m.lane, m.turn_at FROM /*source*/ AND m.lane = 'normal'
     ORDER BY m.turn_at /*way*/, m.id /*way*/
     LIMIT $5 OFFSET (SELECT $5 * (LEAST($7::bigint, GREATEST(1, (found + $5 - 1) / $5)) - 1) FROM sizes))
), around AS (
    SELECT ARRAY(SELECT (p.id, p.display_name) FROM person p
                 WHERE p.id = ANY(ARRAY(SELECT unnest(claimers) FROM counted)) ORDER BY p.name_key, p.id) AS at_work,
           EXISTS (SELECT 1 FROM decision d WHERE d.decided_by = $1 AND d.decided_at > $8) AS fresh
)
SELECT n.*, z.found, w.at_work, w.fresh,
       c.id, c.number, c.kind, c.lane, c.state, c.queued_at, c.due_at, c.claimed_by, c.claimed_at, c.author,
       c.title, c.titled, c.snapshot, c.place, c.held,
       COALESCE(d.decided_by, c.not_by) AS first_decider, a.text AS appeal_text,
       p.display_name AS claimer, r.reason, r.people, r.by_system, r.finding
FROM counted n CROSS JOIN sizes z CROSS JOIN around w
LEFT JOIN shown s ON TRUE
LEFT JOIN moderation_case c ON c.id = s.id
LEFT JOIN decision d ON d.case_id = c.id AND d.instance = 1 AND c.state = 'appealed'
LEFT JOIN appeal a ON a.decision = d.id
LEFT JOIN person p ON p.id = c.claimed_by AND c.claimed_at > $3
LEFT JOIN LATERAL (
    SELECT mode() WITHIN GROUP (ORDER BY reason) AS reason,
           count(*) FILTER (WHERE source <> 'system') AS people,
           bool_or(source = 'system') AS by_system, max(finding) AS finding
    FROM report WHERE case_id = s.id
) r ON TRUE
ORDER BY s.lane, s.turn_at /*way*/, s.id /*way*/
"""
_ALL_WAITING = (
    "moderation_case m WHERE m.state IN ('open', 'appealed') AND ($4::text[] IS NULL OR m.scopes && $4)"
)
_SHALLOW = {
    "mine": "m.claimed_by = $1 AND m.claimed_at > $3",
    "overdue": "m.due_at < $2",
    "appeals": "m.state = 'appealed'",
    "free": "(m.claimed_by IS NULL OR m.claimed_at <= $3)",
    "others": "m.claimed_by <> $1 AND m.claimed_at > $3",
    "claimer": "m.claimed_by = ?::bigint AND m.claimed_at > $3",
    "lane": "m.lane = ?::text",
    "kind": "m.kind = ?::text",
    "consultation": "m.consultation_id = ?::bigint",
    "since": "m.queued_at <= ?::timestamptz",
    "reason": "?::text = ANY(m.reasons)",
    "source": "m.sources && ?::text[]",
    "nothing": "FALSE",
}
_DEEP = {"search": "m.search @@ to_tsquery('german', ?::text)"}
_FIRST_FREE = 9
"""The number of the first parameter that a condition brings along."""


@cache
def _statement(conditions: tuple[str, ...], *, newest: bool) -> str:
    """A constant statement for each choice of conditions."""
    wanted, number = "", _FIRST_FREE
    for name in conditions:
        text = _SHALLOW.get(name) or _DEEP[name]
        if "?" in text:
            text, number = text.replace("?", f"${number}"), number + 1
        wanted += f" AND {text}"
    found, matching, source = "", "", _ALL_WAITING + wanted
    sizes = "SELECT total - live_total AS found FROM counted"
    if _DEEP.keys() & set(conditions):
        matching = f"matching AS MATERIALIZED (SELECT m.id, m.lane, m.turn_at FROM {source}), "  # noqa: S608  # constants
        sizes, source = (
            "SELECT count(*) AS found FROM matching WHERE lane = 'normal'",
            "matching m WHERE TRUE",
        )
    elif conditions:
        found = f", count(*) FILTER (WHERE m.lane = 'normal'{wanted}) AS normal_found"
        sizes = "SELECT normal_found AS found FROM counted"
    return (
        _QUEUE.replace("/*found*/", found)
        .replace("/*matching*/", matching)
        .replace("/*sizes*/", sizes)
        .replace("/*source*/", source)
        .replace("/*way*/", "DESC" if newest else "")
    )


SOURCES: dict[str, list[str]] = {
    PEOPLE: [PEOPLE],
    PROGRAM: [PROGRAM, *Finding],
    "rules": [Finding.WATCH],
    "repetition": [Finding.REPEATED, Finding.SIMILAR],
    "first": [Finding.LINK, Finding.FIRST],
    "held": [Finding.HELD],
    "burst": [Finding.BURST],
}
"""What the queue can be narrowed to, by the name in the address."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a moderator narrows the queue to; empty means all. `hours`: waiting at least so long.

    `claim`: "free", "others", or the number of whoever has claimed it.
    """

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
    reach: Sequence[str] | None = None,
) -> Queue:
    """`kept` is one of FILTERS; `reach` are the scopes of a person who sees only some.

    One statement; the text is that of the report, so no kind is asked.
    """
    moment, query = now(), to_query(search)
    silent = "nothing" if search and not query else ""
    chosen: dict[str, Any] = {name: None for name in (kept, wanted.claim, silent) if name in _SHALLOW}
    chosen |= {
        name: value
        for name, value in (
            ("lane", wanted.lane),
            ("kind", wanted.kind),
            ("consultation", wanted.consultation),
            ("since", moment - timedelta(hours=wanted.hours) if wanted.hours else None),
            ("reason", wanted.reason),
            ("search", query),
            ("claimer", int(wanted.claim) if wanted.claim.isdecimal() else None),
            ("source", SOURCES.get(wanted.source)),
        )
        if value
    }
    values: list[Any] = [
        person, moment, moment - CLAIM_IDLE, reach, PAGE_SIZE, LIVE_MOST, page, moment - UNDO_FOR,
    ]  # fmt: skip
    values += [value for value in chosen.values() if value is not None]
    rows = await fetch(_statement(tuple(chosen), newest=newest), *values)
    head = rows[0]
    lines = [(row["lane"], _waiting(row, person, moment)) for row in rows if row["id"] is not None]
    last = max(1, -(-head["found"] // PAGE_SIZE))
    return Queue(
        total=head["total"],
        mine=head["mine_total"],
        overdue=head["overdue"],
        appeals=head["appeals"],
        live_total=head["live_total"],
        live=[line for lane, line in lines if lane == "live"],
        normal=[line for lane, line in lines if lane == "normal"],
        page=Page(min(page, last), PAGE_SIZE, head["found"]),
        at_work=[tuple(one) for one in head["at_work"]],
        fresh=head["fresh"],
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
        finding=row["finding"] or "",
        held=row["held"],
        claimer=row["claimer"],
        mine=row["claimer"] is not None and row["claimed_by"] == person,
        obstacle=obstacle(standing_of(row), person, moment),
    )


def standing_of(row: Any) -> Standing:
    """From a row with the columns of a case and `first_decider`."""
    return Standing(
        State(row["state"]), row["author"], row["claimed_by"], row["claimed_at"], row["first_decider"]
    )


_PLACES = """
SELECT DISTINCT n.id, n.title FROM moderation_case c JOIN consultation n ON n.id = c.consultation_id
WHERE c.state IN ('open', 'appealed') AND ($1::text[] IS NULL OR c.scopes && $1) ORDER BY n.title
"""


async def waiting_places(reach: Sequence[str] | None) -> list[tuple[int, str]]:
    """Consultations from which something waits: id and title."""
    return [(row["id"], row["title"]) for row in await fetch(_PLACES, reach)]
