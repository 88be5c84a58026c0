"""What editors do with a forum before its evening. Each act leaves an audit entry."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from participation.core.audit import record
from participation.core.clock import ZONE
from participation.core.db import UnitOfWork, execute, fetch_value, unit_of_work
from participation.core.errors import Refused, sentence
from participation.core.i18n import N_
from participation.forums.log.actions import append
from participation.forums.setup.forms import SectionForm, Setting
from participation.forums.setup.naming import code_for, slug_for
from participation.forums.setup.queries import Prepared, locked, sections_of
from participation.forums.setup.rules import TEMPLATE, SectionKind, moved

sentence(
    "forum-not-coming",
    N_("Dieses Bürgerforum hat schon begonnen oder ist abgesagt. Es lässt sich nicht mehr planen."),
)

PLANNED: list[Callable[[int, datetime], Awaitable[None]]] = []
"""What makes the agenda anew, in the same transaction; the topics put themselves here."""

CANCELLED: list[Callable[[int, str], Awaitable[None]]] = []
"""Whom a cancellation concerns, in the same transaction; the second argument is the reason."""

_CREATE = """
INSERT INTO forum (slug, code, title, lead, district, place, format, doors_at, starts_at, ends_at, chair, dial_in,
                   stream_url, rules, rules_html, changed_at, published_at, agenda_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, NULL, NULL) RETURNING id
"""
_CHANGE = """
UPDATE forum SET title = $2, lead = $3, district = $4, place = $5, format = $6, doors_at = $7, starts_at = $8,
    ends_at = $9, chair = $10, dial_in = $11, stream_url = $12, rules = $13, rules_html = $14, changed_at = $15,
    revision = revision + $16
WHERE id = $1
"""
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('forum address'))"
_SLUG_TAKEN = "SELECT 1 FROM forum WHERE slug = $1"
_CODE_TAKEN = "SELECT 1 FROM forum WHERE code = $1"
_PUBLISH = "UPDATE forum SET published_at = $2, changed_at = $2 WHERE id = $1"
_PUBLISH_AGENDA = "UPDATE forum SET agenda_at = $2, changed_at = $2, revision = revision + 1 WHERE id = $1"
_CANCEL = """
UPDATE forum SET cancelled_at = $2, closed_at = $2, closed_by = $3, cancelled_reason = $4, changed_at = $2,
    revision = revision + 1
WHERE id = $1
"""
_REINSTATE = """
UPDATE forum SET cancelled_at = NULL, closed_at = NULL, closed_by = NULL, cancelled_reason = '', changed_at = $2,
    revision = revision + 1
WHERE id = $1 AND cancelled_at IS NOT NULL AND opened_at IS NULL AND ends_at > $2
"""
_ADD_SECTION = """
INSERT INTO forum_section (forum, position, kind, title, note, minutes)
SELECT $1, COALESCE(max(position), 0) + 1, $2, $3, $4, $5 FROM forum_section WHERE forum = $1
"""
_SET_SECTION = "UPDATE forum_section SET title = $3, note = $4, minutes = $5 WHERE id = $2 AND forum = $1"
_DROP_SECTION = """
WITH gone AS (DELETE FROM forum_section WHERE id = $2 AND forum = $1 AND kind <> 'topics' RETURNING item)
DELETE FROM agenda_item WHERE id IN (SELECT item FROM gone)
"""
_PLACE_SECTION = "UPDATE forum_section SET position = $3 WHERE id = $2 AND forum = $1"
_ADOPT = """
INSERT INTO forum_section (forum, position, kind, title, note, minutes, item)
SELECT forum, position, 'other', title, note, greatest(planned_minutes, 5), id FROM agenda_item WHERE forum = $1
"""
_HAS_ITEMS = "SELECT EXISTS (SELECT 1 FROM agenda_item WHERE forum = $1)"


async def create(
    setting: Setting, rules_html: str, by: int, now: datetime, place: str = ""
) -> tuple[int, str]:
    """Id and slug of a draft with the four usual sections. `place` is what its short code comes from."""
    async with unit_of_work():
        await execute(_ONE_AT_A_TIME)  # two drafts of the same name must find two addresses
        slug = await _free_slug(setting)
        code = await _free_code(place or setting.title)
        forum_id: int = await fetch_value(
            _CREATE, slug, code, setting.title, setting.lead, setting.district, setting.place, setting.format,
            setting.doors_at, setting.starts_at, setting.ends_at, setting.chair, setting.dial_in,
            setting.stream_url, setting.rules, rules_html, now,
        )  # fmt: skip
        await ensure_sections(forum_id)
        await record(by, "forum.created", "forum", forum_id)
    return forum_id, slug


async def change(forum_id: int, setting: Setting, rules_html: str, by: int, now: datetime) -> None:
    """Refused `forum-not-coming` (409) once it has begun. Calendars get a new version where they show another thing."""
    async with unit_of_work() as work:
        before = await require_coming(forum_id)
        newer = moved(
            [
                (before.title, setting.title),
                (before.starts_at, setting.starts_at),
                (before.ends_at, setting.ends_at),
                (before.place, setting.place),
            ]
        )
        await execute(
            _CHANGE, forum_id, setting.title, setting.lead, setting.district, setting.place, setting.format,
            setting.doors_at, setting.starts_at, setting.ends_at, setting.chair, setting.dial_in,
            setting.stream_url, setting.rules, rules_html, now, int(newer),
        )  # fmt: skip
        await _plan(forum_id, now)
        await record(by, "forum.changed", "forum", forum_id)
        await tell(work, before, "forum", "changed", now)


async def publish(forum_id: int, by: int, now: datetime) -> None:
    async with unit_of_work():
        await require_coming(forum_id)
        await execute(_PUBLISH, forum_id, now)
        await record(by, "forum.published", "forum", forum_id)


async def publish_agenda(forum_id: int, by: int, now: datetime) -> None:
    async with unit_of_work() as work:
        forum = await require_coming(forum_id)
        await _plan(forum_id, now)
        await execute(_PUBLISH_AGENDA, forum_id, now)
        await record(by, "agenda.published", "forum", forum_id)
        await tell(work, forum, "agenda", "published", now)


async def cancel(forum_id: int, reason: str, by: int, now: datetime) -> None:
    """It keeps its page, its topics and its place in calendars, where it stands as cancelled."""
    async with unit_of_work() as work:
        forum = await require_coming(forum_id)
        await execute(_CANCEL, forum_id, now, by, reason)
        for act in CANCELLED:
            await act(forum_id, reason)
        await record(by, "forum.cancelled", "forum", forum_id)
        await tell(work, forum, "forum", "cancelled", now)


async def reinstate(forum_id: int, by: int, now: datetime) -> None:
    async with unit_of_work() as work:
        forum = await locked(forum_id)
        if forum is None or not await execute(_REINSTATE, forum_id, now):
            raise Refused("forum-not-coming", status=409)
        await record(by, "forum.reinstated", "forum", forum_id)
        await tell(work, forum, "forum", "reinstated", now)


async def set_sections(forum_id: int, sections: Mapping[int, SectionForm], by: int, now: datetime) -> None:
    async with unit_of_work() as work:
        forum = await require_coming(forum_id)
        for number, one in sections.items():
            await execute(_SET_SECTION, forum_id, number, one.title, one.note, one.minutes)
        await _replanned(work, forum, by, now)


async def add_section(forum_id: int, one: SectionForm, by: int, now: datetime) -> None:
    async with unit_of_work() as work:
        forum = await require_coming(forum_id)
        await execute(_ADD_SECTION, forum_id, SectionKind.OTHER.value, one.title, one.note, one.minutes)
        await _replanned(work, forum, by, now)


async def drop_section(forum_id: int, section_id: int, by: int, now: datetime) -> None:
    """That of the topics stays."""
    async with unit_of_work() as work:
        forum = await require_coming(forum_id)
        await execute(_DROP_SECTION, forum_id, section_id)
        await _replanned(work, forum, by, now)


async def move_section(forum_id: int, section_id: int, step: int, by: int, now: datetime) -> None:
    """`step` is -1 or 1; at the end of the list nothing happens."""
    async with unit_of_work() as work:
        forum = await require_coming(forum_id)
        order = [one.id for one in await sections_of(forum_id)]
        at = order.index(section_id) if section_id in order else -1
        if at < 0 or not 0 <= at + step < len(order):
            return
        order[at], order[at + step] = order[at + step], order[at]
        for offset in (len(order) + 1000, 1):
            for place, number in enumerate(order):
                await execute(_PLACE_SECTION, forum_id, number, place + offset)
        await _replanned(work, forum, by, now)


async def ensure_sections(forum_id: int) -> None:
    """Within the caller's unit of work: a forum without sections gets the usual ones, or those of its items."""
    if await sections_of(forum_id):
        return
    if await fetch_value(_HAS_ITEMS, forum_id):
        await execute(_ADOPT, forum_id)
        topics = TEMPLATE[1]
        await execute(_ADD_SECTION, forum_id, topics.kind.value, topics.title, topics.note, topics.minutes)
        return
    for one in TEMPLATE:
        await execute(_ADD_SECTION, forum_id, one.kind.value, one.title, one.note, one.minutes)


async def require_coming(forum_id: int) -> Prepared:
    """The forum, held. Refused `forum-not-coming` (409)."""
    forum = await locked(forum_id)
    if forum is None or not forum.coming:
        raise Refused("forum-not-coming", status=409)
    return forum


async def tell(work: UnitOfWork, forum: Prepared, kind: str, verb: str, now: datetime) -> None:
    """Pages that are open hear of it, where there is anything to see."""
    if forum.published_at is not None and (
        kind == "forum" or forum.agenda_at is not None or verb == "published"
    ):
        await append(work, forum.id, kind, forum.id if kind == "forum" else 0, verb, now)


async def _replanned(work: UnitOfWork, forum: Prepared, by: int, now: datetime) -> None:
    await _plan(forum.id, now)
    await record(by, "agenda.changed", "forum", forum.id)
    await tell(work, forum, "agenda", "changed", now)


async def _plan(forum_id: int, now: datetime) -> None:
    for act in PLANNED:
        await act(forum_id, now)


async def _free_slug(setting: Setting) -> str:
    wanted = slug_for(setting.title, setting.starts_at.astimezone(ZONE).date())
    slug, number = wanted, 1
    while await fetch_value(_SLUG_TAKEN, slug):
        number += 1
        slug = f"{wanted}-{number}"
    return slug


async def _free_code(place: str) -> str | None:
    for number in range(11, 100):
        code = code_for(place, number)
        if not await fetch_value(_CODE_TAKEN, code):
            return code
    return None
