"""Writes of editors. Each takes the poll's lock alone and looks again: once published, nothing of the question changes."""

import json
import secrets
from datetime import datetime, timedelta
from typing import Any

from litestar.exceptions import NotFoundException

from participation.core.audit import record
from participation.core.clock import ZONE, now
from participation.core.db import execute, fetch_one, fetch_value, unit_of_work
from participation.core.errors import Refused, sentence
from participation.core.html import Rendered
from participation.core.i18n import N_
from polls import sealing
from polls.actions import KIND
from polls.editor.forms import Edited, New
from polls.editor.queries import lacks
from polls.life import Secrecy
from polls.locks import alone

NO_DRAFT = sentence(
    "poll-no-draft",
    N_("Diese Abstimmung ist schon veröffentlicht. An der Frage kann niemand mehr etwas ändern."),
)
INCOMPLETE = sentence(
    "poll-incomplete", N_("Es fehlt noch etwas. Die Liste oben sagt, was. Es wurde nichts veröffentlicht.")
)
HAS_BEGUN = sentence(
    "poll-has-begun", N_("Diese Abstimmung hat schon begonnen. Sie lässt sich nicht mehr zurückziehen.")
)

_HEAD = "SELECT published_at, opens_at, part_of, secrecy FROM poll WHERE id = $1"
_BEGIN = """
INSERT INTO poll (title, kind, settings, consultation, opens_at, closes_at, remind_days)
VALUES ($1, $2, $3, $4, $5, $6, 2) RETURNING id
"""
_BEGIN_PART = """
INSERT INTO poll (title, kind, settings, opens_at, closes_at, part_of, position, required)
SELECT $2, $3, $4, opens_at, closes_at, id,
    (SELECT COALESCE(MAX(position), 0) + 1 FROM poll q WHERE q.part_of = p.id), TRUE
FROM poll p WHERE id = $1 RETURNING id
"""
_SAVE = """
UPDATE poll SET title = $2, lead = $3, body = $4, body_html = $5, renderer = $6, kind = $7, settings = $8,
    secrecy = $9, results = $10, voters = $11, needed = $12, binding = $13, changeable = $14, paper = $15,
    quorum = $16, eligible = $17, remind_days = $18, opens_at = $19, closes_at = $20, consultation = $21,
    district = $22, outcome = $23, receipts = $24
WHERE id = $1
"""
_SAVE_PART = """
UPDATE poll SET title = $2, lead = $3, body = $4, body_html = $5, renderer = $6, kind = $7, settings = $8,
    required = $9, only_if = (SELECT id FROM poll q WHERE q.id = $10 AND q.part_of = poll.part_of),
    only_option = $11
WHERE id = $1
"""
_SWEEP_OPTIONS = "DELETE FROM poll_option WHERE poll = $1"
_OPTIONS = """
INSERT INTO poll_option (poll, position, key, title, text)
SELECT $1, place, key, title, text
FROM unnest($2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS o (key, title, text, place)
"""
_PUBLISH = """
UPDATE poll SET published_at = $2,
    eligible = CASE voters WHEN 'roll' THEN (SELECT COUNT(*) FROM poll_roll r WHERE r.poll = poll.id)
               WHEN 'codes' THEN (SELECT COUNT(*) FROM poll_code c WHERE c.poll = poll.id) ELSE eligible END
WHERE id = $1
"""
_PUBLISH_PARTS = """
UPDATE poll q SET published_at = p.published_at, opens_at = p.opens_at, closes_at = p.closes_at,
    secrecy = p.secrecy, results = 'at-end', receipts = 'counted', voters = p.voters, eligible = p.eligible, quorum = p.quorum,
    changeable = p.changeable, consultation = p.consultation, district = p.district
FROM poll p WHERE p.id = $1 AND q.part_of = p.id
"""
_MARK = "UPDATE poll SET key_mark = $2 WHERE id = $1"
_UNPUBLISH = "UPDATE poll SET published_at = NULL WHERE id = $1 OR part_of = $1"
_DELETE = "DELETE FROM poll WHERE id = $1"
_OUTCOME = "UPDATE poll SET outcome = $2 WHERE id = $1 AND closed_at IS NOT NULL"


async def begin(actor_id: int, new: New) -> int:
    """An empty draft, open in a week for two weeks until somebody says otherwise."""
    start = (now().astimezone(ZONE) + timedelta(days=7)).replace(hour=8, minute=0, second=0, microsecond=0)
    end = (start + timedelta(days=14)).replace(hour=18)
    async with unit_of_work():
        number: int = await fetch_value(
            _BEGIN, new.title, new.kind, _seeded(), new.consultation_id, start, end
        )
        await record(actor_id, "poll.created", KIND, number)
    return number


async def begin_question(actor_id: int, poll_id: int, new: New) -> int:
    """A further question at the end of a questionnaire."""
    async with unit_of_work():
        await _draft(poll_id)
        number: int = await fetch_value(_BEGIN_PART, poll_id, new.title, new.kind, _seeded())
        await record(actor_id, "poll.created", KIND, number, {"part_of": poll_id})
    return number


def _seeded() -> str:
    return json.dumps({"seed": secrets.token_hex(8)})


async def save(actor_id: int, poll_id: int, edited: Edited, text: Rendered) -> None:
    words = (edited.title, edited.lead, edited.body, text.html, text.version, edited.kind)
    settings = json.dumps(dict(edited.numbers))
    async with unit_of_work():
        head = await _draft(poll_id)
        if head["part_of"] is not None:
            await execute(
                _SAVE_PART, poll_id, *words, settings, edited.required, edited.only_if, edited.only_option
            )
        else:
            await execute(_SAVE, poll_id, *words, settings, *_rest(edited))
        await execute(_SWEEP_OPTIONS, poll_id)
        keys = [option.key for option in edited.options]
        titles, texts = [o.title for o in edited.options], [o.text for o in edited.options]
        await execute(_OPTIONS, poll_id, keys, titles, texts)
        await record(actor_id, "poll.edited", KIND, poll_id)


def _rest(edited: Edited) -> tuple[Any, ...]:
    return (
        edited.secrecy.value,
        edited.results.value,
        edited.voters.value,
        edited.needed.value,
        edited.binding,
        edited.changeable,
        edited.paper,
        edited.quorum,
        edited.eligible,
        edited.remind_days,
        edited.opens_at,
        edited.closes_at,
        edited.consultation_id,
        edited.district_id,
        edited.outcome,
        edited.receipts.value,
    )


async def _draft(poll_id: int) -> Any:
    """The head of a draft, under its lock and that of the questionnaire to which it belongs."""
    head = await fetch_one(_HEAD, poll_id)
    if head is None:
        raise NotFoundException
    await alone(head["part_of"] or poll_id)
    head = await fetch_one(_HEAD, poll_id)
    if head is None:
        raise NotFoundException
    if head["published_at"] is not None:
        raise Refused(NO_DRAFT)
    return head


async def publish(actor_id: int, poll_id: int) -> datetime:
    """When it was published. The key of a secret poll is made here, before anybody can vote."""
    moment = now()
    async with unit_of_work():
        head = await _draft(poll_id)
        if head["part_of"] is not None:
            raise NotFoundException
        if await lacks(poll_id):
            raise Refused(INCOMPLETE, status=422)
        await execute(_PUBLISH, poll_id, moment)
        await execute(_PUBLISH_PARTS, poll_id)
        await record(actor_id, "poll.published", KIND, poll_id, {"secrecy": head["secrecy"]})
        if head["secrecy"] == Secrecy.SECRET:
            await execute(_MARK, poll_id, sealing.make_key(poll_id))
    return moment


async def withdraw(actor_id: int, poll_id: int) -> None:
    """Back to a draft, as long as nobody could vote."""
    async with unit_of_work():
        await alone(poll_id)
        head = await fetch_one(_HEAD, poll_id)
        if head is None or head["part_of"] is not None or head["published_at"] is None:
            raise NotFoundException
        if head["opens_at"] <= now():
            raise Refused(HAS_BEGUN)
        await execute(_UNPUBLISH, poll_id)
        await record(actor_id, "poll.withdrawn", KIND, poll_id)


async def delete(actor_id: int, poll_id: int) -> int | None:
    """Of a draft, with all that hangs on it. The questionnaire to which it belonged, where it was a question."""
    async with unit_of_work():
        head = await _draft(poll_id)
        await execute(_DELETE, poll_id)
        await record(actor_id, "poll.deleted", KIND, poll_id)
    sealing.destroy_key(poll_id)
    part_of: int | None = head["part_of"]
    return part_of


async def tell_outcome(actor_id: int, poll_id: int, text: str) -> None:
    """How it went on; the only words that may change after the end."""
    async with unit_of_work():
        if not await execute(_OUTCOME, poll_id, text):
            raise NotFoundException
        await record(actor_id, "poll.outcome-told", KIND, poll_id)
