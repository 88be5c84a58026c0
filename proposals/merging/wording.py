"""Sentences about proposals that went into another."""

from participation.core.errors import sentence
from participation.core.i18n import N_
from proposals.merging.rules import No

MERGED = sentence(
    "proposal-merged",
    N_(
        "Dieser Vorschlag ist mit einem anderen zusammengelegt. Unterstützen und besprechen Sie den anderen: Der Link steht auf dieser Seite."
    ),
)
TAKEN_UP = sentence(
    "proposal-merge-answered",
    N_(
        "Zu diesem Vorschlag hat die Stadt schon etwas gesagt. Legen Sie umgekehrt zusammen: den anderen mit diesem."
    ),
)
TARGET = sentence(
    "proposal-merge-target",
    N_(
        "Damit lässt er sich nicht zusammenlegen. Es muss ein anderer Vorschlag derselben Beteiligung sein, den alle lesen können."
    ),
)
TOO_LATE = sentence(
    "proposal-merge-late", N_("Das ist zu lange her: Rückgängig machen können Sie es nur 14 Tage lang.")
)
LATER = sentence(
    "proposal-merge-later",
    N_("Der andere Vorschlag ist inzwischen selbst zusammengelegt. Machen Sie zuerst das rückgängig."),
)
WITHDRAWN = sentence(
    "proposal-merge-withdrawn",
    N_("Wer diesen Vorschlag geschrieben hat, hat ihn inzwischen zurückgezogen. Er kommt nicht wieder."),
)
HOLDS_OTHERS = sentence(
    "proposal-holds-others",
    N_(
        "In Ihrem Vorschlag sind andere aufgegangen, und deren Unterstützung steht jetzt bei ihm. Deshalb können Sie ihn nicht allein zurückziehen. Schreiben Sie der Moderation."
    ),
)
SAYS = {
    No.MERGED: MERGED,
    No.TAKEN_UP: TAKEN_UP,
    No.TARGET: TARGET,
    No.TOO_LATE: TOO_LATE,
    No.LATER: LATER,
    No.WITHDRAWN: WITHDRAWN,
}
