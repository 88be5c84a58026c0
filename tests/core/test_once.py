"""A piece that is kept is the piece that would have been made."""

from functools import partial
from gettext import NullTranslations

import pytest
from jinja2 import DictLoader
from markupsafe import Markup

from participation.core.folding import FoldingEnvironment
from participation.core.once import LONGEST, MOST, Once

PIECE = "{% set made = [] %}{% macro piece(text) %}{% do made.append(1) %}<b>{{ text }}</b>{% endmacro %}"
PAGE = '{% from "piece.html" import piece, made %}{{ once(piece, text) }} {{ made|length }}'


@pytest.fixture
def kept():
    return Once()


@pytest.fixture
def show(kept):
    env = FoldingEnvironment(
        loader=DictLoader({"piece.html": PIECE, "page.html": PAGE}),
        autoescape=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    env.install_translations(NullTranslations())
    env.globals["once"] = partial(kept.piece)
    return lambda text: env.get_template("page.html").render(text=text)


def test_the_same_is_made_once_and_anything_else_anew(show):
    assert show("one") == "<b>one</b> 1"
    assert show("one") == "<b>one</b> 1"
    assert show("two") == "<b>two</b> 2"


def test_text_never_passes_for_markup_of_the_same_letters(show):
    evil = "<script>"
    assert show(Markup(evil)).startswith("<b><script></b>")  # noqa: S704  # this is the case
    assert show(evil).startswith("<b>&lt;script&gt;</b>")
    assert show(Markup("1")) == "<b>1</b> 3"
    assert show(1) == "<b>1</b> 4"
    assert show(True) == "<b>True</b> 5"


def test_what_is_kept_has_a_bound(show, kept):
    show("x" * LONGEST)
    assert len(kept) == 0
    for number in range(MOST + 1):
        show(number)
    assert len(kept) == 1
