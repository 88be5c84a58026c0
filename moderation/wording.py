"""Sentences for the keys of the rules, and the names of reasons, actions and spans of time."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from moderation.queries import Rule
from moderation.rules import (
    Action,
    AppealObstacle,
    Lane,
    Obstacle,
    Reason,
    State,
    UndoObstacle,
    next_step,
    urgency,
)
from participation.core import kinds
from participation.core.clock import now
from participation.core.errors import msgid_of, sentence
from participation.core.i18n import N_, translate, translate_plural
from participation.core.wording import date_text

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
SAID = {
    Action.MASK: N_(
        "wir haben in Ihrem Beitrag vom %(date)s Teile unkenntlich gemacht. Der Rest ist weiter zu sehen."
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
    "appeals.median": N_("mittlere Dauer bis zur Antwort, in Minuten"),
    "machines.raised": N_("zur Prüfung vorgelegt von einem Programm"),
    "machines.decided": N_("entschieden von einem Programm"),
    "machines.undone": N_("Entscheidungen gleich wieder zurückgenommen"),
    "accounts.warning": N_("Verwarnungen"),
    "accounts.read-only": N_("auf Zeit nur lesend"),
    "accounts.suspension": N_("auf Zeit gesperrt"),
}
NARROW = (
    ("lane", (("live", N_("aus laufenden Foren")), ("normal", N_("alle übrigen")))),
    ("source", (("people", N_("von Menschen gemeldet")), ("system", N_("von einem Programm vorgelegt")))),
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


class Named(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def titled(self) -> bool: ...
    @property
    def place(self) -> str: ...


class Words:
    """What templates say in one language; keys are those of the database."""

    __slots__ = ("locale",)

    def __init__(self, locale: str) -> None:
        self.locale = locale

    def reason(self, key: str) -> str:
        return translate(self.locale, REASONS.get(Reason(key), ""))

    def action(self, key: str) -> str:
        return translate(self.locale, ACTIONS[Action(key)])

    def done(self, key: str) -> str:
        return translate(self.locale, DONE[Action(key)])

    def effect(self, key: str, state: str) -> str:
        """What the action does at once; it stands beside the choice."""
        restored = state == State.APPEALED and key == Action.KEEP
        return translate(self.locale, RESTORED if restored else EFFECTS[Action(key)])

    def by_action(self, counts: Mapping[str, int]) -> list[tuple[str, int]]:
        """For tables: the common ones always, the others where there were any."""
        always = {Action.KEEP, Action.HIDE, Action.REMOVE}
        rows = [(action, counts.get(action, 0)) for action in ACTIONS]
        return [(self.done(action), count) for action, count in rows if count or action in always]

    def choices(self, places: Sequence[tuple[int, str]]) -> dict[str, list[tuple[str, str]]]:
        """What the queue can be narrowed to, by the name of the field."""
        labels = {name: [(key, translate(self.locale, text)) for key, text in some] for name, some in NARROW}
        kinds_ = [(kind.name, self.kind(kind.name)) for kind in kinds.every() if kind.reportable]
        return {
            **labels,
            "kind": kinds_,
            "reason": [(reason.value, self.reason(reason)) for reason in REASONS],
            "consultation": [(str(number), title) for number, title in places],
        }

    def public(self, key: str) -> str:
        """As the author and the public read it: nothing of the police, which an inquiry could suffer from."""
        return self.done(Action.REMOVE if key == Action.POLICE else key)

    def said(self, key: str, written_at: datetime) -> str:
        text = SAID.get(Action(key), SAID_HIDDEN)
        return translate(self.locale, text, date=date_text(self.locale, written_at))

    def sanction(self, key: str, until: datetime | None) -> str:
        """What it means for the account; empty where it means nothing."""
        text = SANCTIONS.get(Action(key), "")
        last = date_text(self.locale, until - timedelta(seconds=1)) if until else ""
        return translate(self.locale, text, until=last) if text else ""

    def figure(self, section: str, key: str) -> str:
        """The label of a row of the yearly report."""
        if section == "reports":
            return self.reason(key)
        if section == "decisions":
            return self.done(key)
        if section == "rules":
            return translate(self.locale, N_("Regel %(number)s"), number=key)
        return translate(self.locale, FIGURES[f"{section}.{key}"])

    def section(self, key: str) -> str:
        return translate(self.locale, SECTION_TITLES[key])

    def check(self, key: str) -> str:
        return translate(self.locale, CHECKS[key])

    def step(self, warnings: int, bans: int) -> str:
        return translate(self.locale, STEPS[next_step(warnings, bans)])

    def kind(self, name: str) -> str:
        known = kinds.get(name)
        return translate(self.locale, known.label if known else N_("Beitrag"))

    def named(self, thing: Named) -> str:
        """What it is, in one phrase: Vorschlag „…“ · Kommentar zu „…“ · Nachricht, Bürgerforum Nordstadt."""
        label = self.kind(thing.kind)
        if thing.titled:
            return translate(self.locale, N_("%(label)s „%(title)s“"), label=label, title=thing.title)
        if thing.title and thing.title != thing.place:
            return translate(self.locale, N_("%(label)s zu „%(title)s“"), label=label, title=thing.title)
        return f"{label}, {thing.place}" if thing.place else label

    def rule(self, rule: Rule) -> str:
        title = rule.title_in(self.locale)
        return translate(self.locale, N_("Regel %(number)s: %(title)s"), number=rule.number, title=title)

    def month(self, first: date) -> str:
        """November 2026"""
        return date_text(self.locale, first).split(" ", 1)[1]

    def obstacle(self, key: str, who: str = "") -> str:
        return translate(self.locale, msgid_of(key), who=who)

    def waiting(self, count: int) -> str:
        """A number in words reads as a sentence; beyond twelve it would be a riddle."""
        if count < len(_WAITING):
            return translate(self.locale, _WAITING[count])
        return translate_plural(self.locale, "%(num)s Fall wartet", "%(num)s Fälle warten", count)

    def span(self, seconds: float) -> str:
        """2 Minuten, 5 Stunden, 3 Tage."""
        return self._span(seconds, "%(num)s Tage")

    def times(self, count: int) -> str:
        if 1 <= count <= len(TIMES):
            return translate(self.locale, TIMES[count - 1])
        return translate(self.locale, N_("%(num)s-mal"), num=count)

    def after(self, seconds: float) -> str:
        """The same behind nach, seit and in: 3 Tagen."""
        return self._span(seconds, "%(num)s Tagen")

    def _span(self, seconds: float, days: str) -> str:
        minutes = max(1, round(seconds / 60))
        if minutes < 60:
            return translate_plural(self.locale, "%(num)s Minute", "%(num)s Minuten", minutes)
        if minutes < 48 * 60:
            return translate_plural(self.locale, "%(num)s Stunde", "%(num)s Stunden", round(minutes / 60))
        return translate_plural(self.locale, "%(num)s Tag", days, round(minutes / 1440))

    def due(self, due_at: datetime) -> str:
        left = (due_at - now()).total_seconds()
        if left < 0:
            return translate(self.locale, N_("Frist überschritten seit %(span)s"), span=self.after(-left))
        return translate(self.locale, N_("Frist in %(span)s"), span=self.after(left))

    def urgency(self, lane: str, due_at: datetime) -> str:
        return urgency(Lane(lane), due_at, now()).value
