"""A live poll and a count of hands, as a browser sends them."""

from participation.core.forms import Errors, Form
from participation.core.i18n import N_
from participation.forums.live_polls.actions import Asking
from participation.forums.live_polls.queries import LivePoll
from participation.forums.live_polls.rules import (
    FEWEST_OPTIONS,
    MOST_HANDS,
    MOST_OPTIONS,
    OPTION_LENGTH,
    QUESTION_LENGTH,
)
from participation.forums.live_polls.rules import Form as Kind
from polls.life import Voters

LONGEST_MINUTES = 60
YES_NO = (("yes", N_("Ja")), ("no", N_("Nein")), ("abstain", N_("Enthaltung")))
KEYS = "abcdefgh"


def asking(form: Form, yes_no: tuple[tuple[str, str], ...]) -> tuple[Asking | None, Errors]:
    """`yes_no`: the three answers in the language of the evening."""
    errors, question = Errors(), form.text("question")
    kind = next((one for one in Kind if one.value == form.text("form")), None)
    if not question:
        errors.add("question", N_("Bitte schreiben Sie die Frage."))
    elif len(question) > QUESTION_LENGTH:
        errors.add("question", N_("Bitte kürzen Sie die Frage auf %(limit)s Zeichen."), limit=QUESTION_LENGTH)
    if kind is None:
        errors.add("form", N_("Bitte wählen Sie, wie geantwortet wird."))
    options = yes_no if kind is Kind.YES_NO else _options(form, kind, errors)
    most = _most(form, kind, len(options), errors)
    binding = form.text("effect") in {"open", "secret"}
    if errors or kind is None:
        return None, errors
    return Asking(
        question=question,
        form=kind,
        options=options,
        most=most,
        minutes=min(form.number("minutes") or 0, LONGEST_MINUTES),
        hands=form.flag("hands") and not binding,
        binding=binding,
        secret=form.text("effect") == "secret",
        voters=_voters(form) if binding else Voters.CONFIRMED,
    ), errors


def _voters(form: Form) -> Voters:
    """Who may vote bindingly is never simply everybody with an address."""
    return Voters.ROLL if form.text("voters") == "present" else Voters.VERIFIED


def _options(form: Form, kind: Kind | None, errors: Errors) -> tuple[tuple[str, str], ...]:
    if kind not in {Kind.ONE, Kind.SEVERAL}:
        return ()
    lines = [line.strip() for line in form.text("options").splitlines() if line.strip()]
    titles = list(dict.fromkeys(lines))
    if not FEWEST_OPTIONS <= len(titles) <= MOST_OPTIONS:
        errors.add(
            "options",
            N_("Bitte schreiben Sie %(fewest)s bis %(most)s Antworten, jede in eine eigene Zeile."),
            fewest=FEWEST_OPTIONS,
            most=MOST_OPTIONS,
        )
    elif any(len(title) > OPTION_LENGTH for title in titles):
        errors.add("options", N_("Bitte kürzen Sie jede Antwort auf %(limit)s Zeichen."), limit=OPTION_LENGTH)
    return tuple(zip(KEYS, titles, strict=False))


def _most(form: Form, kind: Kind | None, options: int, errors: Errors) -> int:
    if kind is not Kind.SEVERAL or not form.text("most"):
        return 0
    most = form.number("most")
    if most is None or not 1 <= most <= max(options, 1):
        errors.add("most", N_("Bitte geben Sie eine Zahl von 1 bis zur Zahl der Antworten ein."))
        return 0
    return most


Numbers = dict[str, int]


def hands(form: Form, poll: LivePoll) -> tuple[Numbers, Numbers | None, Errors]:
    """Hands, and what the telephone said where somebody filled that in. An empty field is nobody;
    nothing at all in any field was sent by mistake.
    """
    errors = Errors()
    numbers, phone = _column(form, poll, "hands", errors), _column(form, poll, "phone", errors)
    if not _filled(form, poll, "hands") and not errors:
        errors.add(
            f"hands-{poll.options[0][0]}",
            N_("Bitte tragen Sie die Hände ein. Hat niemand die Hand gehoben, schreiben Sie 0."),
        )
    return numbers, phone if _filled(form, poll, "phone") else None, errors


def _filled(form: Form, poll: LivePoll, column: str) -> bool:
    return any(form.text(f"{column}-{key}") for key, _ in poll.options)


def _column(form: Form, poll: LivePoll, column: str, errors: Errors) -> Numbers:
    numbers = {}
    for key, title in poll.options:
        field = f"{column}-{key}"
        number = form.number(field) if form.text(field) else 0
        if number is None or number > MOST_HANDS:
            errors.add(field, N_("Bitte geben Sie für „%(answer)s“ eine Zahl ein."), answer=title)
        else:
            numbers[key] = number
    return numbers
