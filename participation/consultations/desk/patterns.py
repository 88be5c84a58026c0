"""Templates for a new consultation. The city's own words stand where a mark ‹…› asks for them.

These are texts of the city, in its language, which editors change: so they are no sentences of ours to translate.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from participation.consultations import phases as kinds
from participation.consultations.actions import ConsultationDraft, Contact, PhaseDraft
from participation.consultations.desk.queries import Managed
from participation.consultations.desk.rules import RESERVED
from participation.core.clock import ZONE
from participation.core.i18n import N_
from participation.core.urls import slug_of

EMPTY = "empty"
COPY = "copy"
"""A pattern `copy:SLUG` takes a consultation that is there."""
LABELS = {
    "strategy": (
        N_("Strategie oder Konzept"),
        N_("Ideen sammeln, Entwurf prüfen, der Rat beschließt. Etwa ein Jahr."),
    ),
    "mobility": (N_("Mobilitätsdialog"), N_("Hinweise zu Wegen und Straßen. Etwa sechs Monate.")),
    "plan": (
        N_("Auslegung eines Plans"),
        N_("Unterlagen ansehen und Stellung nehmen, mindestens 30 Tage."),
    ),
    "budget": (N_("Bürgerhaushalt"), N_("Vorschläge, Prüfung der Kosten, Abstimmung, Umsetzung.")),
    "survey": (N_("Stadtweite Umfrage"), N_("Eine Frage an alle, drei Wochen lang.")),
    EMPTY: (N_("Ohne Vorlage"), N_("Sie beginnen mit leeren Feldern.")),
}


@dataclass(frozen=True, slots=True)
class Step:
    """From `first` days after the start on, for `days`; 0 days is without an end."""

    kind: str
    title: str
    note: str
    first: int
    days: int


@cache
def _texts() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((Path(__file__).parent / "patterns.json").read_text(encoding="utf-8"))
    return found


def steps(pattern: str) -> list[Step]:
    return [Step(**row) for row in _texts().get(pattern, {}).get("phases", [])]


def draft_of(pattern: str, title: str, start: date) -> ConsultationDraft:
    texts = _texts().get(pattern, {})
    lists: dict[str, Any] = {name: texts.get(name, []) for name in ("goals", "open_points", "fixed_points")}
    words: dict[str, Any] = {
        name: texts.get(name, "") for name in ("lead", "body", "plain_body", "decides", "audience")
    }
    return ConsultationDraft(
        slug=address(title),
        title=title,
        **words,
        **lists,
        phases=[_phase(step, start) for step in steps(pattern) if kinds.get(step.kind)],
        categories=[(slug_of(name, 40), name) for name in texts.get("categories", [])],
        answer_threshold=texts.get("answer_threshold"),
    )


def address(title: str) -> str:
    slug = slug_of(title) or "beteiligung"
    return f"{slug}-1" if slug in RESERVED else slug


def _phase(step: Step, start: date) -> PhaseDraft:
    first = start + timedelta(days=step.first)
    last = _midnight(first + timedelta(days=step.days)) if step.days else None
    return PhaseDraft(step.kind, step.title, _midnight(first), last, step.note)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)


def copy_of(found: Managed, title: str, start: date, district_id: int | None) -> ConsultationDraft:
    """Everything that is written and planned, moved so that the first phase begins on `start`."""
    begins = min((phase.starts_at.astimezone(ZONE).date() for phase in found.phases), default=start)
    texts: dict[str, Any] = {
        name: found.texts[name] for name in ("lead", "body", "plain_body", "decides", "audience")
    }
    lists: dict[str, Any] = {
        name: found.texts[name].splitlines() for name in ("goals", "open_points", "fixed_points")
    }
    contact = Contact(
        *(found.texts[f"contact_{name}"] for name in ("name", "office", "phone", "mail", "hours"))
    )
    return ConsultationDraft(
        slug=address(title),
        title=title,
        **texts,
        **lists,
        contact=contact,
        district_id=district_id,
        phases=[
            PhaseDraft(
                phase.kind,
                phase.title,
                _moved(phase.starts_at, start - begins),
                _moved(phase.ends_at, start - begins) if phase.ends_at else None,
                phase.note,
            )
            for phase in found.phases
        ],
        categories=found.categories,
        answer_threshold=found.answer_threshold,
        answer_days=found.answer_days,
    )


def _moved(moment: datetime, by: timedelta) -> datetime:
    """By whole days of the calendar: midnight stays midnight over a change of the clocks."""
    local = moment.astimezone(ZONE)
    return datetime.combine(local.date() + by, local.time(), ZONE)
