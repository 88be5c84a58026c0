"""Words and marks for milestones and verdicts."""

from participation.core.errors import sentence
from participation.core.i18n import N_
from proposals.outcomes.rules import Progress, Verdict
from proposals.wording import Look

PROGRESS = {
    Progress.PLANNED: Look(N_("Geplant"), "soft", "clock"),
    Progress.RUNNING: Look(N_("Läuft"), "info", "refresh"),
    Progress.DONE: Look(N_("Erledigt"), "good", "success"),
    Progress.DROPPED: Look(N_("Entfällt"), "no", "close"),
}
OVERDUE = Look(N_("Überfällig"), "no", "warning")
VERDICTS = {
    Verdict.YES: Look(N_("Ja, es ist erledigt"), "good", "success"),
    Verdict.PARTLY: Look(N_("Zum Teil"), "wait", "clock"),
    Verdict.NO: Look(N_("Nein, noch nicht"), "no", "danger"),
}

UNANSWERED = sentence(
    "outcome-unanswered",
    N_(
        "Die Stadt hat auf diesen Vorschlag noch nicht geantwortet. Erst danach lässt sich eine Entscheidung eintragen."
    ),
)
UNDECIDED = sentence(
    "outcome-undecided", N_("Tragen Sie zuerst die Entscheidung ein, dass der Vorschlag umgesetzt wird.")
)
ENOUGH = sentence(
    "outcome-enough", N_("Mehr Schritte sind nicht möglich. Ändern Sie einen, der schon da ist.")
)
NOT_DONE = sentence("outcome-not-done", N_("Gefragt wird erst, wenn die Stadt sagt, dass es fertig ist."))
NOT_ASKED = sentence(
    "outcome-not-asked", N_("Gefragt ist hier, wer den Vorschlag gemacht oder unterstützt hat.")
)
NO_REPLY_OWED = sentence("outcome-no-reply-owed", N_("Auf diese Rückmeldung ist keine Antwort nötig."))
