"""Sentences for the keys of the rules, and the names of reasons, actions and numbers."""

from moderation.rules import Action, AppealObstacle, Lane, Obstacle, Outcome, Reason
from participation.core.errors import sentence
from participation.core.i18n import N_, translate, translate_plural

REASONS = {
    Reason.ILLEGAL: N_("Verbotener Inhalt"),
    Reason.INSULT: N_("Beleidigung"),
    Reason.HATE: N_("Hetze"),
    Reason.PERSONAL_DATA: N_("Persönliche Angaben"),
    Reason.SPAM: N_("Werbung"),
    Reason.OFF_TOPIC: N_("Am Thema vorbei"),
    Reason.DUPLICATE: N_("Doppelt"),
    Reason.CHILD_ABUSE: N_("Missbrauch von Kindern"),
    Reason.OTHER: N_("Anderes"),
}
ACTIONS = {
    Action.KEEP: N_("Stehen lassen"),
    Action.HIDE: N_("Ausblenden"),
    Action.REMOVE: N_("Entfernen, weil verboten"),
}
DONE = {
    Action.KEEP: N_("stehen gelassen"),
    Action.HIDE: N_("ausgeblendet"),
    Action.REMOVE: N_("entfernt, weil verboten"),
}
OUTCOMES = {
    Outcome.UPHELD: N_("bestätigt"),
    Outcome.REVERSED: N_("zurückgenommen"),
}
LANES = {Lane.LIVE: N_("Im laufenden Bürgerforum"), Lane.NORMAL: N_("Sonst")}

sentence(Obstacle.CLOSED, N_("Diesen Fall hat %(who)s schon entschieden."))
sentence(Obstacle.OWN, N_("Das haben Sie selbst geschrieben. Darüber entscheidet eine andere Person."))
sentence(Obstacle.SECOND, N_("Über den Widerspruch entscheidet eine andere Person als beim ersten Mal."))
sentence(Obstacle.TAKEN, N_("Diesen Fall hat %(who)s gerade übernommen."))
sentence(AppealObstacle.FINAL, N_("Über Ihren Widerspruch ist schon entschieden."))
sentence(AppealObstacle.NOTHING, N_("Ihr Beitrag ist zu sehen, es gibt nichts zu widersprechen."))
sentence(AppealObstacle.TWICE, N_("Ihr Widerspruch liegt uns schon vor."))
sentence(AppealObstacle.LATE, N_("Die Frist für einen Widerspruch ist vorbei."))
sentence("rule-unknown", N_("Diese Regel gilt nicht mehr. Bitte laden Sie die Seite neu."))
sentence(
    "content-gone", N_("Diesen Beitrag gibt es nicht mehr. Lassen Sie ihn stehen, um den Fall zu schließen.")
)
sentence("content-hidden", N_("Dieser Beitrag ist schon ausgeblendet. Danke, dass Sie hinsehen."))

_WAITING = (
    N_("Kein Fall wartet"),
    N_("Ein Fall wartet"),
    N_("Zwei Fälle warten"),
    N_("Drei Fälle warten"),
    N_("Vier Fälle warten"),
    N_("Fünf Fälle warten"),
    N_("Sechs Fälle warten"),
    N_("Sieben Fälle warten"),
    N_("Acht Fälle warten"),
    N_("Neun Fälle warten"),
    N_("Zehn Fälle warten"),
    N_("Elf Fälle warten"),
    N_("Zwölf Fälle warten"),
)


def waiting(locale: str, count: int) -> str:
    """A number in words reads as a sentence; beyond twelve it would be a riddle."""
    if count < len(_WAITING):
        return translate(locale, _WAITING[count])
    return translate_plural(locale, "%(num)s Fall wartet", "%(num)s Fälle warten", count)


def span(locale: str, seconds: float) -> str:
    """2 Minuten, 5 Stunden, 3 Tage: how long something took or is away."""
    minutes = max(1, round(seconds / 60))
    if minutes < 60:
        return translate_plural(locale, "%(num)s Minute", "%(num)s Minuten", minutes)
    if minutes < 48 * 60:
        return translate_plural(locale, "%(num)s Stunde", "%(num)s Stunden", round(minutes / 60))
    return translate_plural(locale, "%(num)s Tag", "%(num)s Tage", round(minutes / 1440))
