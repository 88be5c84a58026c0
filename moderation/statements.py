"""Reads for the people concerned: the receipt of a report, the statement of reasons, what was decided about me."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from moderation.rules import (
    Action,
    AppealObstacle,
    ObjectionObstacle,
    appeal_obstacle,
    appeal_until,
    objection_obstacle,
)
from participation.core.clock import now
from participation.core.db import fetch, fetch_one, fetch_value


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a person who reported may know: no text, it may be hidden by now."""

    number: str
    kind: str
    content_id: int
    place: str
    reason: str
    created_at: datetime
    due_at: datetime
    action: str | None
    decided_at: datetime | None
    outcome: str | None
    reachable: bool
    second: bool
    """It asks for a second look itself."""
    objection: int | None
    """The report that asks for a second look at this one."""
    appealed: bool

    @property
    def obstacle(self) -> ObjectionObstacle | None:
        return objection_obstacle(
            Action(self.action) if self.action else None,
            self.decided_at,
            second=self.second or self.appealed,
            before=self.objection is not None,
            now=now(),
        )


_RECEIPT = """
SELECT c.number, c.kind, c.content_id, c.place, r.reason, r.created_at, c.due_at,
       d.action, d.decided_at, a.outcome, r.reporter IS NOT NULL OR r.reporter_email IS NOT NULL,
       r.objects_to IS NOT NULL, (SELECT o.id FROM report o WHERE o.objects_to = r.id), a.id IS NOT NULL
FROM report r JOIN moderation_case c ON c.id = r.case_id
LEFT JOIN decision d ON d.case_id = c.id AND d.instance = 1
LEFT JOIN appeal a ON a.decision = d.id
WHERE r.id = $1
"""


# What is held was never public: that it exists is nobody's business.
_REPORTED = """
SELECT 1 FROM moderation_case WHERE kind = $1 AND content_id = $2 AND NOT (held AND state = 'open') LIMIT 1
"""


async def receipt(report_id: int) -> Receipt | None:
    row = await fetch_one(_RECEIPT, report_id)
    return Receipt(*row) if row else None


async def was_reported(kind: str, content_id: int) -> bool:
    return await fetch_value(_REPORTED, kind, content_id) is not None


@dataclass(frozen=True, slots=True)
class Verdict:
    """One decision as its subject reads it, without the name of who decided."""

    action: str
    reason: str
    decided_at: datetime
    rule_number: int
    rule_slug: str
    rule_title: str
    rule_body: str
    rule_title_en: str
    rule_body_en: str
    automated: bool
    until: datetime | None
    law: str

    def title_in(self, locale: str) -> str:
        return self.rule_title_en if locale == "en" and self.rule_title_en else self.rule_title

    def body_in(self, locale: str) -> str:
        return self.rule_body_en if locale == "en" and self.rule_body_en else self.rule_body


@dataclass(frozen=True, slots=True)
class Statement:
    """All that Art. 17 DSA wants a person to know about a decision; nothing about who reported."""

    decision_id: int
    case_id: int
    number: str
    kind: str
    content_id: int
    title: str
    titled: bool
    snapshot: str
    place: str
    written_at: datetime
    author: int | None
    held: bool
    due_at: datetime
    """Until when an appeal is to be answered, while one waits."""
    by_system: bool
    reports: int
    first: Verdict
    second: Verdict | None
    appeal_text: str | None
    appealed_at: datetime | None
    outcome: str | None

    @property
    def appeal_until(self) -> datetime:
        return appeal_until(self.first.decided_at)

    @property
    def obstacle(self) -> AppealObstacle | None:
        return appeal_obstacle(
            Action(self.first.action),
            1,
            self.first.decided_at,
            appealed=self.appealed_at is not None,
            now=now(),
        )


_VERDICT = "(e.action, e.reason, e.decided_at, h.number, h.slug, h.title, h.body, h.title_en, h.body_en, e.automated, e.until, e.law)"
_STATEMENT = (
    """
SELECT d.id, c.id AS case_id, c.number, c.kind, c.content_id, c.title, c.titled, c.snapshot, c.place, c.written_at, c.author, c.held, c.due_at,
       (SELECT count(*) FROM report r WHERE r.case_id = c.id AND r.source <> 'system') AS reports,
       EXISTS (SELECT 1 FROM report r WHERE r.case_id = c.id AND r.source = 'system') AS by_system,
       ARRAY(SELECT """  # noqa: S608  # constants
    + _VERDICT
    + """ FROM decision e JOIN house_rule h ON h.id = e.rule WHERE e.case_id = c.id ORDER BY e.instance) AS verdicts,
       a.text AS appeal_text, a.created_at AS appealed_at, a.outcome
FROM moderation_case c
JOIN decision d ON d.case_id = c.id AND d.instance = 1
LEFT JOIN appeal a ON a.decision = d.id
"""
)
_BY_LINK = """
WHERE c.id IN (SELECT case_id FROM decision WHERE token_hash = $1
               UNION ALL SELECT case_id FROM undone_decision WHERE token_hash = $1)
"""
_BY_TOKEN = _STATEMENT + _BY_LINK
_BY_AUTHOR = _STATEMENT + "WHERE d.id = $1 AND c.author = $2 AND d.action NOT IN ('keep', 'ask', 'refer')"


_PLAIN = """
case_id number kind content_id title titled snapshot place written_at author held due_at by_system reports appeal_text appealed_at
outcome
""".split()  # noqa: SIM905  # a list of names reads best as words


async def statement_by_token(token_hash: bytes) -> Statement | None:
    """The link of any decision of a case opens the whole story, that of one taken back too."""
    return _statement(await fetch_one(_BY_TOKEN, token_hash))


_TAKEN_BACK = """
SELECT c.number, c.kind, c.title, c.titled, c.place, u.undone_at
FROM undone_decision u JOIN moderation_case c ON c.id = u.case_id WHERE u.token_hash = $1
"""


@dataclass(frozen=True, slots=True)
class TakenBack:
    number: str
    kind: str
    title: str
    titled: bool
    place: str
    undone_at: datetime


async def taken_back(token_hash: bytes) -> TakenBack | None:
    """What the link in a letter finds while the case waits again."""
    row = await fetch_one(_TAKEN_BACK, token_hash)
    return TakenBack(*row) if row else None


async def statement_for_author(decision_id: int, person: int) -> Statement | None:
    return _statement(await fetch_one(_BY_AUTHOR, decision_id, person))


def _statement(row: Any) -> Statement | None:
    if row is None:
        return None
    verdicts = [Verdict(*verdict) for verdict in row["verdicts"]]
    return Statement(
        decision_id=row["id"],
        first=verdicts[0],
        second=verdicts[1] if len(verdicts) > 1 else None,
        **{name: row[name] for name in _PLAIN},
    )


@dataclass(frozen=True, slots=True)
class About:
    """A line in the list of decisions about one's own content."""

    id: int
    number: str
    kind: str
    title: str
    titled: bool
    place: str
    action: str
    decided_at: datetime
    rule_number: int
    rule_title: str
    rule_title_en: str
    appealed_at: datetime | None
    outcome: str | None

    def rule_in(self, locale: str) -> str:
        return self.rule_title_en if locale == "en" and self.rule_title_en else self.rule_title


_ABOUT = """
SELECT d.id, c.number, c.kind, c.title, c.titled, c.place, d.action, d.decided_at, h.number, h.title, h.title_en,
       a.created_at, a.outcome
FROM moderation_case c
JOIN decision d ON d.case_id = c.id AND d.instance = 1 AND d.action NOT IN ('keep', 'ask', 'refer')
JOIN house_rule h ON h.id = d.rule
LEFT JOIN appeal a ON a.decision = d.id
WHERE c.author = $1 ORDER BY d.decided_at DESC, d.id DESC LIMIT 200
"""


async def decisions_about(person: int) -> list[About]:
    """Restrictions of this person's content, newest first; what was kept leaves no trace here."""
    return [About(*row) for row in await fetch(_ABOUT, person)]
