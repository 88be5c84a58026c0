"""The words of the desk: what is missing, and where on the forms it is to be found."""

from participation.consultations.desk.rules import State
from participation.core.i18n import N_

STATES = {
    State.DRAFT: ("wait", N_("Entwurf")),
    State.PUBLISHED: ("good", N_("Veröffentlicht")),
    State.ARCHIVED: ("soft", N_("Archiviert")),
}
GROUPS = {
    State.DRAFT: N_("Entwürfe"),
    State.PUBLISHED: N_("Veröffentlicht"),
    State.ARCHIVED: N_("Archiv"),
}
LACKS = {
    "title": (N_("Ein Titel"), "/edit#title"),
    "lead": (N_("Worum es geht, in ein oder zwei Sätzen"), "/edit#lead"),
    "body": (N_("Der ausführliche Text"), "/edit#body"),
    "plain_body": (N_("Derselbe Text in einfachen Worten"), "/edit#plain_body"),
    "goals": (N_("Was die Stadt erreichen will"), "/edit#goals"),
    "open_points": (N_("Was noch offen ist und sich beeinflussen lässt"), "/edit#open_points"),
    "decides": (N_("Wer entscheidet"), "/edit#decides"),
    "audience": (N_("Wen die Stadt fragt"), "/edit/frame#audience"),
    "contact": (N_("Wer Fragen beantwortet"), "/edit/frame#contact_name"),
    "reach": (N_("Telefon oder E-Mail für Fragen"), "/edit/frame#contact_phone"),
    "phases": (N_("Mindestens eine Phase"), "/edit/phases#phase-1-kind"),
    "past": (N_("Eine Phase, die noch nicht vorbei ist"), "/edit/phases#phase-1-kind"),
    "marks": (N_("Alle Stellen in ‹spitzen Klammern› aus der Vorlage ersetzen"), "/edit#body"),
}
"""(msgid, where below the address of the consultation)."""
