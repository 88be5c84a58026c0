"""The setting of a forum as a browser sends it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from participation.core.clock import ZONE
from participation.core.forms import Errors, Form
from participation.core.i18n import N_
from participation.forums.rules import TITLE_LENGTH
from participation.forums.setup.rules import (
    DIAL_IN_LENGTH,
    LEAD_LENGTH,
    LONGEST_SECTION,
    NOTE_LENGTH,
    PLACE_LENGTH,
    RULES_LENGTH,
    Format,
    stream_allowed,
)


@dataclass(frozen=True, slots=True)
class Setting:
    title: str
    lead: str
    district: int | None
    place: str
    format: str
    doors_at: datetime | None
    starts_at: datetime
    ends_at: datetime
    chair: int | None
    dial_in: str
    stream_url: str | None
    rules: str


@dataclass(frozen=True, slots=True)
class SectionForm:
    title: str
    note: str
    minutes: int


def setting(
    form: Form, districts: Mapping[str, int], chairs: Mapping[str, int], hosts: tuple[str, ...]
) -> tuple[Setting | None, Errors]:
    errors = Errors()
    title = _line(form, "title", TITLE_LENGTH, errors)
    if not title:
        errors.add("title", N_("Bitte geben Sie dem Forum einen Namen."))
    lead = _line(form, "lead", LEAD_LENGTH, errors)
    district = _chosen(form, "district", districts, errors)
    kind = form.text("format")
    if kind not in set(Format):
        errors.add("format", N_("Bitte wählen Sie, wo das Forum stattfindet."))
    place = _line(form, "place", PLACE_LENGTH, errors)
    if not place:
        errors.add(
            "place", N_("Bitte nennen Sie den Ort. Bei einem Forum nur online: „Online und am Telefon“.")
        )
    times = _times(form, errors)
    chair = _chosen(form, "chair", chairs, errors)
    stream = form.text("stream_url")
    if stream and not stream_allowed(stream, hosts):
        errors.add(
            "stream_url",
            N_("Von dieser Adresse kann kein Video kommen. Erlaubt sind: %(hosts)s."),
            hosts=", ".join(hosts) or "–",
        )
    dial_in = _line(form, "dial_in", DIAL_IN_LENGTH, errors)
    rules = form.text("rules")
    if len(rules) > RULES_LENGTH:
        errors.add("rules", N_("Bitte kürzen Sie auf %(limit)s Zeichen."), limit=RULES_LENGTH)
    if errors or times is None:
        return None, errors
    return Setting(title, lead, district, place, kind, *times, chair, dial_in, stream or None, rules), errors


def section(form: Form, number: int, errors: Errors) -> SectionForm:
    """Of one row of the table of sections; its fields carry the number."""
    title = _line(form, f"title-{number}", TITLE_LENGTH, errors)
    if not title:
        errors.add(f"title-{number}", N_("Bitte geben Sie dem Punkt einen Namen."))
    note = _line(form, f"note-{number}", NOTE_LENGTH, errors)
    minutes = form.number(f"minutes-{number}")
    if minutes is None or not 0 < minutes <= LONGEST_SECTION:
        errors.add(
            f"minutes-{number}", N_("Bitte geben Sie die Minuten an, 1 bis %(most)s."), most=LONGEST_SECTION
        )
    return SectionForm(title, note, minutes or 0)


def day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def moment(on: date, text: str) -> datetime | None:
    """The local time of that day."""
    try:
        return datetime.combine(on, time.fromisoformat(text), ZONE)
    except ValueError:
        return None


def _times(form: Form, errors: Errors) -> tuple[datetime | None, datetime, datetime] | None:
    """Doors, begin and end; an evening may end after midnight."""
    on = day(form.text("day"))
    if on is None or not 2000 <= on.year <= 2200:
        errors.add("day", N_("Bitte nennen Sie den Tag."))
        return None
    starts_at, ends_at = moment(on, form.text("starts")), moment(on, form.text("ends"))
    if starts_at is None:
        errors.add("starts", N_("Bitte nennen Sie die Uhrzeit, zum Beispiel 19:30."))
    if ends_at is None:
        errors.add("ends", N_("Bitte nennen Sie die Uhrzeit, zum Beispiel 22:00."))
    if starts_at is None or ends_at is None:
        return None
    if ends_at <= starts_at:
        ends_at += timedelta(days=1)
    if ends_at - starts_at > timedelta(hours=12):
        errors.add("ends", N_("Das Ende liegt vor dem Beginn. Bitte prüfen Sie die Uhrzeiten."))
    doors_at = moment(on, form.text("doors")) if form.text("doors") else None
    if form.text("doors") and (doors_at is None or doors_at > starts_at):
        errors.add("doors", N_("Der Einlass muss vor dem Beginn liegen."))
    return doors_at, starts_at, ends_at


def _line(form: Form, name: str, limit: int, errors: Errors) -> str:
    text = " ".join(form.text(name).split())
    if len(text) > limit:
        errors.add(name, N_("Bitte kürzen Sie auf %(limit)s Zeichen."), limit=limit)
    return text


def _chosen(form: Form, name: str, offered: Mapping[str, int], errors: Errors) -> int | None:
    key = form.text(name)
    if key and key not in offered:
        errors.add(name, N_("Diese Auswahl gibt es hier nicht. Bitte wählen Sie noch einmal."))
    return offered.get(key)
