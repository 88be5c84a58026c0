"""How the product says no: one exception, one sentence for each key."""

from typing import Any

from participation.core.i18n import N_

_sentences: dict[str, str] = {}


class Refused(Exception):  # noqa: N818  # it reads as what happened: the act was refused
    """An act that the rules do not allow now. `status` is 403, 404, 409, 422 or 429."""

    def __init__(self, key: str, *, status: int = 409, retry_after: float = 0, **values: Any) -> None:
        super().__init__(key)
        self.key = key
        self.status = status
        self.retry_after = retry_after
        self.values = values


def sentence(key: str, msgid: str) -> str:
    """Registers what a person reads for `key`; returns the key, so that rules can name it once."""
    _sentences[key] = msgid
    return key


def msgid_of(key: str) -> str:
    return _sentences.get(key, N_("Das geht gerade nicht. Bitte laden Sie die Seite neu."))


sentence("sign-in-needed", N_("Bitte melden Sie sich an, um mitzumachen."))
sentence("not-allowed", N_("Dafür haben Sie keine Rechte."))
sentence(
    "too-fast",
    N_("Das war sehr schnell hintereinander. Bitte warten Sie kurz und senden Sie dann noch einmal."),
)
sentence("foreign-origin", N_("Diese Anfrage kam nicht von unserer Seite. Bitte öffnen Sie die Seite neu."))
