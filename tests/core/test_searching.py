"""What people type, asked of a real PostgreSQL."""

import random

import pytest

from participation.core.db import fetch_value
from participation.core.searching import to_query

FOUND = "SELECT to_tsvector('german', $1) @@ to_tsquery('german', $2)"


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Wir brauchen mehr Fahrradstraßen in der Nordstadt.", "Fahrradstrasse"),
        ("Wir brauchen mehr Fahrradstraßen in der Nordstadt.", "Fahrradstraßen"),
        ("Wir brauchen mehr Fahrradstraßen in der Nordstadt.", "FAHRRADSTRASSEN"),
        ("Die Fahrradstraße endet hier.", "fahrradstraßen"),
        ("Die Fahrradstraße endet hier.", "Fahrradstr"),
        ("Auf den Spielplätzen fehlt Schatten.", "Spielplatz"),
        ("Der Spielplatz hat keinen Schatten.", "Spielplätze Schatten"),
        ("Ein Baum am Ring.", "die Bäume"),
        ("Tempo 30 am Ring", "tempo 30"),
        ("Eine rote Ampel", '"rote Ampel"'),
        ("Lärm-Schutz am Ring", "Lärm-Schutz"),
    ],
)
async def test_a_word_is_found_in_all_its_forms_and_by_its_beginning(pool, text, typed):
    assert await fetch_value(FOUND, text, to_query(typed))


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Eine rote Laterne neben der Ampel", '"rote Ampel"'),
        ("Ein Baum am Ring", "Baum -Ring"),
        ("Ein Baum am Ring", "Baum Bank"),
        ("Tempo 300", "tempo 30"),
    ],
)
async def test_all_words_must_be_there_and_unwanted_ones_must_not(pool, text, typed):
    assert not await fetch_value(FOUND, text, to_query(typed))


@pytest.mark.parametrize("typed", ["", "   ", "-nur", "--", '"', "& | ! ( ) :* <->", "\0", "_"])
def test_where_nothing_is_left_nothing_is_asked(typed):
    assert to_query(typed) == ""


async def test_no_text_is_an_error(pool):
    chance = random.Random(4)
    letters = "aäß\"-'!&|:*()<> \\_²½\u0301\u200d漢0١\t%;$1"
    for _ in range(1500):
        typed = "".join(chance.choice(letters) for _ in range(chance.randrange(16)))
        await fetch_value("SELECT to_tsquery('german', $1)::text", to_query(typed))


def test_a_long_query_is_cut():
    assert to_query("wort " * 500).count("wort") == 12
    assert len(to_query("x" * 10_000)) < 50
