"""What a browser sends: a report, a decision, an appeal; each with what is wrong with it."""

from dataclasses import dataclass

from moderation.rules import (
    APPEAL_MAX,
    CANNED_TITLE_MAX,
    NAME_MAX,
    NEEDS_WORDS,
    NOTE_MAX,
    REASON_MAX,
    TEXT_MAX,
    Action,
    Reason,
)
from participation.accounts.rules import looks_like_email
from participation.core.forms import Errors, Form
from participation.core.i18n import N_
from participation.core.mail import mailbox


@dataclass(frozen=True, slots=True)
class ReportDraft:
    reason: Reason
    text: str
    email: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    action: Action
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class CannedDraft:
    rule: str
    action: str
    title: str
    body: str


def read_report(form: Form, *, signed_in: bool) -> tuple[ReportDraft | None, Errors]:
    """A person who is signed in is asked for no address, and nobody is who reports the abuse of a child."""
    errors = Errors()
    reason = _reason(form.text("reason"), errors)
    text, name = form.text("text"), form.text("name")
    if reason in NEEDS_WORDS and not text:
        errors.add("text", N_("Bitte beschreiben Sie kurz, was nicht in Ordnung ist."))
    _bounded("text", text, TEXT_MAX, errors)
    email = "" if signed_in else form.text("email")
    if not signed_in:
        _check_email(email, errors, needed=reason is not None and reason is not Reason.CHILD_ABUSE)
        _bounded("name", name, NAME_MAX, errors)
    if not form.flag("good_faith"):
        errors.add("good_faith", N_("Bitte bestätigen Sie, dass Ihre Angaben nach bestem Wissen stimmen."))
    if errors or reason is None:
        return None, errors
    return ReportDraft(reason, text, email or None, (name or None) if not signed_in else None), errors


def _reason(raw: str, errors: Errors) -> Reason | None:
    try:
        return Reason(raw)
    except ValueError:
        errors.add("reason", N_("Bitte wählen Sie einen Grund."))
        return None


def _check_email(email: str, errors: Errors, *, needed: bool) -> None:
    if not email and needed:
        errors.add("email", N_("Bitte nennen Sie eine E-Mail-Adresse, damit wir Ihnen antworten können."))
    if email and not _reachable(email):
        errors.add("email", N_("Diese E-Mail-Adresse ist nicht vollständig."))


def _reachable(email: str) -> bool:
    """It must look like an address and be one that our mail can be sent to."""
    try:
        return looks_like_email(email) and bool(mailbox(email))
    except ValueError:
        return False


def read_decision(form: Form, rules: frozenset[str]) -> tuple[DecisionDraft | None, Errors]:
    """`rules`: slugs of the rules in force. Rule and reason are needed to let something stand, too."""
    errors = Errors()
    action = _action(form.text("action"), errors)
    rule, reason = form.text("rule"), form.text("reason")
    if rule not in rules:
        errors.add("rule", N_("Bitte wählen Sie die Regel, nach der Sie entschieden haben."))
    if not reason:
        errors.add("reason", N_("Bitte begründen Sie die Entscheidung. Der Mensch liest das."))
    _bounded("reason", reason, REASON_MAX, errors)
    if errors or action is None:
        return None, errors
    return DecisionDraft(action, rule, reason), errors


def _action(raw: str, errors: Errors) -> Action | None:
    try:
        return Action(raw)
    except ValueError:
        errors.add("action", N_("Bitte wählen Sie, was geschehen soll."))
        return None


def read_appeal(form: Form) -> tuple[str, Errors]:
    errors = Errors()
    text = form.text("text")
    if not text:
        errors.add("text", N_("Bitte schreiben Sie, warum Sie nicht einverstanden sind."))
    _bounded("text", text, APPEAL_MAX, errors)
    return text, errors


def read_note(form: Form) -> tuple[str, Errors]:
    errors = Errors()
    text = form.text("note")
    if not text:
        errors.add("note", N_("Bitte schreiben Sie etwas."))
    _bounded("note", text, NOTE_MAX, errors)
    return text, errors


def read_canned(form: Form, rules: frozenset[str]) -> tuple[CannedDraft | None, Errors]:
    """Without a rule the text fits all of them."""
    errors = Errors()
    title, rule, body = form.text("title"), form.text("rule"), form.text("body")
    if not title:
        errors.add("title", N_("Bitte geben Sie der Vorlage einen Namen."))
    _bounded("title", title, CANNED_TITLE_MAX, errors)
    action = _action(form.text("action"), errors)
    if rule and rule not in rules:
        errors.add("rule", N_("Diese Regel gilt nicht mehr."))
    if not body:
        errors.add("body", N_("Bitte schreiben Sie den Text der Vorlage."))
    _bounded("body", body, REASON_MAX, errors)
    if errors or action is None:
        return None, errors
    return CannedDraft(rule, action.value, title, body), errors


def _bounded(field: str, text: str, most: int, errors: Errors) -> None:
    if len(text) > most:
        errors.add(field, N_("Der Text ist zu lang: höchstens %(most)s Zeichen."), most=most)
