"""What a browser sends: a report, a decision, an appeal; each with what is wrong with it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from moderation.house_changes import RuleDraft
from moderation.rules import (
    APPEAL_MAX,
    CANNED_TITLE_MAX,
    CHECKLIST,
    DETAIL_MAX,
    ILLEGAL,
    LAW_MAX,
    NAME_MAX,
    NEEDS_WORDS,
    NOTE_MAX,
    REASON_MAX,
    SANCTION_LONGEST,
    TEXT_MAX,
    TIMED,
    Action,
    Reason,
)
from moderation.watching import PATTERN_MAX, Watch
from participation.accounts.rules import looks_like_email
from participation.core import clock
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
    """`until` ends a sanction; `detail` is the place to go to, the note for the police, or what is masked."""

    action: Action
    rule: str
    reason: str
    until: datetime | None = None
    detail: str = ""
    law: str = ""
    """The legal ground where something is removed as illegal (Art. 17(3)(d) DSA); empty, the rule speaks for it."""

    @property
    def passages(self) -> list[str]:
        return [line.strip() for line in self.detail.splitlines() if line.strip()]


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
        errors.add("reason", N_("Bitte begründen Sie die Entscheidung. Die betroffene Person liest das."))
    _bounded("reason", reason, REASON_MAX, errors)
    until = _until(form.text("until"), errors) if action in TIMED else None
    detail = _detail(action, form, errors) if action else ""
    law = form.text("law") if action in ILLEGAL else ""
    _bounded("law", law, LAW_MAX, errors)
    if errors or action is None:
        return None, errors
    return DecisionDraft(action, rule, reason, until, detail, law), errors


def _until(raw: str, errors: Errors) -> datetime | None:
    """The end of the day named, here: a ban has an end, and not one beyond all measure."""
    try:
        last = date.fromisoformat(raw)
    except ValueError:
        errors.add("until", N_("Bitte nennen Sie den letzten Tag."))
        return None
    if not clock.today() < last <= clock.today() + SANCTION_LONGEST:
        errors.add("until", N_("Der letzte Tag liegt nach heute und höchstens ein Jahr voraus."))
        return None
    return datetime.combine(last + timedelta(days=1), time(), clock.ZONE)


def _detail(action: Action, form: Form, errors: Errors) -> str:
    """What the action needs besides rule and reason, from the field of its own."""
    field = {Action.MASK: "passages", Action.REFER: "office", Action.POLICE: "police"}.get(action, "")
    text = form.text(field) if field else ""
    if action is Action.MASK and not text:
        errors.add("passages", N_("Bitte nennen Sie die Stellen, Wort für Wort, eine in jeder Zeile."))
    if action is Action.REFER and not text:
        errors.add("office", N_("Bitte nennen Sie die richtige Stelle, am besten mit Adresse oder Telefon."))
    if action is Action.POLICE and not set(form.multi("steps")) >= CHECKLIST:
        errors.add("steps", N_("Bitte gehen Sie die Liste ganz durch, bevor Sie an die Polizei geben."))
    _bounded(field, text, DETAIL_MAX, errors)
    return text


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


def read_handover(form: Form) -> tuple[str, int | None, Errors]:
    """What to tell, and whom the cases go to; nobody for the next shift."""
    errors = Errors()
    text, taker = form.text("text"), form.number("taker")
    if not text:
        errors.add("text", N_("Bitte schreiben Sie etwas."))
    _bounded("text", text, NOTE_MAX, errors)
    if form.text("taker") and taker is None:
        errors.add("taker", N_("Diese Person gehört nicht zum Team."))
    return text, taker, errors


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


def read_watch(form: Form) -> tuple[Watch | None, Errors]:
    """Few stars: each more makes the search longer."""
    errors = Errors()
    pattern, is_link = form.text("pattern"), form.flag("is_link")
    if len(pattern.replace("*", "").strip()) < 3:
        errors.add("pattern", N_("Bitte nennen Sie mindestens drei Buchstaben."))
    if pattern.count("*") > (0 if is_link else 2):
        errors.add("pattern", N_("Höchstens zwei Sternchen, und keines in einer Adresse."))
    _bounded("pattern", pattern, PATTERN_MAX, errors)
    reason = _reason(form.text("reason"), errors)
    if errors or reason is None:
        return None, errors
    return Watch(0, pattern, is_link, reason.value), errors


def _bounded(field: str, text: str, most: int, errors: Errors) -> None:
    if len(text) > most:
        errors.add(field, N_("Der Text ist zu lang: höchstens %(most)s Zeichen."), most=most)


RULE_TITLE_MAX = 80
RULE_BODY_MAX = 1_000
RULE_AHEAD = timedelta(days=366)


def read_rule(form: Form, today: date) -> tuple[RuleDraft | None, Errors]:
    """English may stay empty, but not one half of it: a heading without its rule would help nobody."""
    errors = Errors()
    title, body, title_en, body_en = (form.text(name) for name in ("title", "body", "title_en", "body_en"))
    for name, value in (("title", title), ("body", body)):
        if not value:
            errors.add(name, N_("Bitte schreiben Sie hier etwas."))
    for name, value, other in (("title_en", title_en, body_en), ("body_en", body_en, title_en)):
        if other and not value:
            errors.add(name, N_("Auf Englisch braucht es beides: die Überschrift und die Regel."))
    for name, value in (("title", title), ("title_en", title_en)):
        if len(value) > RULE_TITLE_MAX:
            errors.add(name, N_("Bitte höchstens %(max)s Zeichen."), max=RULE_TITLE_MAX)
    for name, value in (("body", body), ("body_en", body_en)):
        if len(value) > RULE_BODY_MAX:
            errors.add(name, N_("Bitte höchstens %(max)s Zeichen."), max=RULE_BODY_MAX)
    day = _valid_on(form.text("valid_on"), today, errors)
    if errors:
        return None, errors
    return RuleDraft(title, body, title_en, body_en, slip=form.flag("slip"), valid_on=day), errors


def _valid_on(written: str, today: date, errors: Errors) -> date | None:
    """Empty means at once."""
    if not written:
        return None
    try:
        day = date.fromisoformat(written)
    except ValueError:
        errors.add("valid_on", N_("Bitte nennen Sie den Tag, ab dem das gilt."))
        return None
    if not today < day <= today + RULE_AHEAD:
        errors.add("valid_on", N_("Bitte wählen Sie einen Tag ab morgen, höchstens ein Jahr voraus."))
    return day
