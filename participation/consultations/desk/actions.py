"""Writes of the desk. Each locks the consultation and looks whether somebody else has changed it meanwhile."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from litestar.exceptions import NotFoundException

from participation.consultations.actions import ConsultationDraft, insert_consultation, rendered
from participation.consultations.desk.forms import Frame, Texts, with_keys
from participation.consultations.desk.queries import Managed, managed_by_id
from participation.consultations.desk.rules import (
    Span,
    State,
    free_address,
    keep_what_has_begun,
    misfits,
    state,
)
from participation.core.audit import record
from participation.core.clock import now
from participation.core.db import execute, fetch, fetch_one, fetch_value, unit_of_work
from participation.core.errors import Refused, sentence
from participation.core.html import Rendered
from participation.core.i18n import N_

KIND = "consultation"
OVERTAKEN = sentence(
    "consultation-overtaken",
    N_(
        "Inzwischen hat jemand anders gespeichert. Ihr Stand ist noch hier. "
        "Speichern Sie noch einmal, wenn er gelten soll."
    ),
)
INCOMPLETE = sentence(
    "consultation-incomplete", N_("Es fehlt noch etwas. Die Liste sagt, was. Es wurde nichts veröffentlicht.")
)
IS_PUBLIC = sentence(
    "consultation-public",
    N_("Diese Beteiligung ist schon veröffentlicht. Sie lässt sich nur noch archivieren."),
)
NO_STATE = sentence("consultation-state", N_("Das geht in diesem Zustand der Beteiligung nicht."))
TAKEN = sentence("consultation-address", N_("Diese Adresse hat schon eine andere Beteiligung."))
DAYS = sentence(
    "consultation-days",
    N_("Die Tage passen nicht: Jede Phase endet nach ihrem Anfang und nicht in der Vergangenheit."),
)

_LOCK = "SELECT published_at, archived_at, edition FROM consultation WHERE id = $1 FOR NO KEY UPDATE"
_LOCK_WHOLE = "SELECT published_at, archived_at, edition FROM consultation WHERE id = $1 FOR UPDATE"
_SLUGS = "SELECT slug FROM consultation WHERE slug LIKE $1 || '%'"
_TEXTS = """
UPDATE consultation SET slug = $2, title = $3, lead = $4, body = $5, body_html = $6, plain_body = $7,
    plain_html = $8, decides = $9, decides_html = $10, goals = $11, open_points = $12, fixed_points = $13,
    renderer = $14, edition = edition + 1
WHERE id = $1
"""
_FRAME = """
UPDATE consultation SET kicker = CASE WHEN district IS DISTINCT FROM $2 THEN '' ELSE kicker END, district = $2,
    audience = $3, contact_name = $4, contact_office = $5, contact_phone = $6, contact_mail = $7,
    contact_hours = $8, answer_threshold = $9, answer_days = $10, edition = edition + 1
WHERE id = $1
"""
_SWEEP_CATEGORIES = "DELETE FROM category WHERE consultation = $1 AND slug <> ALL($2::text[])"
_CATEGORIES = """
INSERT INTO category (consultation, slug, title, position)
SELECT $1, slug, title, place FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS o (slug, title, place)
ON CONFLICT (consultation, slug) DO UPDATE SET title = EXCLUDED.title, position = EXCLUDED.position
"""
_PHASES = """
SELECT kind, title, note, starts_at, ends_at, id FROM phase WHERE consultation = $1 ORDER BY id FOR UPDATE
"""
_SWEEP_PHASES = "DELETE FROM phase WHERE consultation = $1 AND id <> ALL($2::bigint[])"
_CLEAR_PLACES = "UPDATE phase SET position = -1 - position WHERE consultation = $1"
_CHANGE_PHASE = """
UPDATE phase SET position = $2, kind = $3, title = $4, note = $5, starts_at = $6, ends_at = $7 WHERE id = $1
"""
_ADD_PHASE = """
INSERT INTO phase (consultation, position, kind, title, note, starts_at, ends_at)
VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
_GROW = "UPDATE consultation SET edition = edition + 1 WHERE id = $1"
_PUBLISH = "UPDATE consultation SET published_at = $2, edition = edition + 1 WHERE id = $1"
_ARCHIVE = "UPDATE consultation SET archived_at = $2, edition = edition + 1 WHERE id = $1"
_DELETE = "DELETE FROM consultation WHERE id = $1"


# --- a new one ----------------------------------------------------------------------------------------------


async def begin(actor_id: int, draft: ConsultationDraft) -> tuple[int, str]:
    """The id and the address of the new draft: the one that `draft` wishes, or the next that is free."""
    texts = await rendered(draft)
    async with unit_of_work():
        await execute("SELECT pg_advisory_xact_lock(hashtext('consultation-address'))")
        taken = [row["slug"] for row in await fetch(_SLUGS, draft.slug)]
        slug = free_address(draft.slug, taken)
        number = await insert_consultation(draft.at(slug), texts)
        await record(actor_id, "consultation.created", KIND, number)
    return number, slug


# --- changes ------------------------------------------------------------------------------------------------


async def save_texts(
    actor_id: int, number: int, texts: Texts, body: Rendered, plain: Rendered, decides: Rendered
) -> None:
    async with unit_of_work():
        row = await _locked(number, texts.edition, whole=True)
        slug: str = await fetch_value("SELECT slug FROM consultation WHERE id = $1", number)
        if _state(row) is State.DRAFT and slug != texts.slug:
            if await fetch_one("SELECT 1 FROM consultation WHERE slug = $1", texts.slug):
                raise Refused(TAKEN)
            slug = texts.slug
        await execute(
            _TEXTS,
            number,
            slug,
            texts.title,
            texts.lead,
            texts.body,
            body.html,
            texts.plain_body,
            plain.html,
            texts.decides,
            decides.html,
            _as_json(texts.goals),
            _as_json(texts.open_points),
            _as_json(texts.fixed_points),
            body.version,
        )
        await record(actor_id, "consultation.edited", KIND, number, {"part": "texts"}, digest_of=texts.body)


async def save_frame(actor_id: int, number: int, frame: Frame) -> None:
    rows = with_keys(frame.categories)
    keys, titles = [key for key, _ in rows], [title for _, title in rows]
    async with unit_of_work():
        row = await _locked(number, frame.edition)
        await execute(
            _FRAME,
            number,
            frame.district_id,
            frame.audience,
            frame.contact_name,
            frame.contact_office,
            frame.contact_phone,
            frame.contact_mail,
            frame.contact_hours,
            frame.answer_threshold,
            frame.answer_days,
        )
        if _state(row) is State.DRAFT:
            await execute(_SWEEP_CATEGORIES, number, keys)
        await execute(_CATEGORIES, number, keys, titles)
        await record(actor_id, "consultation.edited", KIND, number, {"part": "frame"})


async def save_phases(actor_id: int, number: int, edition: int, wanted: Sequence[Span]) -> None:
    """Waits for acts that began while a phase was open. Phases are locked first, as `require_open` does."""
    async with unit_of_work():
        before = [Span(*row) for row in await fetch(_PHASES, number)]
        row = await _locked(number, edition)
        published = _state(row) is not State.DRAFT
        after = keep_what_has_begun(before, wanted, now(), published=published)
        if misfits(before, after, now(), published=published):
            raise Refused(DAYS, status=422)
        await execute(_SWEEP_PHASES, number, [phase.id for phase in after])
        await execute(_CLEAR_PLACES, number)
        for place, phase in enumerate(after):
            words = (place, phase.kind, phase.title, phase.note, phase.starts_at, phase.ends_at)
            await execute(*((_CHANGE_PHASE, phase.id) if phase.id else (_ADD_PHASE, number)), *words)
        await execute(_GROW, number)
        await record(actor_id, "consultation.edited", KIND, number, {"part": "phases"})


def _as_json(texts: Sequence[str]) -> str:
    return json.dumps(list(texts), ensure_ascii=False)


async def _locked(number: int, edition: int | None, *, whole: bool = False) -> Any:
    """`whole` where the address may change, which other tables could point to."""
    row = await fetch_one(_LOCK_WHOLE if whole else _LOCK, number)
    if row is None:
        raise NotFoundException
    if edition is not None and row["edition"] != edition:
        raise Refused(OVERTAKEN)
    return row


def _state(row: Any) -> State:
    return state(row["published_at"], row["archived_at"], now())


# --- its ways -----------------------------------------------------------------------------------------------


async def publish(actor_id: int, number: int) -> datetime:
    moment = now()
    async with unit_of_work():
        row = await _locked(number, None)
        if _state(row) is not State.DRAFT:
            raise Refused(IS_PUBLIC)
        if (await _whole(number)).lacks:
            raise Refused(INCOMPLETE, status=422)
        await execute(_PUBLISH, number, moment)
        await record(actor_id, "consultation.published", KIND, number)
    return moment


async def _whole(number: int) -> Managed:
    found = await managed_by_id(number)
    assert found is not None
    return found


async def archive(actor_id: int, number: int) -> None:
    """Nobody takes part any more from here on; all of it can still be read."""
    async with unit_of_work():
        if _state(await _locked(number, None)) is not State.PUBLISHED:
            raise Refused(NO_STATE)
        await execute(_ARCHIVE, number, now())
        await record(actor_id, "consultation.archived", KIND, number)


async def unarchive(actor_id: int, number: int) -> None:
    async with unit_of_work():
        if _state(await _locked(number, None)) is not State.ARCHIVED:
            raise Refused(NO_STATE)
        await execute(_ARCHIVE, number, None)
        await record(actor_id, "consultation.unarchived", KIND, number)


async def delete(actor_id: int, number: int) -> None:
    """Of a draft, with all that hangs on it."""
    async with unit_of_work():
        if _state(await _locked(number, None, whole=True)) is not State.DRAFT:
            raise Refused(IS_PUBLIC)
        await execute(_DELETE, number)
        await record(actor_id, "consultation.deleted", KIND, number)
