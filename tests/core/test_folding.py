"""Folding is faster, and nothing else: each template comes out as with Jinja's own environment."""

from gettext import NullTranslations
from typing import Any

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined
from jinja2.exceptions import UndefinedError
from markupsafe import Markup

from participation.core.folding import FoldingEnvironment, flow

OPTIONS: dict[str, Any] = {
    "autoescape": True,
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "extensions": ["jinja2.ext.i18n", "jinja2.ext.do"],
}
WORDS = {
    "Hallo": "Hello & <welcome>",
    "Von %(name)s": "By %(name)s, %(name)s",
    "%(a)s vor %(b)s": "%(b)s after %(a)s",
    "100 %% sicher": "100 %% safe",
    "%(num)s Ding": "%(num)s thing",
    "%(num)s Dinge": "%(num)s things",
    "Nur Name: %(name)s": "No place for it",
    "Anders %(name)s": "Other %(other)s",
    "Zahl %(n)d": "Number %(n)d",
}


class English(NullTranslations):
    def gettext(self, message: str) -> str:
        return WORDS.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


PIECES = {
    "_macros.html": "{% macro card(title, text='x') %}<b>{{ title }}</b>{{ text }}"
    "{% endmacro %}{% macro frame(title) %}<i>{{ title }}</i>{{ caller() }}{% endmacro %}{% set tag = _('Hallo') %}",
    "_with.html": "{% macro me() %}{{ name }}{{ _('Von %(name)s', name=name) }}{% endmacro %}",
    "_part.html": "[{{ name }} {{ loop_name }}]",
    "_base.html": "<title>{% block title %}{{ _('Hallo') }}{% endblock %}</title>{% block main %}{% endblock %}",
}
TEMPLATES = {
    "constant": "{{ _('Hallo') }} {{ gettext('Hallo') }} {{ _('nicht übersetzt') }} {{ _('') }}",
    "place": "{{ _('Von %(name)s', name=name) }}",
    "safe place": "{{ _('Von %(name)s', name=safe) }}",
    "number": "{{ _('Von %(name)s', name=number) }}{{ _('Zahl %(n)d', n=number) }}",
    "none": "{{ _('Von %(name)s', name=nothing) }}",
    "order": "{{ _('%(a)s vor %(b)s', a=name, b=safe) }}",
    "unused": "{{ _('Nur Name: %(name)s', name=name) }}",
    "percent": "{{ _('100 %% sicher') }}",
    "nested": "{{ _('Von %(name)s', name=_('Von %(name)s', name=name)) }}",
    "argument": "{% from '_macros.html' import card %}{{ card(_('Hallo'), _('Von %(name)s', name=name)) }}",
    "set": "{% set x = _('Von %(name)s', name=name) %}{{ x }}{{ x ~ name }}{{ _('Hallo') ~ name }}",
    "list": "{% for a, b in [(1, _('Hallo')), (2, name)] %}{{ a }}{{ b }}{% endfor %}",
    "lookup": "{{ _(label) }}{{ _(label_with, name=name) }}",
    "plural": "{{ ngettext('%(num)s Ding', '%(num)s Dinge', 1) }}{{ ngettext('%(num)s Ding', '%(num)s Dinge', 3) }}",
    "trans": "{% trans %}Hallo{% endtrans %}{% trans name=name %}Von {{ name }}{% endtrans %}",
    "condition": "{{ _('Hallo') if number else name }}{{ name or _('Hallo') }}",
    "import": "{% import '_macros.html' as m %}{{ m.tag }}{{ m.card(name) }}",
    "with context": "{% from '_with.html' import me with context %}{{ me() }}",
    "call": "{% from '_macros.html' import frame %}{% call frame(name) %}{{ _('Hallo') }}{{ name }}{% endcall %}",
    "extends": "{% extends '_base.html' %}{% block title %}{{ name }}{% endblock %}"
    "{% block main %}{{ super() }}{{ _('Hallo') }}{% endblock %}",
    "include": "{% for loop_name in [1, safe] %}{% include '_part.html' %}{% endfor %}",
    "filters": "{{ name|upper }}{{ safe|length }}{{ [name, safe]|join(', ') }}{{ name|safe }}{{ _('Hallo')|upper }}",
    "plain": "{% autoescape false %}{{ _('Hallo') }} {{ _('Von %(name)s', name=name) }} {{ name }}{% endautoescape %}",
    "attribute": '<a title="{{ _("Hallo") }}" class="{{ number }}">{{ 1.5 }}{{ true }}{{ [name] }}</a>',
}
VALUES = {
    "name": "<b>Ärger & \"Zitat\"</b> 'x'",
    "safe": Markup("<i>gut</i>"),
    "number": 7,
    "nothing": None,
    "label": "Hallo",
    "label_with": "Von %(name)s",
}


def both(name: str) -> tuple[str, str]:
    loader = DictLoader({**PIECES, name: TEMPLATES[name]})
    stock = Environment(loader=loader, **OPTIONS)  # noqa: S701  # it escapes, by the options
    stock.install_gettext_translations(English(), newstyle=True)
    ours = FoldingEnvironment(loader=loader, **OPTIONS)
    ours.install_translations(English())
    return stock.get_template(name).render(VALUES), ours.get_template(name).render(VALUES)


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_comes_out_as_with_the_stock_environment(name):
    expected, found = both(name)
    assert found == expected


def test_what_is_missing_is_still_an_error():
    env = FoldingEnvironment(loader=DictLoader({}), **OPTIONS)
    env.install_translations(English())
    with pytest.raises(UndefinedError):
        env.from_string("{{ _('Von %(name)s', name=missing) }}").render()
    with pytest.raises(KeyError):
        env.from_string("{{ _('Anders %(name)s', name=1) }}").render()


def test_flow_escapes_whatever_comes():
    class Own:
        def __html__(self):
            return "<own>"

    class Text(str):
        __slots__ = ()

    assert [flow(value) for value in ("<", Markup("<"), 1, True, None, 1.5, Own(), Text("<"))] == [
        "&lt;", "<", "1", "True", "None", "1.5", "<own>", "&lt;",
    ]  # fmt: skip


def test_two_languages_share_one_folder_of_compiled_templates(tmp_path):
    from jinja2 import FileSystemBytecodeCache

    from participation.core.templating import environment

    def said(locale: str) -> str:
        return environment(locale).from_string("{{ _('Zum Inhalt springen') }}").render()

    assert said("de") != said("en")
    patterns = [environment(locale).bytecode_cache.pattern for locale in ("de", "en")]
    assert patterns[0] != patterns[1]
    assert all(
        isinstance(environment(locale).bytecode_cache, FileSystemBytecodeCache) for locale in ("de", "en")
    )
