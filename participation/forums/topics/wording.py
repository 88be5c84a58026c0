"""What people read of a topic: its state, how it came in, and why it was not taken."""

from participation.core.errors import sentence
from participation.core.i18n import N_
from participation.forums.topics.rules import Channel, Refusal, TopicState

STATE = {
    TopicState.SUBMITTED: ("wait", N_("wird geprüft")),
    TopicState.ACCEPTED: ("good", N_("auf der Tagesordnung")),
    TopicState.MERGED: ("info", N_("zusammengelegt")),
    TopicState.REFUSED: ("no", N_("nicht aufgenommen")),
    TopicState.WITHDRAWN: ("soft", N_("zurückgezogen")),
    TopicState.SETTLED: ("good", N_("schriftlich beantwortet")),
}
CHANNEL = {
    Channel.ONLINE: N_("online angemeldet"),
    Channel.PAPER: N_("auf Papier angemeldet"),
    Channel.COUNTER: N_("am Schalter angemeldet"),
    Channel.TELEPHONE: N_("am Telefon angemeldet"),
    Channel.OFFICE: N_("von der Verwaltung angemeldet"),
}
ENTERED = (
    (Channel.PAPER, N_("Auf Papier, mit der Post oder als Fax")),
    (Channel.COUNTER, N_("Am Schalter")),
    (Channel.TELEPHONE, N_("Am Telefon")),
    (Channel.OFFICE, N_("Von einer Dienststelle der Stadt")),
)
REFUSAL = {
    Refusal.OTHER_BODY: N_("Dafür ist nicht die Stadt zuständig."),
    Refusal.DAMAGE: N_("Das ist ein Schaden, der ohne Debatte behoben wird."),
    Refusal.TREATED: N_("Dazu hat die Stadt schon abschließend Stellung genommen, und es gibt nichts Neues."),
    Refusal.SINGLE_CASE: N_("Das betrifft eine einzelne Person und gehört nicht in eine öffentliche Runde."),
    Refusal.OTHER: N_("Aus einem anderen Grund, siehe unten."),
}
ROLE = {"council": N_("Stadtrat"), "chair": N_("Sitzungsleitung")}
PARTY = {**{name: N_("Stadt") for name in ("editor", "clerk", "moderator", "administrator")}, **ROLE}

sentence(
    "topics-late",
    N_(
        "Die Frist für Themen ist vorbei. Im Forum können Sie trotzdem alles ansprechen, unter „Anregungen und Wünsche“."
    ),
)
sentence(
    "topics-full",
    N_("Für dieses Forum sind schon so viele Themen angemeldet, wie an einem Abend Platz haben."),
)
sentence("topics-of-person", N_("Mehr Themen kann eine Person für ein Forum nicht anmelden."))
sentence("topics-of-association", N_("Mehr Themen kann ein Verein für ein Forum nicht anmelden."))
sentence("topics-closed", N_("Für dieses Forum werden keine Themen mehr angenommen."))
sentence("topic-state", N_("Das geht bei diesem Thema nicht mehr. Bitte laden Sie die Seite neu."))
sentence(
    "topic-had-its-turn",
    N_(
        "Dieses Thema war schon so oft dran, wie die Regeln erlauben. Ohne neue Tatsachen kommt es nicht noch einmal auf die Tagesordnung."
    ),
)
sentence(
    "topic-target", N_("Bitte wählen Sie ein anderes Thema dieses Forums, das noch auf der Liste steht.")
)
sentence(
    "topic-carried", N_("Dieses Thema ist schon besprochen oder übernommen. Bitte laden Sie die Seite neu.")
)
sentence("topic-no-statement", N_("Dazu gibt es noch keine Stellungnahme."))
