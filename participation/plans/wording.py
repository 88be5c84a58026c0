"""What people read when something about a text does not go."""

from participation.core.errors import sentence
from participation.core.i18n import N_
from participation.plans.rules.display import Wrong
from participation.plans.rules.statements import Channel
from participation.plans.rules.weighing import Outcome, Stage

PASSAGE_GONE = sentence(
    "passage-gone",
    N_(
        "Diesen Absatz gibt es in der neuen Fassung nicht mehr. Sie können ihn lesen, aber nichts mehr dazu schreiben."
    ),
)
SAVED_ELSEWHERE = sentence(
    "text-saved-elsewhere",
    N_(
        "Jemand anderes hat inzwischen gespeichert. Ihr Text steht unten. "
        "Öffnen Sie die Seite in einem zweiten Fenster, vergleichen Sie, und speichern Sie dann noch einmal."
    ),
)
NO_DRAFT = sentence("no-draft", N_("Es gibt keinen Entwurf, der veröffentlicht werden könnte."))
SAME_TEXT = sentence(
    "same-text", N_("Der Entwurf ist genau der Text, der schon veröffentlicht ist. Ändern Sie ihn zuerst.")
)
CLOSED = sentence("wording-closed", N_("In dieser Phase kommen keine neuen Wortlaute dazu."))
NEW_VERSION = sentence(
    "wording-new-version",
    N_(
        "Inzwischen gibt es eine neue Fassung des Textes. Ihr Wortlaut steht unten. "
        "Vergleichen Sie ihn mit dem, was jetzt da steht, und senden Sie ihn noch einmal."
    ),
)
HIDDEN = sentence("wording-hidden", N_("Diesen Wortlaut hat die Moderation ausgeblendet."))
NO_DISPLAY = sentence("no-display", N_("Dieser Text liegt nicht öffentlich aus."))
NOT_YET = sentence(
    "display-not-yet",
    N_(
        "Die Auslegung beginnt am %(first)s. Ab dann nehmen wir Stellungnahmen an, bis einschließlich %(last)s."
    ),
)
OVER = sentence(
    "display-over",
    N_(
        "Die Frist ist vorbei, sie ging bis einschließlich %(last)s. Ihr Text steht noch unten. "
        "Sie können ihn der Stadt als Brief schicken; er gilt dann als verspätet."
    ),
)
UNSURE = sentence(
    "erasure-unsure", N_("Bitte bestätigen Sie, dass die Daten der Person gelöscht werden sollen.")
)
DAYS = {
    Wrong.NOT_ANNOUNCED: sentence(
        "display-not-announced", N_("Die Auslegung muss vor ihrem ersten Tag bekannt gemacht werden.")
    ),
    Wrong.TOO_SHORT: sentence(
        "display-too-short", N_("Das ist zu kurz. Der letzte Tag darf frühestens der %(least)s sein.")
    ),
    Wrong.IN_THE_PAST: sentence(
        "display-in-the-past",
        N_("Der erste Tag muss in der Zukunft liegen: Der Plan muss die ganze Zeit zu sehen sein."),
    ),
    Wrong.BEGUN: sentence(
        "display-begun", N_("Die Auslegung läuft schon. Ihr erster Tag lässt sich nicht mehr ändern.")
    ),
    Wrong.SHORTENED: sentence(
        "display-shortened", N_("Die Auslegung läuft schon. Sie kann nur noch länger werden.")
    ),
}
CHANNELS = {
    Channel.ONLINE: N_("online"),
    Channel.LETTER: N_("Brief"),
    Channel.COUNTER: N_("am Schalter"),
    Channel.PHONE: N_("am Telefon"),
    Channel.MAIL: N_("Mail"),
}
TOLD = sentence("weighing-told", N_("Die Abwägung ist veröffentlicht. Ihre Punkte bleiben, wie sie sind."))
NOTHING_TO_WEIGH = sentence("nothing-to-weigh", N_("Es gibt keine Stellungnahme, die abzuwägen wäre."))
UNWEIGHED = sentence(
    "weighing-unfinished",
    N_(
        "Noch ist nicht alles abgewogen: Stellungnahmen ohne Punkte: %(unsplit)s, "
        "Punkte ohne Ergebnis: %(unweighed)s."
    ),
)
OUTCOMES = {
    Outcome.FOLLOWED: N_("Wird gefolgt"),
    Outcome.PARTLY: N_("Wird teilweise gefolgt"),
    Outcome.REFUSED: N_("Wird nicht gefolgt"),
    Outcome.NOTED: N_("Zur Kenntnis genommen"),
}
STAGES = {
    Stage.OPEN: N_("offen"),
    Stage.ASSIGNED: N_("bei einem Amt"),
    Stage.EXAMINED: N_("fachlich geprüft"),
    Stage.WEIGHED: N_("abgewogen"),
}
