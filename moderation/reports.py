"""Reports: what people and programs put before a moderator. Those about one content join one open case."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from moderation import letters, links
from moderation.forms import ReportDraft
from moderation.letters import Reader, Subject, reader_of
from moderation.rules import (
    Deadlines,
    Finding,
    Lane,
    Reason,
    Source,
    came_from,
    case_number,
    deadline,
    hearing,
    scopes_of,
    turn,
)
from participation.core import clock
from participation.core.db import execute, fetch_one, fetch_value, unit_of_work
from participation.core.kinds import Card
from participation.settings import settings

_LOCK_CONTENT = "SELECT pg_advisory_xact_lock(hashtextextended($1, 7364))"
_OPEN_CASE = """
SELECT id, number, lane FROM moderation_case WHERE kind = $1 AND content_id = $2 AND state = 'open' FOR UPDATE
"""
_COUNT_UP = """
INSERT INTO moderation_case_counter (year, last) VALUES ($1, 1)
ON CONFLICT (year) DO UPDATE SET last = moderation_case_counter.last + 1 RETURNING last
"""
_NEW_CASE = """
INSERT INTO moderation_case (number, kind, content_id, lane, opened_at, queued_at, due_at, consultation_id, author,
                             title, titled, snapshot, place, written_at, turn_at, held, scopes)
VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) RETURNING id, number, lane
"""
_NEW_REPORT = """
INSERT INTO report (case_id, source, reason, text, reporter, reporter_email, email_key, reporter_name, locale,
                    created_at, finding, objects_to)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING RETURNING id
"""
_OLD_REPORT = (
    "SELECT id FROM report WHERE case_id = $1 AND (reporter = $2 OR email_key = $3) ORDER BY id LIMIT 1"
)
_SOONER = """
UPDATE moderation_case SET due_at = LEAST(due_at, $2), turn_at = LEAST(turn_at, $3),
    reasons = CASE WHEN $4 = ANY(reasons) THEN reasons ELSE array_append(reasons, $4) END,
    sources = CASE WHEN $5 = ANY(sources) THEN sources ELSE array_append(sources, $5) END
WHERE id = $1
"""
_PAST = """
SELECT count(*) FILTER (WHERE d.action NOT IN ('keep', 'ask', 'refer') AND a.outcome IS DISTINCT FROM 'reversed') AS held,
       count(*) FILTER (WHERE d.action = 'keep' OR a.outcome = 'reversed') AS dismissed
FROM (SELECT r.case_id FROM report r WHERE r.reporter = $1 OR r.email_key = $2
      ORDER BY r.id DESC LIMIT 50) mine
JOIN decision d ON d.case_id = mine.case_id AND d.instance = 1
LEFT JOIN appeal a ON a.decision = d.id
"""


@dataclass(frozen=True, slots=True)
class Filed:
    """`again`: this person had reported the same open case before, and `report_id` is that first report."""

    case_id: int
    number: str
    report_id: int
    again: bool


async def report(card: Card, draft: ReportDraft, *, person: int | None, locale: str) -> Filed:
    """Joins the open case about this content, or opens one. The reporter gets a receipt by mail."""
    async with unit_of_work():
        source = Source.PERSON if person is not None else Source.VISITOR
        filed = await _file(card, draft, source, person, locale)
        reader = await _reader_of_report(person, draft.email, locale)
        if not filed.again and reader is not None:
            path = links.receipt_path(filed.report_id)
            subject = _subject_of_card(card, filed.number)
            await letters.confirm_report(reader, subject, draft.reason, path, guest=person is None)
        return filed


@dataclass(frozen=True, slots=True)
class Objection:
    """To what became of an earlier report: its case, and who decided that."""

    report_id: int
    case_id: int
    decider: int


_ANOTHER = """
UPDATE moderation_case SET not_by = COALESCE(not_by, $2), again_of = COALESCE(again_of, $3) WHERE id = $1
"""


async def object_again(
    card: Card, draft: ReportDraft, objection: Objection, *, person: int | None, locale: str
) -> Filed:
    """Within the caller's unit of work, which has checked that there may be one."""
    source = Source.PERSON if person is not None else Source.VISITOR
    filed = await _file(card, draft, source, person, locale, objects_to=objection.report_id)
    await execute(_ANOTHER, filed.case_id, objection.decider, objection.case_id)
    return filed


async def raise_case(card: Card, reason: Reason, text: str, finding: Finding | None = None) -> Filed:
    """For programs that look for spam and the like: they put content before people and decide nothing.

    With a `finding` the text is what was found, without words of any language around it.
    """
    async with unit_of_work():
        draft = ReportDraft(reason, text, None, None)
        return await _file(card, draft, Source.SYSTEM, None, "de", finding)


def usual() -> Deadlines:
    """The deadlines of this city."""
    chosen = settings()
    return Deadlines(
        live_urgent=timedelta(minutes=chosen.due_live_urgent),
        live=timedelta(minutes=chosen.due_live),
        child_abuse=timedelta(hours=chosen.due_child_abuse),
        normal=timedelta(hours=chosen.due_normal),
        appeal=timedelta(hours=chosen.due_appeal),
    )


async def _moved(person: int | None, email_key: str | None) -> timedelta:
    """How far the past of whoever reports moves their turn."""
    if person is None and email_key is None:
        return timedelta(0)
    row: Any = await fetch_one(_PAST, person, email_key)
    return hearing(row["held"], row["dismissed"])


async def _file(
    card: Card,
    draft: ReportDraft,
    source: Source,
    person: int | None,
    locale: str,
    finding: Finding | None = None,
    objects_to: int | None = None,
) -> Filed:
    moment = clock.now()
    email_key = draft.email.casefold() if draft.email else None
    moved = await _moved(person, email_key)
    await execute(_LOCK_CONTENT, f"{card.kind}:{card.id}")
    case = await fetch_one(_OPEN_CASE, card.kind, card.id) or await _open(
        card, draft.reason, moved, held=finding is Finding.HELD
    )
    report_id = await fetch_value(
        _NEW_REPORT,
        case["id"],
        source.value,
        draft.reason.value,
        draft.text,
        person,
        draft.email,
        email_key,
        draft.name,
        locale,
        moment,
        finding.value if finding else "",
        objects_to,
    )
    again = report_id is None
    if again:
        report_id = await fetch_value(_OLD_REPORT, case["id"], person, email_key)
    lane = Lane(case["lane"])
    due = deadline(lane, draft.reason, moment, usual())
    moved_turn = turn(lane, draft.reason, moment, moved)
    origin = came_from(source, finding)
    await execute(_SOONER, case["id"], due, moved_turn, draft.reason.value, origin)
    return Filed(case["id"], case["number"], report_id, again)


async def _open(card: Card, reason: Reason, moved: timedelta, *, held: bool) -> Any:
    moment = clock.now()
    lane = Lane.LIVE if card.live else Lane.NORMAL
    year = moment.astimezone(clock.ZONE).year
    return await fetch_one(
        _NEW_CASE,
        case_number(year, await fetch_value(_COUNT_UP, year)),
        card.kind,
        card.id,
        lane.value,
        moment,
        deadline(lane, reason, moment, usual()),
        card.consultation_id,
        card.author_id,
        card.title,
        bool(card.parent is None and card.title and card.title != card.place),
        card.text,
        card.place,
        card.created_at,
        turn(lane, reason, moment, moved),
        held,
        scopes_of(card.consultation_id, card.district_id),
    )


def _subject_of_card(card: Card, number: str) -> Subject:
    return Subject(number, card.kind, card.title, False, card.place, card.created_at)


async def _reader_of_report(person: int | None, email: str | None, locale: str) -> Reader | None:
    if person is not None:
        return await reader_of(person)
    return Reader(email, "", locale) if email else None
