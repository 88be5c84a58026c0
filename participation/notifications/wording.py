"""What is new, in words."""

from participation.core.errors import sentence
from participation.core.i18n import N_
from participation.notifications.rules import What

SAYS = {
    What.ANSWERED: N_("Die Stadt hat geantwortet"),
    What.DECIDED: N_("Es ist entschieden"),
    What.MOVED: N_("Es gibt einen neuen Stand"),
    What.MERGED: N_("Zwei Vorschläge wurden zusammengelegt oder wieder getrennt"),
    What.MILESTONE: N_("Bei der Umsetzung hat sich etwas getan"),
    What.NEWS: N_("Es gibt eine Neuigkeit"),
    What.REPLY: N_("Jemand hat auf Ihren Kommentar geantwortet"),
    What.TAKEN_UP: N_("Ein Vorschlag steht jetzt in einem Text der Stadt"),
}
TOO_MANY = sentence(
    "follow-too-many", N_("Sie folgen schon 200 Dingen. Beenden Sie zuerst etwas auf der Seite Ihres Kontos.")
)
