"""Words and marks for the states and orders of proposals."""

from dataclasses import dataclass
from functools import lru_cache

from participation.core.errors import sentence
from participation.core.i18n import N_, translate_plural
from participation.core.wording import number_text
from proposals.rules import Sort, Status


@dataclass(frozen=True, slots=True)
class Look:
    """`label` is a msgid; `kind` and `icon` as the status macro knows them."""

    label: str
    kind: str
    icon: str


STATUS = {
    Status.RECEIVED: Look(N_("Eingegangen"), "soft", "mail"),
    Status.EXAMINED: Look(N_("Wird geprüft"), "info", "refresh"),
    Status.ANSWERED: Look(N_("Beantwortet"), "info", "info"),
    Status.ACCEPTED: Look(N_("Angenommen"), "good", "check"),
    Status.BUILDING: Look(N_("Wird umgesetzt"), "good", "success"),
    Status.DONE: Look(N_("Umgesetzt"), "good", "success"),
    Status.REFUSED: Look(N_("Nicht möglich"), "no", "danger"),
}
MERGED = Look(N_("Zusammengelegt"), "soft", "redo")
"""Not a state of its own: what becomes of it is told at its twin."""
SORT = {
    Sort.MATCH: N_("Beste Treffer zuerst"),
    Sort.FAIR: N_("Faire Reihenfolge"),
    Sort.NEWEST: N_("Neueste zuerst"),
    Sort.SUPPORT: N_("Meiste Unterstützung"),
    Sort.DISCUSSED: N_("Meiste Kommentare"),
}
WHY = {
    Sort.MATCH: N_("Oben steht, wo Ihre Wörter am häufigsten und im Titel vorkommen."),
    Sort.FAIR: N_(
        "Wir mischen die Vorschläge jeden Tag und für jede Person neu. So hat jeder die gleiche Chance, gesehen zu werden."
    ),
    Sort.NEWEST: N_("Was zuletzt eingegangen ist, steht oben."),
    Sort.SUPPORT: N_("Was die meisten Menschen unterstützen, steht oben."),
    Sort.DISCUSSED: N_("Worüber am meisten gesprochen wird, steht oben."),
}

HIDDEN = sentence("proposal-hidden", N_("Diesen Vorschlag hat die Moderation entfernt."))
WITHDRAWN = sentence(
    "proposal-withdrawn", N_("Diesen Vorschlag hat die Verfasserin oder der Verfasser zurückgezogen.")
)
NOT_YOURS = sentence("proposal-not-yours", N_("Diesen Vorschlag hat jemand anderes geschrieben."))
TAKEN_UP = sentence(
    "proposal-taken-up",
    N_(
        "Die Stadt arbeitet schon mit diesem Text, deshalb lässt er sich nicht mehr ändern. Ergänzen Sie ihn in einem Kommentar."
    ),
)
READ_FIRST = sentence(
    "proposal-read-first",
    N_(
        "In dieser Beteiligung liest die Moderation jeden Text zuerst, deshalb lässt er sich danach nicht ändern. Ergänzen Sie ihn in einem Kommentar."
    ),
)
CHANGED_ELSEWHERE = sentence(
    "proposal-changed-elsewhere",
    N_(
        "Der Vorschlag wurde inzwischen an anderer Stelle geändert. Ihr Text steht unten. Vergleichen Sie ihn mit dem veröffentlichten und senden Sie ihn noch einmal."
    ),
)
CLOSED = sentence("proposals-closed", N_("In dieser Beteiligung können Sie gerade keine Vorschläge machen."))


@lru_cache(maxsize=4096)
def supports_text(locale: str, count: int) -> str:
    """Kept, since a list says it twenty times and most numbers are small."""
    return translate_plural(
        locale,
        "%(count)s Mensch unterstützt das",
        "%(count)s Menschen unterstützen das",
        count,
        count=number_text(locale, count),
    )


@lru_cache(maxsize=4096)
def comments_text(locale: str, count: int) -> str:
    return translate_plural(
        locale, "%(count)s Kommentar", "%(count)s Kommentare", count, count=number_text(locale, count)
    )
