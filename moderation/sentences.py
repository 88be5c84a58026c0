"""Sentences for the keys of the rules: what reasons, actions, findings and obstacles are called."""

from moderation.rules import (
    Action,
    AppealObstacle,
    Finding,
    ObjectionObstacle,
    Obstacle,
    Reason,
    UndoObstacle,
)
from participation.core.errors import sentence
from participation.core.i18n import N_

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
    Action.ASK: N_("Um Änderung bitten"),
    Action.REFER: N_("An die richtige Stelle weisen"),
    Action.MASK: N_("Teile unkenntlich machen"),
    Action.LOCK: N_("Gespräch darunter beenden"),
    Action.HIDE: N_("Ausblenden"),
    Action.REMOVE: N_("Entfernen, weil verboten"),
    Action.WARN: N_("Ausblenden und verwarnen"),
    Action.READ_ONLY: N_("Ausblenden, Konto nur lesend"),
    Action.SUSPEND: N_("Ausblenden, Konto sperren"),
    Action.POLICE: N_("Entfernen und an die Polizei geben"),
}
TIMES = (N_("Einmal"), N_("Zweimal"), N_("Dreimal"), N_("Viermal"), N_("Fünfmal"), N_("Sechsmal"))
DONE = {
    Action.KEEP: N_("stehen gelassen"),
    Action.ASK: N_("um Änderung gebeten"),
    Action.REFER: N_("an die richtige Stelle gewiesen"),
    Action.MASK: N_("Teile unkenntlich gemacht"),
    Action.LOCK: N_("Gespräch darunter beendet"),
    Action.HIDE: N_("ausgeblendet"),
    Action.REMOVE: N_("entfernt, weil verboten"),
    Action.WARN: N_("ausgeblendet und verwarnt"),
    Action.READ_ONLY: N_("ausgeblendet, Konto nur lesend"),
    Action.SUSPEND: N_("ausgeblendet, Konto gesperrt"),
    Action.POLICE: N_("entfernt und an die Polizei gegeben"),
}

EFFECTS = {
    Action.KEEP: N_("Alle sehen den Beitrag weiter. Wer gemeldet hat, erfährt es."),
    Action.HIDE: N_(
        "Niemand sieht den Beitrag mehr, er zählt nirgends mit. An seiner Stelle steht die Regel. "
        "Wer geschrieben hat, bekommt die Begründung."
    ),
    Action.REMOVE: N_("Wie ausblenden, mit dem Hinweis auf das Gesetz."),
    Action.ASK: N_("Alle sehen den Beitrag weiter. Wer geschrieben hat, bekommt Ihre Bitte."),
    Action.REFER: N_(
        "Alle sehen den Beitrag weiter. Wer geschrieben hat, erfährt, wer dafür zuständig ist. "
        "Nennen Sie unten die Stelle."
    ),
    Action.MASK: N_("Die Stellen, die Sie unten nennen, liest niemand mehr. Der Rest bleibt stehen."),
    Action.LOCK: N_(
        "Alle sehen den Beitrag und das ganze Gespräch weiter. Neue Kommentare kommen nicht dazu."
    ),
    Action.WARN: N_("Wie ausblenden, und das Konto bekommt eine Verwarnung."),
    Action.READ_ONLY: N_("Wie ausblenden, und bis zum letzten Tag unten schreibt das Konto nichts."),
    Action.SUSPEND: N_(
        "Wie ausblenden, und bis zum letzten Tag unten schreibt und unterstützt das Konto nichts."
    ),
    Action.POLICE: N_(
        "Wie entfernen, bei Gefahr für Leib und Leben. Gehen Sie unten die Liste durch. "
        "In der Begründung steht nichts von der Polizei."
    ),
}
HELD_ACTIONS = {Action.KEEP: N_("Freigeben"), Action.HIDE: N_("Nicht veröffentlichen")}
HELD_EFFECTS = {
    Action.KEEP: N_("Ab jetzt sehen alle den Beitrag. Wer geschrieben hat, erfährt es."),
    Action.HIDE: N_("Niemand sieht den Beitrag je. Wer geschrieben hat, bekommt die Begründung."),
}
SAID = {
    Action.MASK: N_(
        "wir haben in Ihrem Beitrag vom %(date)s Teile unkenntlich gemacht. Der Rest ist weiter zu sehen."
    ),
    Action.LOCK: N_(
        "wir haben das Gespräch beendet, in dem Ihr Beitrag vom %(date)s steht. Alles bleibt zu lesen, "
        "neue Kommentare kommen nicht dazu."
    ),
    Action.REMOVE: N_(
        "wir haben Ihren Beitrag vom %(date)s entfernt, weil wir ihn für verboten halten. "
        "Er ist nirgends mehr zu sehen."
    ),
    Action.POLICE: N_(
        "wir haben Ihren Beitrag vom %(date)s entfernt, weil wir ihn für verboten halten. "
        "Er ist nirgends mehr zu sehen."
    ),
}
"""What the letter says first, where it is not that the contribution is hidden."""
SAID_HIDDEN = N_("wir haben Ihren Beitrag vom %(date)s ausgeblendet. Er ist für andere nicht mehr zu sehen.")
SAID_HELD = N_(
    "wir haben Ihren Beitrag vom %(date)s gelesen, bevor er erscheint, und veröffentlichen ihn nicht."
)
SCOPES = {
    Action.MASK: N_("Das gilt auf allen Seiten und auf Dauer, solange kein Widerspruch Erfolg hat."),
    Action.LOCK: N_("Das gilt für dieses eine Gespräch und auf Dauer, solange kein Widerspruch Erfolg hat."),
}
"""Where and for how long a restriction holds (Art. 17(3)(a) DSA)."""
SCOPE = N_(
    "Das gilt auf allen Seiten, in der Suche und in allen Listen, auf Dauer, solange kein Widerspruch Erfolg hat."
)
FINDINGS = {
    Finding.WATCH: N_("In der Liste der Wörter und Links: %(what)s"),
    Finding.LINK: N_("Erster Beitrag eines neuen Kontos, mit einem Link zu %(what)s"),
    Finding.FIRST: N_("Beitrag Nummer %(what)s eines neuen Kontos"),
    Finding.REPEATED: N_("Derselbe Text, %(what)s-mal"),
    Finding.SIMILAR: N_("Sehr ähnlich: %(what)s"),
    Finding.HELD: N_("Hier wird vor der Veröffentlichung gelesen. Noch sieht ihn niemand."),
    Finding.BURST: N_(
        "%(supports)s Unterstützungen in einer Stunde, davon %(fresh)s von neuen Konten, höchstens %(network)s aus "
        "einem Netz, höchstens %(pattern)s nach einem Muster. Vielleicht haben sich Menschen verabredet: Das ist erlaubt."
    ),
}
"""What a program found, in words; a report holds only the code and what is in it."""
SOURCES = {
    "people": N_("von Menschen gemeldet"),
    "system": N_("von einem Programm vorgelegt"),
    "rules": N_("Wörter und Links"),
    "repetition": N_("Wiederholungen"),
    "first": N_("erste Beiträge"),
    "held": N_("warten auf Freigabe"),
    "burst": N_("viele Unterstützungen auf einmal"),
}
SANCTIONS = {
    Action.WARN: N_(
        "Das ist eine Verwarnung. Ihr Konto bleibt, wie es ist. Beim nächsten Verstoß kann es für eine Zeit "
        "nur lesen."
    ),
    Action.READ_ONLY: N_(
        "Ihr Konto kann bis zum %(until)s nur lesen und unterstützen, aber nichts schreiben."
    ),
    Action.SUSPEND: N_(
        "Ihr Konto ist bis zum %(until)s gesperrt: Sie können alles lesen, aber nichts schreiben und nichts "
        "unterstützen."
    ),
}
CHECKS = {
    "danger": N_("Bei Gefahr jetzt: Ich habe 110 gerufen."),
    "evidence": N_("Text, Zeit und Ort stehen im Fall und bleiben gesichert."),
    "contact": N_("Ich habe den Fall der Polizei gemeldet und unten notiert, wem."),
}
SECTION_TITLES = {
    "reports": N_("Meldungen nach Grund"),
    "sources": N_("Meldungen nach Herkunft"),
    "decisions": N_("Entscheidungen"),
    "rules": N_("Maßnahmen nach Regeln"),
    "kept": N_("Geprüft und stehen gelassen, nach Regeln"),
    "time": N_("Wie schnell"),
    "appeals": N_("Widersprüche"),
    "machines": N_("Menschen und Programme"),
    "accounts": N_("Maßnahmen gegen Konten"),
}
FIGURES = {
    "sources.person": N_("von Menschen mit Konto"),
    "sources.visitor": N_("von Menschen ohne Konto"),
    "sources.system": N_("von einem Programm"),
    "time.median": N_("mittlere Dauer bis zur Entscheidung, in Minuten"),
    "time.late": N_("Entscheidungen nach der Frist"),
    "appeals.open": N_("noch offen"),
    "appeals.upheld": N_("bestätigt"),
    "appeals.reversed": N_("zurückgenommen"),
    "appeals.objections": N_("von Menschen, die gemeldet hatten und nicht einverstanden waren"),
    "appeals.median": N_("mittlere Dauer bis zur Antwort, in Minuten"),
    "machines.raised": N_("zur Prüfung vorgelegt von einem Programm"),
    "machines.involved": N_("Entscheidungen, denen ein Hinweis eines Programms vorausging"),
    "machines.held": N_("vor der Veröffentlichung gelesen, weil die Beteiligung das verlangt"),
    "machines.decided": N_("entschieden von einem Programm"),
    "machines.undone": N_("Entscheidungen gleich wieder zurückgenommen"),
    "accounts.warning": N_("Verwarnungen"),
    "accounts.read-only": N_("auf Zeit nur lesend"),
    "accounts.suspension": N_("auf Zeit gesperrt"),
}
NARROW = (
    ("lane", (("live", N_("aus laufenden Foren")), ("normal", N_("alle übrigen")))),
    ("source", tuple(SOURCES.items())),
    ("claim", (("free", N_("bei niemandem")), ("others", N_("bei anderen")))),
    (
        "hours",
        (("1", N_("seit einer Stunde")), ("6", N_("seit sechs Stunden")), ("24", N_("seit einem Tag"))),
    ),
)
STEPS = {
    Action.WARN: N_("Die nächste Stufe wäre eine Verwarnung, keine Sperre."),
    Action.READ_ONLY: N_("Die nächste Stufe wäre eine kurze Zeit, in der das Konto nur liest."),
    Action.SUSPEND: N_("Die nächste Stufe wäre eine Sperre auf Zeit."),
}
RESTORED = N_("Der Beitrag ist wieder zu sehen und zählt wieder mit, mit allem, was daran hing.")

sentence(Obstacle.CLOSED, N_("Diesen Fall hat %(who)s schon entschieden."))
sentence(Obstacle.OWN, N_("Das haben Sie selbst geschrieben. Darüber entscheidet eine andere Person."))
sentence(Obstacle.SECOND, N_("Über den Widerspruch entscheidet eine andere Person als beim ersten Mal."))
sentence(Obstacle.TAKEN, N_("Diesen Fall hat %(who)s gerade übernommen."))
sentence(AppealObstacle.FINAL, N_("Über Ihren Widerspruch ist schon entschieden."))
sentence(AppealObstacle.NOTHING, N_("Ihr Beitrag ist zu sehen, es gibt nichts zu widersprechen."))
sentence(AppealObstacle.TWICE, N_("Ihr Widerspruch liegt uns schon vor."))
sentence(AppealObstacle.LATE, N_("Die Frist für einen Widerspruch ist vorbei."))
sentence(ObjectionObstacle.OPEN, N_("Über Ihre Meldung ist noch nicht entschieden."))
sentence(
    ObjectionObstacle.NOTHING, N_("Der Beitrag ist nicht mehr zu sehen, es gibt nichts zu widersprechen.")
)
sentence(ObjectionObstacle.FINAL, N_("Darüber haben schon zwei Menschen entschieden."))
sentence(ObjectionObstacle.TWICE, N_("Ihr Widerspruch liegt uns schon vor."))
sentence("content-gone-already", N_("Diesen Beitrag gibt es nicht mehr."))
sentence(UndoObstacle.NOTHING, N_("Hier gibt es nichts zurückzunehmen."))
sentence(UndoObstacle.ANOTHERS, N_("Eine Entscheidung nimmt zurück, wer sie getroffen hat."))
sentence(UndoObstacle.LATE, N_("Die 15 Minuten sind vorbei. Jetzt hilft nur noch ein Widerspruch."))
sentence(UndoObstacle.NEWER, N_("Zu diesem Beitrag gibt es schon einen neuen Fall. Entscheiden Sie dort."))
sentence(
    "quick-no-text", N_("Dafür gibt es noch keine Vorlage. Bitte öffnen Sie den Fall und begründen Sie dort.")
)
sentence(
    "quick-appeal",
    N_("Ein Widerspruch braucht Ihre eigenen Worte. Bitte öffnen Sie den Fall und begründen Sie dort."),
)
sentence("action-not-offered", N_("Das geht bei diesem Fall nicht. Bitte wählen Sie etwas anderes."))
sentence(
    "passage-not-found",
    N_("Eine der Stellen steht so nicht im Text. Bitte kopieren Sie sie Wort für Wort, ohne Formatierung."),
)
sentence("masked-before", N_("In diesem Beitrag ist schon etwas unkenntlich. Blenden Sie ihn ganz aus."))
sentence("rule-unknown", N_("Diese Regel gilt nicht mehr. Bitte laden Sie die Seite neu."))
sentence(
    "content-gone", N_("Diesen Beitrag gibt es nicht mehr. Lassen Sie ihn stehen, um den Fall zu schließen.")
)
sentence("handover-nobody", N_("Diese Person gehört nicht zum Team."))
sentence("content-hidden", N_("Dieser Beitrag ist schon ausgeblendet. Danke, dass Sie hinsehen."))
