"""What the forms of budgets send: the finding of an office, a milestone, a new budget."""

from datetime import date

from participation.budgeting.actions import BudgetDraft, Finding
from participation.budgeting.building import Plan
from participation.budgeting.rules.life import (
    NOTE_MAX,
    OFFICE_MAX,
    REASON_MAX,
    TITLE_MAX,
    Check,
    Method,
    Progress,
    Rule,
)
from participation.budgeting.rules.money import cents
from participation.core.forms import Errors, Form
from participation.core.i18n import N_
from polls.life import Voters

TOO_LONG = N_("Das ist zu lang: höchstens %(most)s Zeichen.")
NO_MONEY = N_("Bitte nennen Sie einen Betrag in Euro, zum Beispiel 12.500.")
NO_CHOICE = N_("Bitte wählen Sie eine der Möglichkeiten.")


def read_finding(form: Form) -> tuple[Finding, Errors]:
    errors = Errors()
    said, reason, typed = form.text("check"), form.text("reason"), form.text("cost")
    check = Check(said) if said in {Check.ACCEPTED, Check.REFUSED} else Check.OPEN
    cost = cents(typed) if typed else None
    if check is Check.OPEN:
        errors.add("check", NO_CHOICE)
    if typed and cost is None:
        errors.add("cost", NO_MONEY)
    elif check is Check.ACCEPTED and not cost:
        errors.add("cost", N_("Was machbar ist, braucht Kosten über 0 Euro."))
    if check is Check.REFUSED and not reason:
        errors.add("reason", N_("Bitte sagen Sie, warum es nicht geht. Alle können das lesen."))
    _check_length(errors, "reason", reason, REASON_MAX)
    return Finding(check, cost, reason), errors


def read_office(form: Form, people: dict[int, str]) -> tuple[str, int | None, Errors]:
    """Office and person; `people` are those who can be asked."""
    errors = Errors()
    office, person = _line(form, "office"), form.number("assignee")
    if not office:
        errors.add("office", N_("Welches Amt soll prüfen?"))
    _check_length(errors, "office", office, OFFICE_MAX)
    if form.text("assignee") and person not in people:
        errors.add("assignee", NO_CHOICE)
    return office, person, errors


def read_plan(form: Form) -> tuple[Plan, Errors]:
    errors = Errors()
    title, owner, note = _line(form, "title"), _line(form, "owner"), form.text("note")
    due_on, progress = _date(form.text("due_on")), form.text("progress")
    if not title:
        errors.add("title", N_("Bitte nennen Sie den Schritt."))
    _check_length(errors, "title", title, TITLE_MAX)
    if not owner:
        errors.add("owner", N_("Wer ist zuständig?"))
    _check_length(errors, "owner", owner, OFFICE_MAX)
    if due_on is None:
        errors.add("due_on", N_("Bitte nennen Sie einen Tag, zum Beispiel 2027-05-31."))
    if progress not in set(Progress):
        errors.add("progress", NO_CHOICE)
    _check_length(errors, "note", note, NOTE_MAX)
    standing = Progress(progress) if progress in set(Progress) else Progress.PLANNED
    return Plan(title, owner, due_on or date.min, standing, note), errors


def read_budget(form: Form, districts: dict[str, int]) -> tuple[BudgetDraft, Errors]:
    errors = Errors()
    title, amount = _line(form, "title"), cents(form.text("amount"))
    if not title:
        errors.add("title", N_("Wie soll der Topf heißen?"))
    _check_length(errors, "title", title, TITLE_MAX)
    if not amount:
        errors.add("amount", NO_MONEY)
    method = _chosen(form, "method", set(Method), errors)
    rule = _chosen(form, "rule", set(Rule), errors)
    voters = _chosen(form, "voters", set(Voters), errors)
    district = form.text("district")
    if district and district not in districts:
        errors.add("district", NO_CHOICE)
    draft = BudgetDraft(
        title,
        amount or 1,
        Method(method) if method else Method.KNAPSACK,
        Rule(rule) if rule else Rule.EQUAL_SHARES,
        most=_number(form, "most", 0, 150, 0, errors),
        points=_number(form, "points", 1, 1000, 10, errors),
        step=_number(form, "step", 0, 100, 0, errors),
        voters=Voters(voters) if voters else Voters.CONFIRMED,
        paper=form.flag("paper"),
        district_id=districts.get(district),
    )
    return draft, errors


def _line(form: Form, name: str) -> str:
    return " ".join(form.text(name).split())


def _check_length(errors: Errors, field: str, text: str, most: int) -> None:
    if len(text) > most:
        errors.add(field, TOO_LONG, most=most)


def _chosen(form: Form, name: str, offered: set[str], errors: Errors) -> str:
    value = form.text(name)
    if value in offered:
        return value
    errors.add(name, NO_CHOICE)
    return ""


def _number(form: Form, name: str, low: int, high: int, usual: int, errors: Errors) -> int:
    if not form.text(name):
        return usual
    value = form.number(name)
    if value is None or not low <= value <= high:
        errors.add(name, N_("Hier geht nur eine ganze Zahl von %(low)s bis %(high)s."), low=low, high=high)
        return usual
    return value


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
