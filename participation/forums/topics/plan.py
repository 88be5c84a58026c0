"""Makes the agenda of a forum from its sections and its topics; an item that stays keeps its identity."""

from datetime import datetime

from participation.core.db import execute, fetch_one, fetch_value
from participation.forums.agenda.rules import REPORTING
from participation.forums.setup.actions import PLANNED, ensure_sections
from participation.forums.setup.queries import sections_of
from participation.forums.setup.rules import Planned, compose
from participation.forums.topics.queries import points_of

HIDDEN_TITLE = "Von der Moderation ausgeblendet"

_FORUM = "SELECT starts_at, ends_at, opened_at FROM forum WHERE id = $1"
_DROP = """
DELETE FROM agenda_item WHERE forum = $1 AND subject_kind = 'topic'
  AND NOT EXISTS (SELECT 1 FROM topic t WHERE t.item = agenda_item.id AND t.state = 'accepted')
"""
_ASIDE = "UPDATE agenda_item SET position = -id WHERE forum = $1"
_OF_SECTION = "SELECT item FROM forum_section WHERE id = $1"
_OF_TOPIC = "SELECT item FROM topic WHERE id = $1"
_SET = """
UPDATE agenda_item SET position = $2, number = $3, title = $4, note = $5, planned_at = $6, planned_minutes = $7,
    subject_kind = COALESCE($8, subject_kind), subject_id = COALESCE($9, subject_id)
WHERE id = $1
"""
_INSERT = """
INSERT INTO agenda_item (forum, position, number, title, note, planned_at, planned_minutes, subject_kind, subject_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id
"""
_KEEP_SECTION = "UPDATE forum_section SET item = $2 WHERE id = $1"
_KEEP_TOPIC = "UPDATE topic SET item = $2 WHERE id = $1"
_CHANGED = "UPDATE forum SET changed_at = $2 WHERE id = $1 AND agenda_at IS NOT NULL"
_REPORT = """
UPDATE agenda_item SET position = 0 WHERE id = (
    SELECT id FROM agenda_item WHERE forum = $1 AND position < 0 AND subject_kind = $2 ORDER BY id LIMIT 1)
"""
_OTHERS = """
UPDATE agenda_item SET position = $2 + r.n FROM (
    SELECT id, row_number() OVER (ORDER BY position DESC) AS n FROM agenda_item WHERE forum = $1 AND position < 0
) r WHERE agenda_item.id = r.id
"""


async def plan(forum_id: int, now: datetime) -> None:
    """Within the caller's unit of work, which holds the forum. Once it has begun, the agenda is the chair's."""
    forum = await fetch_one(_FORUM, forum_id)
    if forum is None or forum["opened_at"] is not None:
        return
    await ensure_sections(forum_id)
    made = compose(
        await sections_of(forum_id),
        await points_of(forum_id, HIDDEN_TITLE),
        forum["starts_at"],
        forum["ends_at"],
    )
    await execute(_DROP, forum_id)
    await execute(_ASIDE, forum_id)
    for position, planned in enumerate(made, 1):
        await _place(forum_id, position, planned)
    await execute(_REPORT, forum_id, REPORTING)
    await execute(_OTHERS, forum_id, len(made))
    await execute(_CHANGED, forum_id, now)


async def _place(forum_id: int, position: int, planned: Planned) -> None:
    owner = planned.section or planned.point
    item = await fetch_value(_OF_SECTION if planned.section else _OF_TOPIC, owner)
    words = (position, planned.number, planned.title, planned.note, planned.at, planned.minutes)
    subject = (planned.kind, planned.point)
    if item is not None:
        await execute(_SET, item, *words, *subject)
        return
    item = await fetch_value(_INSERT, forum_id, *words, *subject)
    await execute(_KEEP_SECTION if planned.section else _KEEP_TOPIC, owner, item)


PLANNED.append(plan)
