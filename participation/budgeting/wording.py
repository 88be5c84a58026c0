"""Sentences of budgets: steps that explain a result, states, refusals. Money and numbers come in as texts."""

from fractions import Fraction

from participation.budgeting.rules.life import Check, Method, Progress, Rule
from participation.budgeting.rules.money import rounded
from participation.core.errors import sentence
from participation.core.i18n import N_, translate
from participation.core.wording import number_text
from polls.life import Voters

STEPS = {
    "budget": N_("Es gibt %(budget)s. Abgestimmt haben %(voters)s."),
    "budget-shared": N_(
        "Es gibt %(budget)s für %(voters)s Menschen, die abgestimmt haben. Jeder Person stehen davon rechnerisch %(share)s zu."
    ),
    "support": N_("„%(project)s“ kostet %(cost)s. Dafür stimmten %(supporters)s, mit %(score)s Punkten."),
    "bought": N_(
        "„%(project)s“ wird gebaut: Wer dafür stimmte, zahlt je Punkt %(price)s aus seinem Anteil. In voller Höhe konnten das %(payers)s von %(supporters)s; die anderen gaben, was sie noch hatten."
    ),
    "rest-begins": N_(
        "Kein weiteres Projekt können die bezahlen, die dafür stimmten. Es bleiben %(rest)s. Sie gehen der Reihe nach an die Projekte mit den meisten Punkten, die noch hineinpassen."
    ),
    "rest-chosen": N_("„%(project)s“ wird vom Rest gebaut: %(score)s Punkte, %(cost)s."),
    "greedy-chosen": N_("„%(project)s“ wird gebaut: %(score)s Punkte, %(cost)s."),
    "left-over": N_("Vergeben sind %(spent)s, übrig bleiben %(rest)s."),
    "nobody-wanted": N_("„%(project)s“ wird nicht gebaut: Niemand hat dafür gestimmt."),
    "too-dear": N_(
        "„%(project)s“ wird nicht gebaut: Es kostet %(cost)s, und im ganzen Topf sind %(budget)s."
    ),
    "no-room": N_(
        "„%(project)s“ wird nicht gebaut: Als es an der Reihe war, waren noch %(had)s da. Es fehlten %(missing)s. Mit %(more)s Punkten mehr hätte es früher gepasst."
    ),
    "not-enough": N_(
        "„%(project)s“ kostet %(cost)s. Wer dafür stimmte, hatte zusammen noch %(had)s übrig. Es fehlten %(missing)s, das sind die Anteile von %(more)s weiteren Menschen."
    ),
}

STEPS_TICKS = {
    "support": N_("Für „%(project)s“ stimmten %(supporters)s Menschen."),
    "bought": N_(
        "„%(project)s“ wird gebaut: Wer dafür stimmte, zahlt %(price)s aus seinem Anteil. In voller Höhe konnten das %(payers)s von %(supporters)s; wer weniger übrig hatte, gab den Rest seines Anteils."
    ),
    "bought-all": N_(
        "„%(project)s“ wird gebaut: Alle %(supporters)s, die dafür stimmten, zahlen je %(price)s aus ihrem Anteil."
    ),
    "rest-begins": N_(
        "Kein weiteres Projekt können die bezahlen, die dafür stimmten. Es bleiben %(rest)s. Sie gehen der Reihe nach an die Projekte mit den meisten Stimmen, die noch hineinpassen."
    ),
    "rest-chosen": N_("„%(project)s“ wird vom Rest gebaut: %(score)s Stimmen, %(cost)s."),
    "greedy-chosen": N_("„%(project)s“ wird gebaut: %(score)s Stimmen, %(cost)s."),
    "no-room": N_(
        "„%(project)s“ wird nicht gebaut: Als es an der Reihe war, waren noch %(had)s da. Es fehlten %(missing)s. Mit %(more)s Stimmen mehr hätte es früher gepasst."
    ),
    "no-room-ever": N_(
        "„%(project)s“ wird nicht gebaut: Als es an der Reihe war, waren noch %(had)s da. Es fehlten %(missing)s."
    ),
}
"""Where an approval is one point, nobody needs to read of points."""

METHODS = {
    Method.APPROVAL: N_("Ankreuzen"),
    Method.KNAPSACK: N_("Geld ausgeben wie im Korb"),
    Method.POINTS: N_("Punkte verteilen"),
}
RULES = {Rule.EQUAL_SHARES: N_("Gleiche Anteile"), Rule.GREEDY: N_("Nach Stimmen allein")}
VOTERS = {
    Voters.CONFIRMED: N_("Alle mit bestätigter E-Mail-Adresse"),
    Voters.VERIFIED: N_("Alle, deren Wohnsitz geprüft ist"),
    Voters.ROLL: N_("Wer in einer Liste steht"),
    Voters.CODES: N_("Wer einen gedruckten Code hat"),
}
RULES_TOLD = {
    Rule.EQUAL_SHARES: N_(
        "Jede Person, die abstimmt, bekommt rechnerisch den gleichen Teil des Geldes. Ein Projekt wird gebaut, wenn die Menschen, die es wollen, es zusammen aus ihren Anteilen bezahlen können. Zuerst kommt immer das Projekt, das sie für seinen Wert am wenigsten kostet. Was am Ende übrig bleibt, geht der Reihe nach an die Projekte mit den meisten Stimmen, die noch hineinpassen."
    ),
    Rule.GREEDY: N_(
        "Das Projekt mit den meisten Stimmen kommt zuerst, dann das nächste. Was nicht mehr ins Geld passt, wird übersprungen."
    ),
}
CHECKS = {
    Check.OPEN: ("soft", N_("Wird noch geprüft")),
    Check.ACCEPTED: ("good", N_("Machbar")),
    Check.REFUSED: ("no", N_("Nicht möglich")),
}
PROGRESS = {
    Progress.PLANNED: ("soft", N_("Geplant")),
    Progress.RUNNING: ("info", N_("In Arbeit")),
    Progress.DONE: ("good", N_("Erledigt")),
}
LATE = ("no", N_("Überfällig"))

VOTE_MADE = sentence(
    "budget-vote-made",
    N_("Die Abstimmung steht schon fest. An den Projekten lässt sich nichts mehr ändern."),
)
NOTHING_CHECKED = sentence(
    "budget-nothing-accepted",
    N_("Noch ist kein Projekt als machbar geprüft. Ohne Projekte keine Abstimmung."),
)
STILL_OPEN = sentence(
    "budget-still-open", N_("Es sind noch nicht alle Projekte geprüft. Offen sind noch: %(number)s.")
)
TOO_MANY = sentence(
    "budget-too-many",
    N_("Auf einen Stimmzettel passen höchstens %(most)s Projekte. Bitte teilen Sie das Geld auf."),
)
NO_HOURS = sentence(
    "budget-no-hours",
    N_("Diese Beteiligung hat keine Phase „Abstimmen“, die noch bevorsteht. Legen Sie zuerst eine an."),
)
NOT_YOURS = sentence("budget-not-yours", N_("Dieses Projekt prüft jemand anderes."))
NOT_CHOSEN = sentence("budget-not-chosen", N_("Schritte gibt es nur bei Projekten, die gebaut werden."))
NOT_OPEN = sentence("budget-not-open", N_("Über dieses Geld wird gerade nicht abgestimmt."))


def euros(locale: str, amount: int | Fraction) -> str:
    """12.500 Euro, and with cents only where there are some."""
    whole, part = divmod(rounded(amount), 100)
    comma = "," if locale == "de" else "."
    text = number_text(locale, whole) + (f"{comma}{part:02}" if part else "")
    return translate(locale, "%(amount)s Euro", amount=text)


def exact_euros(locale: str, amount: int | Fraction) -> str:
    """Always with cents, for prices and shares."""
    whole, part = divmod(rounded(amount), 100)
    comma = "," if locale == "de" else "."
    return translate(locale, "%(amount)s Euro", amount=f"{number_text(locale, whole)}{comma}{part:02}")
