"""What the forms of an outcome send: the decision, a milestone, whether it is really done, the city's reply."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from participation.core.clock import today
from participation.core.forms import Errors, Form
from participation.core.i18n import N_
from proposals.outcomes.rules import (
    LINK_MAX,
    NOTE_MAX,
    OWNER_MAX,
    REASON_MAX,
    TITLE_MAX,
    Progress,
    Verdict,
    fits,
)
from proposals.rules import says_something

TOO_LONG = N_("Das ist zu lang: höchstens %(most)s Zeichen.")


@dataclass(frozen=True, slots=True)
class Decision:
    title: str
    made_by: str
    decided_on: date
    reason: str
    link: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class Step:
    title: str
    owner: str
    due_on: date
    progress: Progress = Progress.PLANNED
    share: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    verdict: Verdict
    word: str


@dataclass(frozen=True, slots=True)
class Reply:
    text: str
    office: str


def _line(form: Form, name: str, most: int, missing: str, errors: Errors) -> str:
    text = " ".join(form.text(name).split())
    if missing and not says_something(text):
        errors.add(name, missing)
    elif len(text) > most:
        errors.add(name, TOO_LONG, most=most)
    return text


def _words(form: Form, name: str, most: int, missing: str, errors: Errors) -> str:
    text = form.text(name)
    if missing and not says_something(text):
        errors.add(name, missing)
    elif len(text) > most:
        errors.add(name, TOO_LONG, most=most)
    return text


def _day(form: Form, name: str) -> date | None:
    try:
        return date.fromisoformat(form.text(name))
    except ValueError:
        return None


def read_decision(form: Form) -> tuple[Decision | None, Errors]:
    errors = Errors()
    title = _line(form, "title", TITLE_MAX, N_("Schreiben Sie in einem Satz, was entschieden ist."), errors)
    made_by = _line(form, "made_by", OWNER_MAX, N_("Nennen Sie, wer entschieden hat."), errors)
    day = _day(form, "decided_on")
    if day is None or day > today():
        errors.add("decided_on", N_("Nennen Sie den Tag der Entscheidung. Er liegt nicht in der Zukunft."))
    reason = _words(form, "reason", REASON_MAX, N_("Schreiben Sie, warum so entschieden wurde."), errors)
    link = form.text("link")
    if link and not _is_link(link):
        errors.add("link", N_("Das ist keine Adresse. Sie beginnt mit https:// und hat höchstens %(most)s Zeichen."), most=LINK_MAX)  # fmt: skip
    result = form.text("result")
    if result not in {"accepted", "refused"}:
        errors.add("result", N_("Wählen Sie, was das für den Vorschlag heißt."))
    if errors or day is None:
        return None, errors
    return Decision(title, made_by, day, reason, link, result == "accepted"), errors


def _is_link(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and len(text) <= LINK_MAX and not any(map(str.isspace, text))  # fmt: skip
    except ValueError:
        return False


def read_step(form: Form, *, first: bool) -> tuple[Step | None, Errors]:
    """Every later word is public news, so a change cannot go without one."""
    errors = Errors()
    title = _line(form, "title", TITLE_MAX, N_("Nennen Sie den Schritt."), errors)
    owner = _line(form, "owner", OWNER_MAX, N_("Nennen Sie, wer zuständig ist."), errors)
    day = _day(form, "due_on")
    if day is None:
        errors.add("due_on", N_("Nennen Sie den Tag, bis zu dem der Schritt getan ist."))
    progress = next((one for one in Progress if one == form.text("progress")), None)
    if progress is None:
        errors.add("progress", N_("Wählen Sie, wie weit der Schritt ist."))
    share = _share(form, progress)
    if share is None:
        errors.add("share", N_("Nennen Sie eine ganze Zahl von 0 bis 100."))
    elif progress and not fits(progress, share):
        errors.add(
            "share",
            N_("Anteil und Stand passen nicht zusammen. Geplant heißt 0, erledigt heißt 100 Prozent."),
        )
    missing = "" if first else N_("Schreiben Sie in einem Satz, was sich getan hat.")
    note = _words(form, "note", NOTE_MAX, missing, errors)
    if errors or day is None or progress is None or share is None:
        return None, errors
    return Step(title, owner, day, progress, share, note), errors


def _share(form: Form, progress: Progress | None) -> int | None:
    """What is left empty follows from the state."""
    if not form.text("share"):
        return 100 if progress is Progress.DONE else 0
    share = form.number("share")
    return share if share is not None and share <= 100 else None


def read_finding(form: Form) -> tuple[Finding | None, Errors]:
    errors = Errors()
    verdict = next((one for one in Verdict if one == form.text("verdict")), None)
    if verdict is None:
        errors.add("verdict", N_("Wählen Sie eine der drei Antworten."))
    word = _words(form, "word", NOTE_MAX, "", errors)
    if errors or verdict is None:
        return None, errors
    return Finding(verdict, word), errors


def read_reply(form: Form) -> tuple[Reply | None, Errors]:
    errors = Errors()
    text = _words(form, "reply", REASON_MAX, N_("Schreiben Sie, was die Stadt jetzt tut."), errors)
    office = _line(form, "office", OWNER_MAX, N_("Nennen Sie die Stelle, die antwortet."), errors)
    return (None if errors else Reply(text, office)), errors
