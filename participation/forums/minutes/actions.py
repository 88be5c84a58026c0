"""Working on the draft, and the way of a version: handed in, signed by two people, published or returned."""

import hashlib
import json
from datetime import datetime

import asyncpg

from participation.core.audit import record
from participation.core.db import execute, fetch_value, unit_of_work
from participation.core.errors import Refused, sentence
from participation.core.i18n import N_
from participation.forums.log.actions import append
from participation.forums.minutes.forms import HeadForm, NoteForm
from participation.forums.minutes.queries import Version, locked, text_of, working
from participation.forums.minutes.rules import Hand, may_publish, may_return, may_sign
from participation.forums.queries import Forum

sentence(
    "minutes-open", N_("Eine Fassung liegt schon zur Prüfung vor. Geben Sie zuerst diese zurück oder frei.")
)
sentence("minutes-moved", N_("Diese Fassung ist inzwischen weiter. Bitte laden Sie die Seite neu."))
sentence(
    "minutes-two-people", N_("Zwei verschiedene Menschen geben die Niederschrift frei. Sie haben schon.")
)
sentence("minutes-running", N_("Die Niederschrift geht erst in die Prüfung, wenn das Forum geschlossen ist."))
sentence("minutes-changed", N_("Jemand anderes hat hier gerade etwas geändert. Bitte vergleichen Sie."))

_NOTE = """
INSERT INTO minutes_note (forum, item, part, body, made_at, made_by, changed_at)
SELECT $1, (SELECT id FROM agenda_item WHERE id = $2 AND forum = $1), $3, $4, $5, $6, $5 RETURNING id
"""
_CHANGE_NOTE = """
UPDATE minutes_note SET body = $3, changed_at = $4 WHERE id = $1 AND forum = $2 AND removed_at IS NULL
"""
_REMOVE_NOTE = "UPDATE minutes_note SET removed_at = $3 WHERE id = $1 AND forum = $2 AND removed_at IS NULL"
_EDIT = """
INSERT INTO minutes_edit (forum, key, body, was, left_out, changed_at, changed_by) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (forum, key) DO UPDATE SET body = $3, was = $4, left_out = $5, changed_at = $6, changed_by = $7
"""
_FORGET_EDIT = "DELETE FROM minutes_edit WHERE forum = $1 AND key = $2"
_HEAD = """
INSERT INTO minutes (forum, lead, city, council, names, changed_at, changed_by) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (forum) DO UPDATE SET lead = $2, city = $3, council = $4, names = $5, changed_at = $6, changed_by = $7
"""
_HAND_IN = """
INSERT INTO minutes_version (forum, number, locale, content, text, sha256, summary, made_at, made_by)
SELECT $1, (SELECT count(*) + 1 FROM minutes_version WHERE forum = $1 AND published_at IS NOT NULL),
       $2, $3, $4, $5, $6, $7, $8
RETURNING number
"""
_CLOSED = "SELECT closed_at IS NOT NULL FROM forum WHERE id = $1"
_SIGN_CHAIR = "UPDATE minutes_version SET chair_at = $2, chair_by = $3 WHERE id = $1"
_SIGN_CLERK = "UPDATE minutes_version SET clerk_at = $2, clerk_by = $3 WHERE id = $1"
_RETURN = "UPDATE minutes_version SET returned_at = $2, returned_by = $3, reason = $4 WHERE id = $1"
_PUBLISH = "UPDATE minutes_version SET published_at = $2, published_by = $3 WHERE id = $1"
_PUBLIC = "UPDATE forum SET minutes_published_at = $2 WHERE id = $1"


async def add_note(forum_id: int, note: NoteForm, by: int, now: datetime) -> int:
    """The clerk's own sentence; its entry in the log says when it was written."""
    async with unit_of_work() as work:
        number: int = await fetch_value(_NOTE, forum_id, note.item, note.part.value, note.body, now, by)
        await record(by, "minutes.noted", "forum", forum_id, {"note": number}, digest_of=note.body)
        await append(work, forum_id, "minutes", number, "noted", now)
    return number


async def change_note(forum_id: int, note_id: int, body: str, by: int, now: datetime) -> bool:
    async with unit_of_work():
        if not await execute(_CHANGE_NOTE, note_id, forum_id, body, now):
            return False
        await record(by, "minutes.changed", "forum", forum_id, {"note": note_id}, digest_of=body)
    return True


async def remove_note(forum_id: int, note_id: int, by: int, now: datetime) -> None:
    async with unit_of_work() as work:
        if await execute(_REMOVE_NOTE, note_id, forum_id, now):
            await record(by, "minutes.removed", "forum", forum_id, {"note": note_id})
            await append(work, forum_id, "minutes", note_id, "removed", now)


async def edit(forum_id: int, key: str, body: str, was: str, by: int, now: datetime) -> None:
    """Other words for a sentence of the log. `was` is what the log said when the clerk wrote them."""
    async with unit_of_work():
        await execute(_EDIT, forum_id, key, body, was, False, now, by)
        await record(by, "minutes.edited", "forum", forum_id, {"key": key}, digest_of=body)


async def leave_out(forum_id: int, key: str, was: str, by: int, now: datetime) -> None:
    async with unit_of_work():
        await execute(_EDIT, forum_id, key, "", was, True, now, by)
        await record(by, "minutes.left-out", "forum", forum_id, {"key": key})


async def as_in_log(forum_id: int, key: str, by: int) -> None:
    """The clerk's change is taken back."""
    async with unit_of_work():
        if await execute(_FORGET_EDIT, forum_id, key):
            await record(by, "minutes.reset", "forum", forum_id, {"key": key})


async def set_head(forum_id: int, head: HeadForm, by: int, now: datetime) -> None:
    async with unit_of_work():
        await execute(_HEAD, forum_id, head.lead, head.city, head.council, head.names, now, by)
        await record(by, "minutes.headed", "forum", forum_id, {"names": head.names})


async def hand_in(forum: Forum, summary: str, locale: str, by: int, now: datetime) -> int:
    """Freezes the draft as the next version. Refused `minutes-running`, `minutes-open` (409)."""
    made = (await working(forum, locale)).document
    text = text_of(made, locale)
    content = json.dumps(made, ensure_ascii=False, sort_keys=True)
    checksum = hashlib.sha256(text.encode()).hexdigest()
    try:
        async with unit_of_work():
            if not await fetch_value(_CLOSED, forum.id):
                raise Refused("minutes-running", status=409)
            number: int = await fetch_value(
                _HAND_IN, forum.id, locale, content, text, checksum, summary, now, by
            )
            await record(by, "minutes.handed-in", "forum", forum.id, {"version": number, "sha256": checksum})
    except asyncpg.UniqueViolationError as error:
        raise Refused("minutes-open", status=409) from error
    return number


async def sign(forum_id: int, number: int, hand: Hand, by: int, now: datetime) -> None:
    """Refused `minutes-two-people`, `minutes-moved` (409)."""
    async with unit_of_work():
        version = await _version(forum_id, number)
        if not may_sign(version.signing, hand, by):
            mine = by in {version.chair_by, version.clerk_by}
            raise Refused("minutes-two-people" if mine else "minutes-moved", status=409)
        await execute(_SIGN_CHAIR if hand is Hand.CHAIR else _SIGN_CLERK, version.id, now, by)
        await record(by, f"minutes.signed-{hand.value}", "forum", forum_id, _proof(version))


async def give_back(forum_id: int, number: int, reason: str, by: int, now: datetime) -> None:
    """The draft is worked on again. Refused `minutes-moved` (409) once it is public."""
    async with unit_of_work():
        version = await _version(forum_id, number)
        if not may_return(version.signing):
            raise Refused("minutes-moved", status=409)
        await execute(_RETURN, version.id, now, by, reason)
        await record(by, "minutes.returned", "forum", forum_id, _proof(version), digest_of=reason)


async def publish(forum_id: int, number: int, by: int, now: datetime) -> None:
    """Refused `minutes-moved` (409) unless two people have signed."""
    async with unit_of_work() as work:
        version = await _version(forum_id, number)
        if not may_publish(version.signing):
            raise Refused("minutes-moved", status=409)
        await execute(_PUBLISH, version.id, now, by)
        await execute(_PUBLIC, forum_id, now)
        await record(by, "minutes.published", "forum", forum_id, _proof(version))
        await append(work, forum_id, "minutes", version.id, "published", now)


async def _version(forum_id: int, number: int) -> Version:
    version = await locked(forum_id, number)
    if version is None:
        raise Refused("minutes-moved", status=409)
    return version


def _proof(version: Version) -> dict[str, int | str]:
    return {"version": version.number, "sha256": version.sha256}
