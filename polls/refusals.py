"""Why a ballot is not taken, in sentences."""

from participation.core.errors import sentence
from participation.core.i18n import N_
from polls.life import State, Voters

ENDED = sentence(
    "poll-ended",
    N_("Diese Abstimmung ist beendet. Ihr Stimmzettel wurde nicht mehr angenommen und nicht gespeichert."),
)
NOT_YET = sentence("poll-not-yet", N_("Diese Abstimmung hat noch nicht begonnen."))
NOT_ENTITLED = sentence(
    "poll-not-entitled", N_("Hier abstimmen können alle, deren E-Mail-Adresse bestätigt ist.")
)
NOT_VERIFIED = sentence(
    "poll-not-verified",
    N_(
        "Hier abstimmen können alle, deren Wohnsitz bestätigt ist. Das geht im Bürgerbüro, mit einem Ausweis, in wenigen Minuten."
    ),
)
NOT_ON_ROLL = sentence(
    "poll-not-on-roll",
    N_("Hier abstimmen können alle, die im Verzeichnis stehen. Ihre E-Mail-Adresse steht nicht darin."),
)
CODE_NEEDED = sentence(
    "poll-code-needed", N_("Hier abstimmen können alle, die einen gedruckten Code bekommen haben.")
)
CODE_MISSING = N_("Bitte geben Sie den Code von Ihrem Bogen ein.")
CODE_UNKNOWN = sentence(
    "poll-code-unknown",
    N_(
        "Diesen Code gibt es für diese Abstimmung nicht. Bitte vergleichen Sie ihn mit Ihrem Bogen. Es wurde nichts gespeichert."
    ),
)
CODE_USED = sentence(
    "poll-code-used",
    N_(
        "Mit diesem Code ist schon abgestimmt worden. Jeder Code gilt für einen Stimmzettel. Es wurde nichts gespeichert."
    ),
)
ALREADY = sentence(
    "poll-already",
    N_("Sie haben schon abgestimmt. Hier lässt sich ein Stimmzettel nicht mehr ändern, der erste zählt."),
)
ON_PAPER = sentence(
    "poll-on-paper",
    N_(
        "Sie haben auf Papier abgestimmt. Jede Person stimmt einmal ab, deshalb geht es hier nicht noch einmal."
    ),
)
REFUSAL_BY_VOTERS = {
    Voters.CONFIRMED: NOT_ENTITLED,
    Voters.VERIFIED: NOT_VERIFIED,
    Voters.ROLL: NOT_ON_ROLL,
    Voters.CODES: CODE_NEEDED,
}
KEY_MISSING = sentence(
    "poll-key-missing",
    N_(
        "Stimmzettel können gerade nicht versiegelt werden. Deshalb nehmen wir keinen an. Bitte sagen Sie der Stadt Bescheid."
    ),
)
REFUSAL_BY_STATE = {State.COMING: NOT_YET, State.COUNTING: ENDED, State.CLOSED: ENDED}
