"""Why a ballot is not taken, in sentences."""

from participation.core.errors import sentence
from participation.core.i18n import N_
from polls.life import State

ENDED = sentence(
    "poll-ended",
    N_("Diese Abstimmung ist beendet. Ihr Stimmzettel wurde nicht mehr angenommen und nicht gespeichert."),
)
NOT_YET = sentence("poll-not-yet", N_("Diese Abstimmung hat noch nicht begonnen."))
NOT_ENTITLED = sentence(
    "poll-not-entitled", N_("Hier abstimmen können alle, deren E-Mail-Adresse bestätigt ist.")
)
KEY_MISSING = sentence(
    "poll-key-missing",
    N_(
        "Stimmzettel können gerade nicht versiegelt werden. Deshalb nehmen wir keinen an. Bitte sagen Sie der Stadt Bescheid."
    ),
)
REFUSAL_BY_STATE = {State.COMING: NOT_YET, State.COUNTING: ENDED, State.CLOSED: ENDED}
