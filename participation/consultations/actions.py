"""Writes: making and publishing consultations, and the question whether a phase opens something."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Self

from litestar.exceptions import NotFoundException

from participation.consultations import phases as kinds
from participation.consultations import tables
from participation.consultations.queries import consultation_heads
from participation.consultations.rules import OutcomeState, Phase, phase_for, sort_key
from participation.core import clock
from participation.core.clock import ZONE
from participation.core.db import execute, fetch, fetch_value, unit_of_work
from participation.core.errors import Refused, sentence
from participation.core.html import Rendered, render_text
from participation.core.i18n import N_

PHASE_CLOSED = sentence("phase-closed", N_("Das ist gerade nicht möglich. Die Zeit dafür: %(period)s."))
PHASE_NEVER = sentence(
    "phase-never", N_("Das ist in dieser Beteiligung nicht vorgesehen oder schon abgeschlossen.")
)

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class PhaseDraft:
    kind: str
    title: str
    starts_at: datetime
    ends_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    name: str = ""
    office: str = ""
    phone: str = ""
    mail: str = ""
    hours: str = ""


@dataclass(frozen=True, slots=True)
class ConsultationDraft:
    """`body`, `plain_body` and `decides` are Markdown; `categories` are (slug, title)."""

    slug: str
    title: str
    kicker: str = ""
    lead: str = ""
    body: str = ""
    plain_body: str = ""
    decides: str = ""
    goals: Sequence[str] = ()
    open_points: Sequence[str] = ()
    fixed_points: Sequence[str] = ()
    contact: Contact = field(default_factory=Contact)
    district_id: int | None = None
    priority: int = 0
    phases: Sequence[PhaseDraft] = ()
    categories: Sequence[tuple[str, str]] = ()
    source_url: str | None = None
    answer_threshold: int | None = None
    """So many supports oblige the city to answer, within `answer_days`."""
    answer_days: int = 42
    audience: str = ""
    """Whom the city asks."""

    def at(self, slug: str) -> Self:
        return replace(self, slug=slug)


# --- is it open? --------------------------------------------------------------------------------------------

_RUNNING = """
SELECT p.kind FROM phase p JOIN consultation c ON c.id = p.consultation
WHERE c.id = $1 AND c.published_at <= $2 AND (c.archived_at IS NULL OR c.archived_at > $2)
  AND p.starts_at <= LEAST($2, $4::timestamptz) AND (p.ends_at IS NULL OR p.ends_at > $3)
FOR SHARE OF p, c
"""


async def require_open(consultation_id: int, feature: str, *, on: date | None = None) -> None:
    """Within the caller's unit of work: no phase is ended and nothing archived until it commits.

    `on` asks whether the feature was open on that day, for what arrived in time and is entered later.

    Refused 409 with the period in which the feature is open; 404 where the consultation is not public.
    """
    opens = kinds.opens()
    now = clock.now()
    first, last = _span(on) if on else (now, now)
    running = await fetch(_RUNNING, consultation_id, now, first, last)
    if any(feature in opens.get(row["kind"], frozenset()) for row in running):
        return
    raise await _closed(consultation_id, feature)


def _span(day: date) -> tuple[datetime, datetime]:
    """Its first and its last moment in the city."""
    return datetime.combine(day, time.min, ZONE), datetime.combine(day, time.max, ZONE)


async def _closed(consultation_id: int, feature: str) -> Exception:
    head = (await consultation_heads([consultation_id])).get(consultation_id)
    if head is None or not head.published:
        return NotFoundException()
    now = clock.now()
    phase = phase_for(head.phases, feature, now, kinds.opens())
    archived = head.archived_at is not None and head.archived_at <= now
    if phase is None or (archived and not phase.is_over(now)):
        return Refused(PHASE_NEVER, status=409)
    return Refused(PHASE_CLOSED, status=409, period=_period(phase))


def _period(phase: Phase) -> str:
    """In figures, so that it reads in every language: 2.11.2026 – 12.12.2026."""
    return " – ".join((_figures(phase.starts_at), _figures(phase.last_moment))).rstrip()


def _figures(moment: datetime | None) -> str:
    day = moment.astimezone(ZONE).date() if moment else None
    return f"{day.day}.{day.month}.{day.year}" if day else ""


# --- districts ----------------------------------------------------------------------------------------------


async def create_district(slug: str, name: str) -> int:
    """The id; one that is there keeps its id and takes the new name."""
    number: int = await fetch_value(
        "INSERT INTO district (slug, name, name_key) VALUES ($1, $2, $3)"
        " ON CONFLICT (slug) DO UPDATE SET name = EXCLUDED.name, name_key = EXCLUDED.name_key RETURNING id",
        slug,
        name,
        sort_key(name),
    )
    return number


# --- consultations ------------------------------------------------------------------------------------------


async def create_consultation(draft: ConsultationDraft, *, published_at: datetime | None = None) -> int:
    """The id of the new one, a draft without `published_at`. ValueError for a bad address or unknown phase."""
    if not SLUG.fullmatch(draft.slug):
        raise ValueError(f"{draft.slug!r} is no address: small letters, figures and hyphens only")
    unknown = [phase.kind for phase in draft.phases if kinds.get(phase.kind) is None]
    if unknown:
        raise ValueError(f"no such kind of phase: {unknown[0]}")
    return await insert_consultation(draft, await rendered(draft), published_at=published_at)


async def rendered(draft: ConsultationDraft) -> list[Rendered]:
    """Its three texts, made before any transaction begins."""
    return [await render_text(text) for text in (draft.body, draft.plain_body, draft.decides)]


async def insert_consultation(
    draft: ConsultationDraft, texts: Sequence[Rendered], *, published_at: datetime | None = None
) -> int:
    body, plain, decides = texts
    async with unit_of_work():
        row = _row(draft, body, plain, decides)
        row.published_at = published_at
        await row.save()
        number: int = row.id
        await add_phases(number, draft.phases)
        for position, (slug, title) in enumerate(draft.categories):
            await add_category(number, slug, title, position=position)
    return number


def _row(draft: ConsultationDraft, body: Rendered, plain: Rendered, decides: Rendered) -> tables.Consultation:
    return tables.Consultation(
        slug=draft.slug,
        title=draft.title,
        kicker=draft.kicker,
        lead=draft.lead,
        body=draft.body,
        body_html=body.html,
        plain_body=draft.plain_body,
        plain_html=plain.html,
        goals=_as_json(draft.goals),
        open_points=_as_json(draft.open_points),
        fixed_points=_as_json(draft.fixed_points),
        decides=draft.decides,
        decides_html=decides.html,
        renderer=body.version,
        contact_name=draft.contact.name,
        contact_office=draft.contact.office,
        contact_phone=draft.contact.phone,
        contact_mail=draft.contact.mail,
        contact_hours=draft.contact.hours,
        district=draft.district_id,
        priority=draft.priority,
        created_at=clock.now(),
        source_url=draft.source_url,
        answer_threshold=draft.answer_threshold,
        answer_days=draft.answer_days,
        audience=draft.audience,
    )


def _as_json(texts: Sequence[str]) -> str:
    return json.dumps(list(texts), ensure_ascii=False)


async def publish(consultation_id: int, *, at: datetime | None = None) -> None:
    """A second time changes nothing: the day of publication is history."""
    await execute(
        "UPDATE consultation SET published_at = $2 WHERE id = $1 AND published_at IS NULL",
        consultation_id,
        at or clock.now(),
    )


async def archive(consultation_id: int, *, at: datetime | None = None) -> None:
    await execute(
        "UPDATE consultation SET archived_at = $2 WHERE id = $1 AND archived_at IS NULL",
        consultation_id,
        at or clock.now(),
    )


async def add_phases(consultation_id: int, phases: Sequence[PhaseDraft]) -> None:
    """Behind those that are there, in this order."""
    async with unit_of_work():
        first: int = await fetch_value(
            "SELECT COALESCE(MAX(position) + 1, 0) FROM phase WHERE consultation = $1", consultation_id
        )
        for position, phase in enumerate(phases, first):
            await execute(
                "INSERT INTO phase (consultation, position, kind, title, note, starts_at, ends_at)"
                " VALUES ($1, $2, $3, $4, $5, $6, $7)",
                consultation_id,
                position,
                phase.kind,
                phase.title,
                phase.note,
                phase.starts_at,
                phase.ends_at,
            )


async def end_phase(phase_id: int, *, at: datetime | None = None) -> None:
    """Waits for acts that began while it was open: they hold the row."""
    await execute(
        "UPDATE phase SET ends_at = $2 WHERE id = $1 AND starts_at < $2 AND (ends_at IS NULL OR ends_at > $2)",
        phase_id,
        at or clock.now(),
    )


async def add_category(consultation_id: int, slug: str, title: str, *, position: int = 0) -> int:
    number: int = await fetch_value(
        "INSERT INTO category (consultation, slug, title, position) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (consultation, slug) DO UPDATE SET title = EXCLUDED.title RETURNING id",
        consultation_id,
        slug,
        title,
        position,
    )
    return number


async def add_news(consultation_id: int, title: str, body: str, *, at: datetime | None = None) -> int:
    rendered = await render_text(body)
    number: int = await fetch_value(
        "INSERT INTO news (consultation, title, body, body_html, renderer, published_at)"
        " VALUES ($1, $2, $3, $4, $5, $6) RETURNING id",
        consultation_id,
        title,
        body,
        rendered.html,
        rendered.version,
        at or clock.now(),
    )
    return number


async def add_event(
    consultation_id: int, starts_at: datetime, title: str, text: str = "", place: str = ""
) -> int:
    number: int = await fetch_value(
        "INSERT INTO event (consultation, starts_at, title, text, place) VALUES ($1, $2, $3, $4, $5) RETURNING id",
        consultation_id,
        starts_at,
        title,
        text,
        place,
    )
    return number


async def add_document(consultation_id: int, title: str, url: str, note: str = "") -> int:
    number: int = await fetch_value(
        "INSERT INTO consultation_document (consultation, title, url, note) VALUES ($1, $2, $3, $4) RETURNING id",
        consultation_id,
        title,
        url,
        note,
    )
    return number


async def add_outcome(
    consultation_id: int,
    state: str,
    *,
    quote: str,
    text: str,
    headline: str = "",
    origin: str = "",
    link_url: str | None = None,
    position: int = 0,
    at: datetime | None = None,
) -> int:
    """`state` is done, building or refused (else ValueError); `origin` says in words where the quote is from."""
    number: int = await fetch_value(
        "INSERT INTO outcome (consultation, position, state, headline, quote, origin, text, link_url, reported_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id",
        consultation_id,
        position,
        OutcomeState(state).value,
        headline,
        quote,
        origin,
        text,
        link_url,
        at or clock.now(),
    )
    return number
