"""Words of the editor's form. All are msgids."""

from participation.core.i18n import N_
from polls.editor.rules import QUESTIONNAIRE
from polls.life import Needed, Receipts, Results, Secrecy, Voters

KINDS = {
    "one-choice": (N_("Eine Antwort"), N_("Jede Person wählt genau eine.")),
    "several": (N_("Mehrere Antworten"), N_("Jede Person wählt eine oder mehrere.")),
    "approval": (N_("Zustimmung"), N_("Alles ankreuzen, womit man einverstanden ist.")),
    "score": (N_("Noten"), N_("Jede Möglichkeit bekommt einen Wert, der höchste Durchschnitt gewinnt.")),
    "resistance": (N_("Widerstand"), N_("Von 0 bis 10: Womit können alle zusammen am besten leben?")),
    "consent": (N_("Konsent"), N_("Angenommen ist, wogegen niemand einen Einwand hat.")),
    "schulze": (N_("Rangfolge, Paarvergleich"), N_("Wer gewinnt gegen jede andere (Schulze)?")),
    "run-off": (N_("Rangfolge, Stichwahl"), N_("Die schwächste scheidet aus, bis eine die Mehrheit hat.")),
    "stv": (N_("Rangfolge, mehrere Plätze"), N_("Übertragbare Einzelstimme, wie in Schottland.")),
    "points": (N_("Punkte verteilen"), N_("Jede Person hat gleich viele Punkte.")),
    "open": (N_("Offene Frage"), N_("Antwort in eigenen Worten.")),
    QUESTIONNAIRE: (N_("Fragebogen"), N_("Mehrere Fragen, auch mit Bedingungen.")),
}
SETTINGS = {
    "blank": (N_("Darf leer abgegeben werden"), ""),
    "complete": (N_("Jede Möglichkeit braucht einen Wert"), N_("Sonst zählt ein fehlender als Enthaltung.")),
    "equal_ranks": (N_("Gleiche Plätze sind erlaubt"), ""),
    "least": (N_("Mindestens so viele"), N_("Leer heißt: eine.")),
    "most": (N_("Höchstens"), N_("Leer heißt: keine Grenze. Bei Punkten: für eine Möglichkeit.")),
    "low": (N_("Kleinster Wert"), N_("Leer heißt: 0.")),
    "high": (N_("Größter Wert"), N_("Leer heißt: 10.")),
    "points": (N_("Punkte für jede Person"), N_("Leer heißt: 10.")),
    "seats": (N_("Plätze"), N_("Leer heißt: einer.")),
    "length": (N_("Längste Antwort in Zeichen"), N_("Leer heißt: 2.000.")),
}
FLAGS = ("blank", "complete", "equal_ranks")
VOTERS = {
    Voters.CONFIRMED: (N_("Alle mit bestätigter E-Mail-Adresse"), N_("Ein Konto genügt.")),
    Voters.VERIFIED: (
        N_("Alle mit bestätigtem Wohnsitz"),
        N_("Das Bürgerbüro hat den Ausweis gesehen. Für Abstimmungen mit Gewicht."),
    ),
    Voters.ROLL: (
        N_("Wer im Verzeichnis steht"),
        N_("Sie laden eine Liste mit E-Mail-Adressen oder Mitgliedsnummern hoch."),
    ),
    Voters.CODES: (
        N_("Wer einen gedruckten Code hat"),
        N_("Ohne Konto. Sie drucken Bögen und verteilen sie verschlossen."),
    ),
}
SECRECY = {
    Secrecy.SECRET: (
        N_("Geheim"),
        N_("Stimmzettel sind versiegelt. Ein Ergebnis gibt es erst nach dem Ende."),
    ),
    Secrecy.OPEN: (N_("Stimmungsbild"), N_("Unversiegelt, für Fragen, bei denen es nicht darauf ankommt.")),
}
RESULTS = {
    Results.AT_END: (N_("Erst nach dem Ende"), ""),
    Results.LIVE: (N_("Laufend, für alle sichtbar"), N_("Nur beim Stimmungsbild.")),
}
RECEIPTS = {
    Receipts.COUNTED: (
        N_("Nur, dass der Stimmzettel gezählt ist"),
        N_("Empfohlen, wenn geheim abgestimmt wird: Was darauf steht, lässt sich nicht verkaufen."),
    ),
    Receipts.FULL: (
        N_("Auch, was darauf steht"),
        N_("Alle Stimmzettel stehen am Ende mit Prüfnummer im Netz, ohne Namen. Für Stimmungsbilder."),
    ),
}
NEEDED = {
    Needed.NOTHING: N_("Kein nötiger Anteil"),
    Needed.HALF: N_("Mehr als die Hälfte"),
    Needed.TWO_THIRDS: N_("Mindestens zwei Drittel"),
    Needed.THREE_QUARTERS: N_("Mindestens drei Viertel"),
}
LACKS = {
    "lead": (N_("Ein Satz, worum es geht"), "lead"),
    "body": (N_("Eine Beschreibung"), "body"),
    "options": (N_("Mindestens zwei Möglichkeiten"), "option-1"),
    "more-than-options": (N_("Es sind weniger Möglichkeiten da, als gewählt werden sollen"), "option-1"),
    "least-above-most": (N_("„Mindestens“ ist größer als „höchstens“"), "least"),
    "condition": (N_("Die Bedingung passt zu keiner früheren Frage"), "only"),
    "questions": (N_("Mindestens eine Frage"), "new-question"),
    "question-incomplete": (N_("Eine Frage ist noch unvollständig"), "questions"),
    "questionnaire-codes": (N_("Ein Fragebogen braucht Konten, Codes gehen hier nicht"), "voters"),
    "questionnaire-paper": (N_("Ein Fragebogen geht nur online, nicht auf Papier"), "paper"),
    "roll": (N_("Das Verzeichnis ist noch leer"), ""),
    "codes": (N_("Es sind noch keine Codes gedruckt"), ""),
    "quorum": (N_("Es müssten mehr abstimmen, als dürfen"), "quorum"),
    "needed": (N_("Bei dieser Art gibt es keinen nötigen Anteil"), "needed"),
    "closes_at": (N_("Das Ende liegt in der Vergangenheit"), "closes_day"),
}
"""What is missing before publication, and the field that it is about; where there is none, a page of its own."""
PAGES = {"roll": "roll", "codes": "codes"}
