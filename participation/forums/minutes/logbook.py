"""The log of an evening in words, entry by entry: what the sentences of the minutes refer to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from participation.core.i18n import N_, translate
from participation.forums.minutes.story import UNDONE, Entry

_WORDS = {
    ("forum", "opened"): N_("Das Forum ist eröffnet."),
    ("forum", "closed"): N_("Das Forum ist geschlossen."),
    ("agenda", "moved"): N_("Aufgerufen: %(item)s"),
    ("agenda", "moved-back"): N_("Ein Aufruf ist zurückgenommen."),
    ("agenda", "added"): N_("Ein Punkt kommt auf die Tagesordnung."),
    ("agenda", "break"): N_("Die Pause beginnt."),
    ("agenda", "resumed"): N_("Die Pause ist vorbei."),
    ("agenda", "doors"): N_("Ein Punkt ist öffentlich oder nicht öffentlich gestellt."),
    ("speakers", "asked"): N_("Jemand meldet sich."),
    ("speakers", "withdrawn"): N_("Jemand zieht eine Wortmeldung zurück."),
    ("speakers", "struck"): N_("Eine Wortmeldung ist von der Redeliste genommen."),
    ("speakers", "called"): N_("Jemand bekommt das Wort."),
    ("speakers", "uncalled"): N_("Ein Aufruf zum Sprechen ist zurückgenommen."),
    ("speakers", "ended"): N_("Eine Rede ist zu Ende."),
    ("speakers", "extended"): N_("Eine Redezeit ist verlängert."),
    ("speakers", "stopped"): N_("Die Redezeit wird angehalten oder läuft weiter."),
    ("speakers", "moved"): N_("Die Sitzungsleitung stellt die Redeliste um, mit Grund."),
    ("speakers", "open"): N_("Die Redeliste ist offen."),
    ("speakers", "paused"): N_("Die Redeliste ruht."),
    ("speakers", "closed"): N_("Die Redeliste ist geschlossen."),
    ("question", "asked"): N_("Jemand stellt eine Frage."),
    ("question", "shortlisted"): N_("Eine Frage ist vorgemerkt."),
    ("question", "stage"): N_("Eine Frage kommt an die Wand."),
    ("question", "answered"): N_("Eine Frage ist beantwortet."),
    ("question", "owed"): N_("Eine Antwort folgt schriftlich."),
    ("poll", "opened"): N_("Eine Abstimmung beginnt."),
    ("poll", "closed"): N_("Eine Abstimmung ist zu Ende."),
    ("poll", "held"): N_("Eine Abstimmung ist zu Ende. Das Ergebnis kommt später."),
    ("poll", "counted"): N_("Das Ergebnis einer Abstimmung steht fest."),
    ("poll", "withdrawn"): N_("Eine Abstimmung ist zurückgezogen."),
    ("promise", "made"): N_("Die Stadt sagt etwas zu."),
    ("promise", "corrected"): N_("Der Wortlaut einer Zusage ist berichtigt."),
    ("promise", "retracted"): N_("Eine Zusage ist gestrichen."),
    ("incident", "reported"): N_("Eine Störung ist gemeldet."),
    ("incident", "ended"): N_("Eine Störung ist behoben."),
    ("minutes", "noted"): N_("Die Protokollführung schreibt einen Satz."),
    ("minutes", "removed"): N_("Die Protokollführung streicht einen eigenen Satz."),
    ("minutes", "published"): N_("Die Niederschrift ist veröffentlicht."),
    ("chat", "open"): N_("Der Chat ist offen."),
}
_OTHERS = {
    "promise": N_("Die Stadt berichtet über eine Zusage."),
    "question": N_("Die Moderation ändert etwas an einer Frage."),
    "poll": N_("Hände sind gezählt."),
    "chat": N_("Die Regel für den Chat ändert sich."),
}

_NOT_THE_COURSE = {"screen"}


@dataclass(frozen=True, slots=True)
class Row:
    seq: int
    at: datetime
    text: str


def logbook(log: Sequence[Entry], titles: Mapping[int, str], locale: str) -> list[Row]:
    """`titles`: of the items, by id. What is not of the evening's course is left out."""
    found = []
    for entry in log:
        msgid = _WORDS.get((entry.kind, entry.verb)) or _OTHERS.get(entry.kind, "")
        if (entry.kind, entry.verb, entry.subject) == ("agenda", "moved", 0):
            msgid = N_("Der letzte Punkt ist beraten.")
        if entry.verb == UNDONE and entry.kind not in _NOT_THE_COURSE:
            msgid = N_("Eintrag %(number)s ist zurückgenommen.")
        if msgid:
            title = titles.get(entry.subject, "")
            found.append(Row(entry.seq, entry.at, translate(locale, msgid, item=title, number=entry.subject)))
    return found
