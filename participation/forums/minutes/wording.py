"""Sentences of the draft in a language."""

from datetime import date, datetime

from participation.core.i18n import N_, translate, translate_plural
from participation.core.wording import date_text, number_text, time_text
from participation.forums.minutes.rules import Part
from participation.forums.minutes.saying import Said, Value

PART_NAMES = {
    Part.CONCERN: N_("Anliegen"),
    Part.STATEMENT: N_("Stellungnahme der Verwaltung"),
    Part.DEBATE: N_("Aussprache"),
    Part.VOTE: N_("Abstimmung"),
    Part.RESULT: N_("Ergebnis"),
}


def words(locale: str, said: Said) -> str:
    if said.own:
        return said.one
    values = {name: _value(locale, value) for name, value in said.values.items()}
    if said.many:
        number = said.values["num"]
        assert isinstance(number, int)
        values.pop("num")
        return translate_plural(locale, said.one, said.many, number, **values)
    return translate(locale, said.one, **values)


def _value(locale: str, value: Value) -> str:
    if isinstance(value, Said):
        return words(locale, value)
    if isinstance(value, tuple):
        return ", ".join(words(locale, one) for one in value)
    if isinstance(value, datetime):
        return time_text(locale, value)
    if isinstance(value, date):
        return date_text(locale, value)
    return number_text(locale, value) if isinstance(value, int) else value
