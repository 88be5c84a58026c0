"""What the form of a poll sends. A draft may be incomplete, but nothing absurd is stored."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from participation.core.clock import ZONE
from participation.core.forms import Errors, Form
from participation.core.i18n import N_
from participation.core.urls import slug_of
from polls.editor.rules import BOUNDS, DAYS, OPTIONS_MOST, PEOPLE, QUESTIONNAIRE, SCALE_MOST, SETTINGS
from polls.life import SHARED_KINDS, Needed, Receipts, Results, Secrecy, Voters, results_allowed
from polls.queries import Option, Poll
from polls.wording import LOOKS

TITLE_MAX, LEAD_MAX, BODY_MAX, OPTION_MAX, TEXT_MAX = 200, 400, 20_000, 160, 500
KINDS = (*LOOKS, QUESTIONNAIRE)
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_WHOLE = re.compile(r"[0-9]{1,9}")
_TOO_LONG = N_("Das ist zu lang: höchstens %(most)s Zeichen.")
_NUMBER = N_("Bitte geben Sie eine ganze Zahl von %(low)s bis %(high)s ein.")
_CHOICE = N_("Bitte wählen Sie eine der Möglichkeiten.")


@dataclass(frozen=True, slots=True)
class Edited:
    """A draft as its form says it; the last three are those of a question in a questionnaire."""

    title: str
    lead: str
    body: str
    outcome: str
    kind: str
    numbers: Mapping[str, Any]
    options: Sequence[Option]
    secrecy: Secrecy
    results: Results
    voters: Voters
    needed: Needed
    binding: bool
    changeable: bool
    paper: bool
    quorum: int | None
    eligible: int | None
    remind_days: int
    opens_at: datetime
    closes_at: datetime
    consultation_id: int | None
    district_id: int | None
    required: bool
    only_if: int | None
    only_option: str
    receipts: Receipts = Receipts.COUNTED


@dataclass(frozen=True, slots=True)
class New:
    title: str
    kind: str
    consultation_id: int | None


def read_new(form: Form, consultations: Mapping[str, int]) -> tuple[New, Errors]:
    errors = Errors()
    title = _text(form, "title", TITLE_MAX, errors)
    if not title:
        errors.add("title", N_("Bitte geben Sie der Abstimmung einen Titel. Am besten ist es eine Frage."))
    kind = form.text("kind")
    if kind not in KINDS:
        errors.add("kind", N_("Bitte wählen Sie, wie abgestimmt wird."))
    return New(title, kind, _chosen(form, "consultation", consultations, errors)), errors


def read(
    form: Form, found: Poll, consultations: Mapping[str, int], districts: Mapping[str, int]
) -> tuple[Edited, Errors]:
    """What a question of a questionnaire does not say itself, it keeps: that stands with the whole."""
    errors, part = Errors(), found.line.part_of is not None
    title = _text(form, "title", TITLE_MAX, errors)
    if not title:
        errors.add("title", N_("Ohne Titel geht es nicht. Am besten ist es eine Frage."))
    kind = _kind(form, found, errors)
    opens_at, closes_at = (found.line.opens_at, found.line.closes_at) if part else _hours(form, errors)
    secrecy, results = _visible(form, errors)
    only_if, _, only_option = form.text("only").partition(":")
    edited = Edited(
        title=title,
        lead=_text(form, "lead", LEAD_MAX, errors),
        body=_lines(form, "body", BODY_MAX, errors),
        outcome=_text(form, "outcome", LEAD_MAX, errors),
        kind=kind,
        numbers=_numbers(form, kind, found, errors),
        options=_options(form, errors) if kind not in {"open", QUESTIONNAIRE} else [],
        secrecy=secrecy,
        results=results,
        voters=_one_of(form, "voters", Voters, Voters.CONFIRMED, errors),
        needed=_needed(form, kind, errors),
        binding=form.flag("binding"),
        changeable=form.flag("changeable"),
        paper=form.flag("paper"),
        quorum=_number(form, "quorum", PEOPLE, errors),
        eligible=_number(form, "eligible", PEOPLE, errors),
        remind_days=_number(form, "remind_days", DAYS, errors) or 0,
        opens_at=opens_at,
        closes_at=closes_at,
        consultation_id=_chosen(form, "consultation", consultations, errors),
        district_id=_chosen(form, "district", districts, errors),
        required=form.flag("required"),
        only_if=int(only_if) if _WHOLE.fullmatch(only_if) else None,
        only_option=only_option if _KEY.fullmatch(only_option) else "",
        receipts=_receipts(form, kind, errors),
    )
    return edited, errors


def _text(form: Form, name: str, most: int, errors: Errors) -> str:
    return _bounded(" ".join(form.text(name).split()), name, most, errors)


def _lines(form: Form, name: str, most: int, errors: Errors) -> str:
    return _bounded(form.text(name), name, most, errors)


def _bounded(text: str, name: str, most: int, errors: Errors) -> str:
    if len(text) > most:
        errors.add(name, _TOO_LONG, most=most)
    return text


def _number(form: Form, name: str, bounds: tuple[int, int], errors: Errors) -> int | None:
    """None where nothing stands; signs, fractions and absurd numbers are refused."""
    text = form.text(name)
    if not text:
        return None
    low, high = bounds
    if not _WHOLE.fullmatch(text) or not low <= int(text) <= high:
        errors.add(name, _NUMBER, low=low, high=high)
        return None
    return int(text)


def _kind(form: Form, found: Poll, errors: Errors) -> str:
    """A questionnaire stays one, and a poll does not become one: it would lose its options or questions."""
    kind = form.text("kind") or found.line.kind
    if kind not in KINDS or (kind == QUESTIONNAIRE) != (found.line.kind == QUESTIONNAIRE):
        errors.add("kind", _CHOICE)
        return found.line.kind
    return kind


def _one_of(form: Form, name: str, kinds: Any, usual: Any, errors: Errors) -> Any:
    value = form.text(name)
    if not value:
        return usual
    if value not in set(kinds):
        errors.add(name, _CHOICE)
        return usual
    return kinds(value)


def _visible(form: Form, errors: Errors) -> tuple[Secrecy, Results]:
    secrecy = _one_of(form, "secrecy", Secrecy, Secrecy.SECRET, errors)
    results = _one_of(form, "results", Results, Results.AT_END, errors)
    if not results_allowed(secrecy, results):
        errors.add("results", N_("Eine geheime Abstimmung zeigt ihr Ergebnis erst nach dem Ende."))
    return secrecy, results


def _receipts(form: Form, kind: str, errors: Errors) -> Receipts:
    """Ballots of a questionnaire are taken apart, so none of them stands beside a number."""
    chosen: Receipts = _one_of(form, "receipts", Receipts, Receipts.COUNTED, errors)
    if chosen is not Receipts.COUNTED and kind == QUESTIONNAIRE:
        errors.add("receipts", N_("Bei einem Fragebogen zeigt die Prüfnummer nur, dass er gezählt ist."))
    return chosen


def _needed(form: Form, kind: str, errors: Errors) -> Needed:
    needed: Needed = _one_of(form, "needed", Needed, Needed.NOTHING, errors)
    if needed is not Needed.NOTHING and kind not in SHARED_KINDS:
        errors.add(
            "needed", N_("Bei dieser Art der Abstimmung gibt es keine Anteile, die nötig sein könnten.")
        )
    return needed


def _numbers(form: Form, kind: str, found: Poll, errors: Errors) -> dict[str, Any]:
    """Only those of the kind: what belongs to another is dropped. The lot keeps its seed."""
    numbers: dict[str, Any] = {"seed": found.question.seed}
    for name in SETTINGS[kind]:
        if name in BOUNDS:
            value = _number(form, name, BOUNDS[name], errors)
            if value is not None:
                numbers[name] = value
        elif form.flag(name):
            numbers[name] = True
    low, high = numbers.get("low", 0), numbers.get("high", 10)
    if not 0 < high - low <= SCALE_MOST:
        errors.add("high", N_("Die Skala braucht 1 bis %(most)s Schritte nach oben."), most=SCALE_MOST)
    return numbers


# --- options ------------------------------------------------------------------------------------------------


def _options(form: Form, errors: Errors) -> list[Option]:
    """Rows without a title are left out. A key stays once it is given, since questions may depend on it."""
    found: list[Option] = []
    keys: set[str] = set()
    for number in range(1, OPTIONS_MOST + 1):
        title = _text(form, f"option-{number}", OPTION_MAX, errors)
        text = _text(form, f"option-{number}-text", TEXT_MAX, errors)
        if text and not title:
            errors.add(f"option-{number}", N_("Diese Möglichkeit hat eine Erläuterung, aber keinen Titel."))
        if title:
            key = _key(form.text(f"option-{number}-key"), title, keys)
            keys.add(key)
            found.append(Option(key, title, text))
    return found


def _key(known: str, title: str, taken: set[str]) -> str:
    key = known if _KEY.fullmatch(known) else slug(title)
    start, number = key[:50], 2
    while key in taken:
        key, number = f"{start}-{number}", number + 1
    return key


def slug(title: str) -> str:
    """A short name in ASCII, as programs like it."""
    return slug_of(title, 50) or "antwort"


# --- hours --------------------------------------------------------------------------------------------------


def _hours(form: Form, errors: Errors) -> tuple[datetime, datetime]:
    opens_at, closes_at = _moment(form, "opens", errors), _moment(form, "closes", errors)
    if not errors.keys() & {"opens_day", "closes_day"} and closes_at <= opens_at:
        errors.add("closes_day", N_("Das Ende muss nach dem Anfang liegen."))
    return opens_at, closes_at


def _moment(form: Form, name: str, errors: Errors) -> datetime:
    text = f"{form.text(f'{name}_day')} {form.text(f'{name}_time') or '00:00'}"
    try:
        moment = datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)
    except ValueError:
        moment = datetime.max.replace(tzinfo=ZONE)
    if not 2000 <= moment.year <= 2100:
        errors.add(f"{name}_day", N_("Bitte geben Sie Tag und Uhrzeit an."))
    return moment


def _chosen(form: Form, name: str, offered: Mapping[str, int], errors: Errors) -> int | None:
    value = form.text(name)
    if value and value not in offered:
        errors.add(name, _CHOICE)
    return offered.get(value)
