"""German first: the German sentence is the message id, `locales/<language>/<package>.po` hold the others."""

from collections.abc import Mapping
from functools import cache
from gettext import NullTranslations
from io import BytesIO, StringIO
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from participation.core.paths import LOCALES

DEFAULT = "de"
LANGUAGES: Mapping[str, str] = {"de": "Deutsch", "en": "English"}


def N_(msgid: str) -> str:  # noqa: N802  # the name that every gettext tool knows
    """Marks a sentence for translation where it stands; it is translated where it is shown."""
    return msgid


@cache
def translations(locale: str) -> NullTranslations:
    """All catalogues of a language as one; for German the messages are their own translation."""
    merged = NullTranslations()
    for path in sorted((LOCALES / locale).glob("*.po")):
        part = _read(path.read_text(encoding="utf-8"), locale)
        part.add_fallback(merged)
        merged = part
    return merged


def _read(text: str, locale: str) -> Translations:
    catalogue = read_po(StringIO(text), locale=locale)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)


def translate(locale: str, msgid: str, **values: Any) -> str:
    text = translations(locale).gettext(msgid) if msgid else ""
    return text % values if values else text


def translate_plural(locale: str, one: str, many: str, number: int, **values: Any) -> str:
    return translations(locale).ngettext(one, many, number) % {"num": number, **values}
