"""Why an act with a live poll is refused, in sentences."""

from participation.core.errors import sentence
from participation.core.i18n import N_

sentence(
    "live-poll-open",
    N_("Es läuft schon eine Abstimmung. Bitte schließen Sie diese zuerst."),
)
sentence("live-poll-no-hands", N_("Bei dieser Abstimmung werden keine Hände gezählt."))
sentence(
    "live-poll-no-roll",
    N_("In der Anwesenheitsliste steht gerade niemand mit einem Konto. So könnte niemand abstimmen."),
)
sentence("live-poll-gone", N_("Diese Abstimmung wurde von der Sitzungsleitung zurückgezogen."))
