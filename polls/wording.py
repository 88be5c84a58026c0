"""Words for kinds, problems, steps and results of ballots. Each kind has its look, each step its sentence."""

from collections.abc import Mapping
from dataclasses import dataclass

from participation.core.i18n import N_
from polls.life import Receipts, State, Voters

# --- kinds --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Look:
    """`form` names the fields: one, ticks, scale, points, words, ranks or text. All texts are msgids.

    `columns`: heading and number of each column of the table, `value` for the bar itself.
    """

    form: str
    how: str
    wins: tuple[str, str]
    """The result in one sentence: one is first (%(option)s), or several share the place (%(options)s)."""
    measure: str = ""
    read: str = ""
    columns: tuple[tuple[str, str], ...] = ()


_VOTES = N_("Stimmen")
_SHARE = N_("Anteil der Stimmzettel")
_FIRST = N_("Erste Plätze")
_LAST = N_("Stimmen am Ende")
_RATERS = N_("Bewertet von")
_HALF_MOST = N_("Die Hälfte gab höchstens")
_MOST = (
    N_("„%(option)s“ hat die meisten Stimmen"),
    N_("Gleich viele Stimmen und gemeinsam vorn: %(options)s"),
)
_ELECTED = (N_("Gewählt ist „%(option)s“"), N_("Gewählt sind: %(options)s"))
_RANKS = N_("Ordnen Sie, was Ihnen gefällt: 1 für das Beste, 2 für das Zweitbeste und so weiter.")

LOOKS: Mapping[str, Look] = {
    "one-choice": Look(
        "one",
        N_("Wählen Sie eine Antwort. Es gewinnt, was die meisten wählen."),
        _MOST,
        _VOTES,
        N_("Jede Person hat eine Antwort gewählt. Vorn liegt, was die meisten gewählt haben."),
        ((_VOTES, "value"), (_SHARE, "share")),
    ),
    "several": Look(
        "ticks",
        N_("Wählen Sie eine oder mehrere Antworten. Es gewinnt, was die meisten wählen."),
        _MOST,
        _VOTES,
        N_(
            "Jede Person konnte mehrere Antworten wählen. Die Anteile ergeben deshalb zusammen mehr als 100 Prozent."
        ),
        ((_VOTES, "value"), (_SHARE, "share")),
    ),
    "approval": Look(
        "ticks",
        N_(
            "Kreuzen Sie alles an, womit Sie einverstanden sind. Es gewinnt, womit die meisten einverstanden sind."
        ),
        (
            N_("Mit „%(option)s“ sind die meisten einverstanden"),
            N_("Gleich viele sind einverstanden, gemeinsam vorn: %(options)s"),
        ),
        N_("Zustimmung"),
        N_(
            "Jede Person konnte allem zustimmen, womit sie leben kann. Vorn liegt, was die breiteste Zustimmung hat."
        ),
        ((N_("Zustimmung"), "value"), (_SHARE, "share")),
    ),
    "knapsack": Look(
        "ticks",
        N_(
            "Wählen Sie, was gebaut werden soll. Alles zusammen darf höchstens so viel kosten, wie Geld da ist."
        ),
        _MOST,
        _VOTES,
        N_(
            "Jede Person konnte so viel wählen, wie das Geld reicht. Die Anteile ergeben deshalb zusammen mehr als 100 Prozent."
        ),
        ((_VOTES, "value"), (_SHARE, "share")),
    ),
    "score": Look(
        "scale",
        N_("Geben Sie jeder Möglichkeit einen Wert. Je höher der Wert, desto besser finden Sie sie."),
        (
            N_("„%(option)s“ ist am besten bewertet"),
            N_("Gleich gut bewertet und gemeinsam vorn: %(options)s"),
        ),
        N_("Mittlere Bewertung"),
        N_(
            "Aus allen Werten bilden wir den Durchschnitt. Wer keinen Wert gab, zählt bei dieser Möglichkeit nicht mit."
        ),
        ((N_("Mittlere Bewertung"), "value"), (_HALF_MOST, "half"), (_RATERS, "raters")),
    ),
    "resistance": Look(
        "scale",
        N_(
            "Geben Sie jeder Lösung einen Wert: Wie groß ist Ihr Widerstand dagegen? Am Ende gewinnt, was auf den kleinsten Widerstand stößt, also womit alle zusammen am besten leben können."
        ),
        (
            N_("„%(option)s“ stößt auf den kleinsten Widerstand"),
            N_("Gleich kleiner Widerstand und gemeinsam vorn: %(options)s"),
        ),
        N_("Mittlerer Widerstand"),
        N_(
            "Wir zählen hier nicht, wer am meisten Anhänger hat. Alle haben jeder Lösung einen Wert gegeben, von 0 für keinen Widerstand an. Aus diesen Werten bilden wir den Durchschnitt. Die Lösung mit dem kleinsten Durchschnitt verletzt die wenigsten: je kürzer der Balken, desto besser."
        ),
        (
            (N_("Mittlerer Widerstand"), "value"),
            (_HALF_MOST, "half"),
            (N_("Starker Widerstand"), "strong"),
            (_RATERS, "raters"),
        ),
    ),
    "consent": Look(
        "words",
        N_(
            "Sagen Sie zu jeder Möglichkeit, ob Sie zustimmen. Ein Einwand genügt, damit sie nicht angenommen wird."
        ),
        (N_("„%(option)s“ ist angenommen"), N_("Angenommen sind: %(options)s")),
        N_("Einwände"),
        N_("Angenommen ist, wogegen niemand einen Einwand hat und wofür mindestens eine Person stimmt."),
        (
            (N_("Zustimmung"), "consent"),
            (N_("Zustimmung mit Bedenken"), "concern"),
            (N_("Einwände"), "value"),
            (N_("Enthaltung"), "abstention"),
        ),
    ),
    "points": Look(
        "points",
        N_("Verteilen Sie Ihre Punkte. Es gewinnt, was die meisten Punkte bekommt."),
        (
            N_("„%(option)s“ hat die meisten Punkte"),
            N_("Gleich viele Punkte und gemeinsam vorn: %(options)s"),
        ),
        N_("Punkte"),
        N_(
            "Jede Person konnte gleich viele Punkte verteilen. Vorn liegt, was zusammen die meisten bekommen hat."
        ),
        ((N_("Punkte"), "value"), (N_("Anteil der Punkte"), "share"), (N_("Gegeben von"), "people")),
    ),
    "schulze": Look(
        "ranks",
        _RANKS,
        (
            N_("„%(option)s“ setzt sich gegen alle anderen durch"),
            N_("Gemeinsam vorn: %(options)s"),
        ),
        N_("Gewonnene Vergleiche"),
        N_(
            "Wir vergleichen je zwei Möglichkeiten: Welche steht auf mehr Stimmzetteln weiter vorn? Wo sich solche Vergleiche im Kreis drehen, zählen die deutlicheren (Verfahren von Schulze)."
        ),
        ((N_("Gewonnene Vergleiche"), "value"), (N_("Vergleiche"), "duels")),
    ),
    "run-off": Look(
        "ranks",
        _RANKS,
        _ELECTED,
        _FIRST,
        N_(
            "Hat keine Möglichkeit die Mehrheit, scheidet die mit den wenigsten Stimmen aus. Ihre Stimmen gehen an die nächste auf dem Stimmzettel, so lange, bis eine die Mehrheit hat."
        ),
        ((_FIRST, "value"), (_LAST, "last")),
    ),
    "stv": Look(
        "ranks",
        _RANKS,
        _ELECTED,
        _FIRST,
        N_(
            "Gewählt ist, wer die nötige Zahl an Stimmen erreicht. Was darüber ist, geht mit einem Teil seines Werts an die Nächsten auf denselben Stimmzetteln weiter. Reicht das nicht, scheidet aus, wer am wenigsten hat."
        ),
        ((_FIRST, "value"), (_LAST, "last")),
    ),
    "open": Look("text", N_("Schreiben Sie Ihre Antwort."), ("", "")),
}
STANCES = (
    ("consent", N_("Zustimmung")),
    ("concern", N_("Zustimmung mit Bedenken")),
    ("objection", N_("Einwand")),
    ("abstention", N_("Enthaltung")),
)
ENDS = {
    "resistance": (N_("kein Widerstand"), N_("für mich nicht tragbar")),
    "score": (N_("schlecht"), N_("sehr gut")),
}
STATES = {
    State.DRAFT: ("soft", N_("Entwurf")),
    State.COMING: ("wait", N_("Beginnt bald")),
    State.OPEN: ("info", N_("Läuft")),
    State.COUNTING: ("wait", N_("Wird ausgezählt")),
    State.CLOSED: ("good", N_("Ergebnis steht fest")),
}

WHO = {
    Voters.CONFIRMED: N_("Abstimmen können alle mit einem Konto und einer bestätigten E-Mail-Adresse."),
    Voters.VERIFIED: N_(
        "Abstimmen können alle, deren Wohnsitz bestätigt ist. Das geht im Bürgerbüro, mit einem Ausweis, in wenigen Minuten."
    ),
    Voters.ROLL: N_("Abstimmen können alle, die im Verzeichnis stehen, mit einem Konto."),
    Voters.CODES: N_(
        "Abstimmen können alle, die einen Bogen mit einem Code bekommen haben. Ein Konto brauchen Sie nicht."
    ),
}
RECEIPT_TEXTS = {
    Receipts.COUNTED: N_(
        "Die Prüfnummer zeigt, dass ein Stimmzettel mit dieser Nummer gezählt wurde. Was darauf stand, zeigt sie nicht: Sonst ließe sich eine Stimme verkaufen."
    ),
    Receipts.FULL: N_(
        "Nach dem Ende veröffentlichen wir jeden Stimmzettel neben seiner Prüfnummer, ohne Namen. Wer Ihre Nummer hat, sieht dann, was Sie gewählt haben. Behalten Sie sie für sich."
    ),
}
"""What a receipt proves, and what it gives away."""

# --- what is wrong with a ballot ----------------------------------------------------------------------------

PROBLEMS = {
    "unknown-option": N_("Diese Antwort steht nicht zur Wahl: %(option)s."),
    "unknown-word": N_("Bitte wählen Sie bei „%(option)s“ eine der vier Antworten."),
    "nothing-chosen": N_("Bitte füllen Sie den Stimmzettel aus. Er ist noch leer."),
    "too-many": N_("Sie haben zu viel gewählt: höchstens %(most)s."),
    "too-few": N_("Sie haben zu wenig gewählt: mindestens %(least)s."),
    "number-outside": N_("Bei „%(option)s“ geht nur eine ganze Zahl von %(low)s bis %(high)s."),
    "value-missing": N_("Bei „%(option)s“ fehlt noch ein Wert."),
    "points-exceeded": N_("Sie haben %(spent)s Punkte verteilt, möglich sind %(points)s."),
    "over-budget": N_("Ihre Auswahl kostet zusammen %(over)s Euro mehr, als Geld da ist."),
    "rank-twice": N_(
        "Der Platz %(rank)s ist zweimal vergeben, auch an „%(option)s“. Jeder Platz geht nur einmal."
    ),
    "rank-missing": N_("Der Platz %(rank)s fehlt. Bitte ordnen Sie ohne Lücke."),
    "too-long": N_("Ihre Antwort ist zu lang: Sie hat %(written)s Zeichen, möglich sind %(length)s."),
}

# --- how the result came about ------------------------------------------------------------------------------

STEPS = {
    "counted": N_("Ausgefüllte Stimmzettel: %(counted)s. Leer abgegeben: %(blank)s."),
    "option-votes": N_("„%(option)s“: %(votes)s Stimmen, das sind %(share)s der Stimmzettel."),
    "most-votes": N_("Die meisten Stimmen hat „%(option)s“."),
    "most-votes-shared": N_("Gleich viele Stimmen haben: %(options)s. Das Los entscheidet hier nicht."),
    "most-approved": N_("Mit „%(option)s“ sind die meisten einverstanden."),
    "most-approved-shared": N_("Mit diesen sind gleich viele einverstanden: %(options)s."),
    "nobody": N_("Niemand hat gewählt. Deshalb gewinnt nichts."),
    "option-resistance": N_(
        "„%(option)s“: Im Mittel ist der Widerstand %(mean)s. Die Hälfte gab höchstens %(half)s. Starken Widerstand haben: %(strong)s. Bewertet von: %(raters)s."
    ),
    "least-resistance": N_("Der kleinste mittlere Widerstand gilt „%(option)s“: %(value)s."),
    "least-resistance-shared": N_("Gleich klein ist der mittlere Widerstand bei: %(options)s."),
    "option-mean": N_("„%(option)s“: Im Mittel %(mean)s. Bewertet von: %(raters)s."),
    "highest-mean": N_("Am besten bewertet ist „%(option)s“ mit %(value)s."),
    "highest-mean-shared": N_("Gleich gut bewertet sind: %(options)s."),
    "option-points": N_("„%(option)s“: %(sum)s Punkte, gegeben von: %(people)s."),
    "most-points": N_("Die meisten Punkte hat „%(option)s“: %(value)s."),
    "most-points-shared": N_("Gleich viele Punkte haben: %(options)s."),
    "consent-reached": N_("„%(option)s“ ist angenommen: kein Einwand. Bedenken: %(concern)s."),
    "consent-missed": N_("„%(option)s“ ist nicht angenommen. Einwände: %(objection)s."),
    "answers-different": N_("Verschiedene Antworten: %(different)s."),
    "quota": N_("Zu vergeben: %(seats)s. Gewählt ist, wer %(quota)s Stimmen erreicht."),
    "majority-rule": N_("Gewählt ist, was mehr als die Hälfte der Stimmen hat, die noch zählen."),
    "first-preferences": N_("Zuerst zählen die ersten Plätze."),
    "surplus-moves": N_("„%(option)s“ hat mit %(votes)s mehr als nötig. Der Überschuss geht weiter."),
    "excluded": N_("„%(option)s“ scheidet mit %(votes)s Stimmen aus. Die Stimmen gehen an die Nächsten."),
    "rest-elected": N_("Wer noch übrig ist, bekommt die letzten Plätze."),
    "lot-drawn": N_("Gleichstand von %(options)s: Das Los fällt auf „%(option)s“."),
    "elected": N_("Gewählt ist „%(option)s“ mit %(votes)s Stimmen."),
    "beats-all": N_("„%(option)s“ gewinnt jeden Vergleich mit einer anderen Möglichkeit."),
    "chains-shared": N_("Gemeinsam vorn stehen: %(options)s."),
    "chains-decide": N_("Die Vergleiche drehen sich im Kreis. Die deutlicheren führen zu „%(option)s“."),
    "same-place": N_("Gleichauf sind: %(options)s."),
    "duel-won": N_("„%(option)s“ steht vor „%(other)s“: %(votes)s gegen %(against)s."),
    "chain-won": N_("„%(option)s“ steht vor „%(other)s“, über die Kette %(chain)s."),
}
FEW = {
    "option-votes": N_("„%(option)s“: weniger als 5 Stimmen."),
    "option-resistance": N_("„%(option)s“: Weniger als 5 Menschen haben bewertet."),
    "option-mean": N_("„%(option)s“: Weniger als 5 Menschen haben bewertet."),
    "option-points": N_("„%(option)s“: Weniger als 5 Menschen haben Punkte gegeben."),
    "elected": N_("Gewählt ist „%(option)s“ mit weniger als 5 Stimmen."),
    "excluded": N_("„%(option)s“ scheidet mit weniger als 5 Stimmen aus. Sie gehen an die Nächsten."),
    "surplus-moves": N_("„%(option)s“ hat mehr als nötig. Der Überschuss geht weiter."),
    "duel-won": N_("„%(option)s“ steht vor „%(other)s“."),
}
"""The same where a number is too small to be shown."""
