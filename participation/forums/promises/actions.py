"""Giving a promise, putting its words right, and reporting on it. Each act tells every socket of its forum."""

from datetime import datetime

from participation.core.audit import record
from participation.core.db import UnitOfWork, execute, fetch, fetch_one, fetch_value, unit_of_work
from participation.core.errors import Refused, sentence
from participation.core.i18n import N_
from participation.forums.agenda.actions import OPENING
from participation.forums.agenda.queries import locked_items
from participation.forums.agenda.rules import REPORTING
from participation.forums.log.actions import append
from participation.forums.promises.forms import Report, Wording
from participation.forums.promises.queries import COMING_BACK, locked
from participation.forums.promises.rules import CLOSED, PromiseState, may_be_corrected, may_become

REPORT_TITLE = N_("Bericht aus der letzten Sitzung")

sentence("promise-state", N_("Das geht bei dieser Zusage nicht mehr. Bitte laden Sie die Seite neu."))
sentence(
    "promise-published",
    N_(
        "Die Niederschrift ist öffentlich. An der Zusage ändert sich nichts mehr; berichten Sie, wie es steht."
    ),
)

_LOCK_FORUM = "SELECT id FROM forum WHERE id = $1 FOR UPDATE"
_MAKE = """
INSERT INTO promise (forum, item, number, body, office, person, due_on, made_at, made_by, changed_at)
SELECT $1, (SELECT id FROM agenda_item WHERE id = $2 AND forum = $1),
       COALESCE((SELECT max(number) FROM promise WHERE forum = $1), 0) + 1, $3, $4, $5, $6, $7, $8, $7
RETURNING id
"""
_CORRECT = """
UPDATE promise SET item = (SELECT id FROM agenda_item WHERE id = $2 AND forum = promise.forum),
    body = $3, office = $4, person = $5, due_on = $6, changed_at = $7
WHERE id = $1
"""
_RETRACT = "UPDATE promise SET retracted_at = $2, retracted_by = $3, changed_at = $2 WHERE id = $1"
_REPORT = """
INSERT INTO promise_report (promise, state, body, new_due_on, made_at, made_by) VALUES ($1, $2, $3, $4, $5, $6)
"""
_SET = """
UPDATE promise SET state = $2, new_due_on = COALESCE($3, new_due_on), changed_at = $4, closed_at = $5 WHERE id = $1
"""
_WITHOUT_REPORT = (
    """
SELECT f.id FROM forum f
WHERE f.opened_at IS NULL AND f.closed_at IS NULL AND f.ends_at > $1 AND ($2::bigint IS NULL OR f.id = $2)
  AND EXISTS (SELECT 1 FROM agenda_item i WHERE i.forum = f.id)
  AND NOT EXISTS (SELECT 1 FROM agenda_item i WHERE i.forum = f.id AND i.subject_kind = $3)
  AND EXISTS (SELECT 1 FROM promise p JOIN forum o ON o.id = p.forum WHERE p.retracted_at IS NULL"""  # noqa: S608  # constants of our own
    + COMING_BACK
    + ")"
)
_FIRST_ITEM = """
SELECT i.id, i.title FROM agenda_item i WHERE i.forum = $1
  AND NOT EXISTS (SELECT 1 FROM agenda_item r WHERE r.forum = $1 AND r.subject_kind = $2) ORDER BY i.position LIMIT 1
"""
_TAKE = "UPDATE agenda_item SET subject_kind = $2 WHERE id = $1 AND subject_kind IS NULL"
_PUT_FIRST = """
INSERT INTO agenda_item (forum, position, title, planned_at, subject_kind)
SELECT forum, position - 1, $2, planned_at, $3 FROM agenda_item WHERE forum = $1 ORDER BY position LIMIT 1
RETURNING id
"""


async def make(forum_id: int, words: Wording, by: int, now: datetime) -> int:
    """The id of the promise. An item of another forum is left out."""
    async with unit_of_work() as work:
        await execute(_LOCK_FORUM, forum_id)
        promise_id: int = await fetch_value(
            _MAKE, forum_id, words.item, words.body, words.office, words.person, words.due_on, now, by
        )
        await _tell(work, forum_id, promise_id, "made", by, now, words.body)
    return promise_id


async def correct(promise_id: int, words: Wording, by: int, now: datetime) -> None:
    """Refused `promise-published` (409) once the minutes are public."""
    async with unit_of_work() as work:
        forum_id = await _correctable(promise_id)
        await execute(
            _CORRECT, promise_id, words.item, words.body, words.office, words.person, words.due_on, now
        )
        await _tell(work, forum_id, promise_id, "corrected", by, now, words.body)


async def retract(promise_id: int, by: int, now: datetime) -> None:
    """It was none: it disappears from every list. Refused as `correct`."""
    async with unit_of_work() as work:
        forum_id = await _correctable(promise_id)
        await execute(_RETRACT, promise_id, now, by)
        await _tell(work, forum_id, promise_id, "retracted", by, now)


async def report(promise_id: int, said: Report, by: int, now: datetime) -> None:
    """What the city says about it, for everybody. Refused `promise-state` (409) where the way does not lead there."""
    async with unit_of_work() as work:
        row = await locked(promise_id)
        if row is None or not may_become(PromiseState(row["state"]), said.state):
            raise Refused("promise-state", status=409)
        await execute(_REPORT, promise_id, said.state.value, said.body, said.new_due_on, now, by)
        closed_at = now if said.state in CLOSED else None
        await execute(_SET, promise_id, said.state.value, said.new_due_on, now, closed_at)
        await _tell(work, row["forum"], promise_id, f"reported-{said.state.value}", by, now, said.body)


async def bring_back(now: datetime, forum_id: int | None = None) -> None:
    """Gives every coming forum to which promises come back its first item for them; again and again, harmlessly."""
    for row in await fetch(_WITHOUT_REPORT, now, forum_id, REPORTING):
        await _put_first(row["id"], now)


async def _put_first(forum_id: int, now: datetime) -> None:
    """An item of that name which stands first already is taken for it."""
    async with unit_of_work() as work:
        await locked_items(forum_id)
        await execute(_LOCK_FORUM, forum_id)
        first = await fetch_one(_FIRST_ITEM, forum_id, REPORTING)
        if first is None:
            return
        if first["title"] == REPORT_TITLE and await execute(_TAKE, first["id"], REPORTING):
            return
        item = await fetch_value(_PUT_FIRST, forum_id, REPORT_TITLE, REPORTING)
        await append(work, forum_id, "agenda", item, "added", now)


async def bring_back_at_opening(forum_id: int, now: datetime) -> None:
    await bring_back(now, forum_id)


OPENING.append(bring_back_at_opening)


async def _correctable(promise_id: int) -> int:
    row = await locked(promise_id)
    if row is None or not may_be_corrected(minutes_published=row["minutes_published"]):
        raise Refused("promise-published", status=409)
    forum_id: int = row["forum"]
    return forum_id


async def _tell(
    work: UnitOfWork, forum_id: int, promise_id: int, verb: str, by: int, now: datetime, words: str = ""
) -> None:
    await record(by, f"promise.{verb}", "promise", promise_id, digest_of=words or None)
    await append(work, forum_id, "promise", promise_id, verb, now)
