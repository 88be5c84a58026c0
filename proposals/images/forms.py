"""What the form of a proposal sends about pictures: one more with its description, and which ones go."""

from dataclasses import dataclass

from litestar.datastructures import UploadFile

from participation.core.forms import Errors, Form, whole_number
from participation.core.i18n import N_
from participation.core.images import BadImage, Drawn, draw
from proposals.images.rules import ALT_MAX, EACH
from proposals.rules import says_something

FILE, ALT = "image", "image_alt"


@dataclass(frozen=True, slots=True)
class Sent:
    """`drawn` is None where no picture came along."""

    drawn: Drawn | None
    alt: str
    drop: frozenset[int]

    @property
    def something(self) -> bool:
        return self.drawn is not None or bool(self.drop)


NOTHING = Sent(None, "", frozenset())


async def read(form: Form, errors: Errors) -> Sent:
    """Draws the picture, which takes a while; adds to `errors` what is wrong with it."""
    upload: UploadFile | None = form.files.get(FILE, [None])[0]
    alt = " ".join(form.text(ALT).split())
    drop = frozenset(
        number
        for name, _ in form.items()
        if name.startswith(EACH) and (number := whole_number(name.removeprefix(EACH))) is not None
    )
    if upload is None:
        if alt:
            errors.add(FILE, N_("Zu Ihrer Beschreibung fehlt das Bild. Bitte wählen Sie es noch einmal aus."))
        return Sent(None, "", drop)
    if not says_something(alt):
        errors.add(
            ALT, N_("Beschreiben Sie, was auf dem Bild zu sehen ist. Wählen Sie es dann noch einmal aus.")
        )
    elif len(alt) > ALT_MAX:
        errors.add(
            ALT,
            N_(
                "Die Beschreibung ist zu lang: höchstens %(most)s Zeichen. Wählen Sie das Bild dann noch einmal aus."
            ),
            most=ALT_MAX,
        )
    else:
        try:
            return Sent(await draw(upload), alt, drop)
        except BadImage as bad:
            errors.add(FILE, bad.msgid, **bad.values)
    return Sent(None, "", drop)


def without_picture(form: Form) -> Form:
    """The form once more after its picture has found its place."""
    fields: dict[str, list[str]] = {}
    for name, value in form.items():
        if name != ALT and not name.startswith(EACH):
            fields.setdefault(name, []).append(value)
    return Form(fields)
