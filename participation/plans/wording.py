"""What people read when something about a text does not go."""

from participation.core.errors import sentence
from participation.core.i18n import N_

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
