"""What the forms of the desk send. A draft may be incomplete, but nothing absurd is stored."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from participation.accounts.rules import looks_like_email
from participation.consultations import phases as kinds
from participation.consultations.actions import SLUG
from participation.consultations.desk.queries import Managed
from participation.consultations.desk.rules import (
    BODY_MAX,
    CATEGORIES_MOST,
    LEAD_MAX,
    LINE_MAX,
    PHASES_MOST,
    RESERVED,
    TITLE_MAX,
    Span,
)
from participation.core.clock import ZONE
from participation.core.forms import Errors, Form
from participation.core.i18n import N_
from participation.core.urls import slug_of

LINES_MOST = 12
_TOO_LONG = N_("Das ist zu lang: höchstens %(most)s Zeichen.")
_CHOICE = N_("Bitte wählen Sie eine der Möglichkeiten.")
_DAY = N_("Bitte geben Sie einen Tag an.")
_NO_TITLE = N_("Ohne Titel geht es nicht. Sagen Sie in wenigen Worten, worum es geht.")
_PHONE = re.compile(r"[0-9+()/ .\u2013-]{3,40}")


@dataclass(frozen=True, slots=True)
class Texts:
    """`slug` is the address; it changes only while nobody has seen it."""

    edition: int
    slug: str
    title: str
    lead: str
    body: str
    plain_body: str
    decides: str
    goals: Sequence[str]
    open_points: Sequence[str]
    fixed_points: Sequence[str]


@dataclass(frozen=True, slots=True)
class Frame:
    """`categories` are (slug, title), "" as slug for a new one."""

    edition: int
    district_id: int | None
    audience: str
    contact_name: str
    contact_office: str
    contact_phone: str
    contact_mail: str
    contact_hours: str
    answer_threshold: int | None
    answer_days: int
    categories: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class New:
    title: str
    pattern: str
    start: date


def _text(form: Form, name: str, most: int, errors: Errors) -> str:
    return _bounded(" ".join(form.text(name).split()), name, most, errors)


def _bounded(text: str, name: str, most: int, errors: Errors) -> str:
    if len(text) > most:
        errors.add(name, _TOO_LONG, most=most)
    return text


def _lines(form: Form, name: str, errors: Errors) -> list[str]:
    """One entry in each line; empty lines and dashes of a list are left away."""
    lines = [" ".join(line.split()).removeprefix("- ").strip() for line in form.text(name).splitlines()]
    found = [line for line in lines if line]
    if len(found) > LINES_MOST:
        errors.add(name, N_("Das sind zu viele Zeilen: höchstens %(most)s."), most=LINES_MOST)
    if any(len(line) > LINE_MAX for line in found):
        errors.add(name, N_("Eine Zeile ist zu lang: höchstens %(most)s Zeichen."), most=LINE_MAX)
    return found


def _title(form: Form, errors: Errors) -> str:
    title = _text(form, "title", TITLE_MAX, errors)
    if not title:
        errors.add("title", _NO_TITLE)
    return title


# --- a new one ----------------------------------------------------------------------------------------------


def read_new(form: Form, patterns: Sequence[str], today: date) -> tuple[New, Errors]:
    errors = Errors()
    title = _title(form, errors)
    pattern = form.text("pattern")
    if pattern not in patterns:
        errors.add("pattern", N_("Bitte wählen Sie eine Vorlage."))
    return New(title, pattern, _day(form, "start", errors) or today), errors


# --- texts --------------------------------------------------------------------------------------------------


def read_texts(form: Form, found: Managed) -> tuple[Texts, Errors]:
    errors = Errors()
    title = _title(form, errors)
    texts = Texts(
        edition=form.number("edition") or 0,
        title=title,
        lead=_text(form, "lead", LEAD_MAX, errors),
        body=_bounded(form.text("body"), "body", BODY_MAX, errors),
        plain_body=_bounded(form.text("plain_body"), "plain_body", BODY_MAX, errors),
        goals=_lines(form, "goals", errors),
        open_points=_lines(form, "open_points", errors),
        fixed_points=_lines(form, "fixed_points", errors),
        decides=_bounded(form.text("decides"), "decides", BODY_MAX, errors),
        slug=found.slug if found.published else _address(form, found, errors),
    )
    return texts, errors


def _address(form: Form, found: Managed, errors: Errors) -> str:
    slug = form.text("slug") or found.slug
    if len(slug) > 60 or not SLUG.fullmatch(slug) or slug in RESERVED:
        errors.add(
            "slug", N_("Die Adresse braucht kleine Buchstaben ohne Umlaute, Ziffern und Bindestriche.")
        )
    return slug


# --- frame --------------------------------------------------------------------------------------------------


def read_frame(form: Form, found: Managed, districts: Mapping[str, int]) -> tuple[Frame, Errors]:
    errors = Errors()
    district = form.text("district")
    if district and district not in districts:
        errors.add("district", _CHOICE)
    frame = Frame(
        edition=form.number("edition") or 0,
        district_id=districts.get(district),
        audience=_text(form, "audience", LEAD_MAX, errors),
        contact_name=_text(form, "contact_name", LINE_MAX, errors),
        contact_office=_text(form, "contact_office", LINE_MAX, errors),
        contact_phone=_phone(form, errors),
        contact_mail=_mail(form, errors),
        contact_hours=_text(form, "contact_hours", LINE_MAX, errors),
        categories=_categories(form, found, errors),
        answer_threshold=_number(form, "answer_threshold", 100_000, errors),
        answer_days=_number(form, "answer_days", 365, errors) or 42,
    )
    return frame, errors


def _phone(form: Form, errors: Errors) -> str:
    """It becomes a link, so it holds nothing but what a telephone knows."""
    phone = _text(form, "contact_phone", 40, errors)
    if phone and not _PHONE.fullmatch(phone):
        errors.add("contact_phone", N_("Diese Telefonnummer sieht nicht richtig aus."))
    return phone


def _mail(form: Form, errors: Errors) -> str:
    mail = form.text("contact_mail")
    if mail and not looks_like_email(mail):
        errors.add("contact_mail", N_("Diese E-Mail-Adresse sieht nicht richtig aus."))
    return mail


def _number(form: Form, name: str, most: int, errors: Errors) -> int | None:
    text, number = form.text(name), form.number(name)
    if text and not (number and number <= most):
        errors.add(name, N_("Bitte geben Sie eine ganze Zahl von 1 bis %(most)s ein."), most=most)
        return None
    return number


def _categories(form: Form, found: Managed, errors: Errors) -> list[tuple[str, str]]:
    """People have sorted their proposals: what is published may be renamed and added, never taken away."""
    known = {slug for slug, _ in found.categories}
    rows: list[tuple[str, str]] = []
    for number in range(1, CATEGORIES_MOST + 1):
        name = f"category-{number}"
        title, key = _text(form, name, 60, errors), form.text(f"{name}-key")
        if title:
            rows.append((key if key in known else "", title))
        elif found.published and key in known:
            errors.add(name, N_("Dieses Thema ist schon in Gebrauch. Sie können es nur umbenennen."))
    if found.published and not known <= {key for key, _ in rows} and not errors:
        errors.add("category-1", N_("Ein Thema fehlt. Themen lassen sich jetzt nur noch umbenennen."))
    if len({title.casefold() for _, title in rows}) < len(rows):
        errors.add("category-1", N_("Zwei Themen heißen gleich."))
    return rows


def with_keys(rows: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """New ones get a short name of their own; the others keep theirs."""
    taken = {key for key, _ in rows}
    named = []
    for key, title in rows:
        own, number = key or slug_of(title, 40) or "thema", 2
        start = own
        while not key and own in taken:
            own, number = f"{start}-{number}", number + 1
        taken.add(own)
        named.append((own, title))
    return named


# --- phases -------------------------------------------------------------------------------------------------


def read_phases(form: Form, before: Sequence[Span]) -> tuple[list[tuple[int, Span]], Errors]:
    """(row, phase) of each row in use. A row without a kind is left out; the last day belongs to its phase."""
    errors = Errors()
    stored = {phase.id: phase for phase in before}
    rows = []
    for number in range(1, PHASES_MOST + 1):
        own = stored.get(form.number(f"phase-{number}-id") or 0)
        kind = form.text(f"phase-{number}-kind") or (
            own.kind if own and form.flag(f"phase-{number}-fixed") else ""
        )
        if not kind:
            if form.text(f"phase-{number}-title") and not own:
                errors.add(f"phase-{number}-kind", N_("Bitte wählen Sie, was diese Phase ist."))
            continue
        found = kinds.get(kind)
        if found is None:
            errors.add(f"phase-{number}-kind", _CHOICE)
            continue
        title = _text(form, f"phase-{number}-title", 60, errors) or found.label
        rows.append((number, _span(form, f"phase-{number}", kind, title, own, errors)))
    return rows, errors


def _span(form: Form, name: str, kind: str, title: str, own: Span | None, errors: Errors) -> Span:
    """A day that nobody moved keeps its hour."""
    first = _day(form, f"{name}-from", errors, needed=own is None or not form.flag(f"{name}-fixed"))
    last = _day(form, f"{name}-until", errors, needed=False)
    starts_at = _midnight(first) if first else (own.starts_at if own else datetime.max.replace(tzinfo=ZONE))
    if own and first == day_of(own.starts_at):
        starts_at = own.starts_at
    ends_at = _midnight(last + timedelta(days=1)) if last else None
    if own and own.ends_at and last == last_day(own.ends_at):
        ends_at = own.ends_at
    note = _text(form, f"{name}-note", LINE_MAX, errors)
    return Span(kind, title, note, starts_at, ends_at, own.id if own else 0)


def _day(form: Form, name: str, errors: Errors, *, needed: bool = True) -> date | None:
    text = form.text(name)
    if not text and not needed:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.max
    if not 2000 <= day.year <= 2100:
        errors.add(name, _DAY)
        return None
    return day


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)


def day_of(moment: datetime) -> date:
    return moment.astimezone(ZONE).date()


def last_day(ends_at: datetime) -> date:
    return day_of(ends_at - timedelta(seconds=1))
