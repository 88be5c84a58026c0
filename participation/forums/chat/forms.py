"""One line, as a browser sends it."""

import re

from participation.core.forms import Errors, Form
from participation.core.i18n import N_
from participation.forums.chat.rules import BODY_LENGTH

_BLANK_LINES = re.compile(r"\n{3,}")


def line(form: Form) -> tuple[str, Errors]:
    """The text, and what is wrong with it."""
    body, errors = _BLANK_LINES.sub("\n\n", form.text("body")), Errors()
    if not body:
        errors.add("body", N_("Bitte schreiben Sie etwas."))
    elif len(body) > BODY_LENGTH:
        errors.add("body", N_("Bitte kürzen Sie Ihre Zeile auf %(limit)s Zeichen."), limit=BODY_LENGTH)
    return body, errors
