"""What the form of a proposal sends about pictures: one more with its description, and which ones go."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from litestar.datastructures import UploadFile

from participation.core.forms import Errors, Form, whole_number
from participation.core.i18n import N_
from participation.core.images import BadImage, Drawn, draw
from proposals.images.rules import ALT_EACH, ALT_MAX, EACH
from proposals.rules import says_something

FILE, ALT = "image", "image_alt"


@dataclass(frozen=True, slots=True)
class Sent:
    """`drawn` is None where no picture came along; `alts` describes anew what is there."""

    drawn: Drawn | None
    alt: str
    drop: frozenset[int]
    alts: Mapping[int, str] = field(default_factory=dict)

    @property
    def something(self) -> bool:
        return self.drawn is not None or bool(self.drop) or bool(self.alts)


NOTHING = Sent(None, "", frozenset())


async def read(form: Form, errors: Errors) -> Sent:
    """Draws the picture, which takes a while; adds to `errors` what is wrong with it."""
    sent = await _read(form, errors)
    return replace(sent, alts=_described(form, sent.drop, errors))


def _described(form: Form, drop: frozenset[int], errors: Errors) -> dict[int, str]:
    found = {}
    for name, value in form.items():
        number = whole_number(name.removeprefix(ALT_EACH)) if name.startswith(ALT_EACH) else None
        if number is None or number in drop:
            continue
        found[number] = " ".join(value.split())
        if not says_something(found[number]):
            errors.add(name, N_("Beschreiben Sie, was auf dem Bild zu sehen ist, oder nehmen Sie es weg."))
        elif len(found[number]) > ALT_MAX:
            errors.add(name, N_("Die Beschreibung ist zu lang: höchstens %(most)s Zeichen."), most=ALT_MAX)
    return found


async def _read(form: Form, errors: Errors) -> Sent:
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
        if name != ALT and not name.startswith((EACH, ALT_EACH)):
            fields.setdefault(name, []).append(value)
    return Form(fields)
