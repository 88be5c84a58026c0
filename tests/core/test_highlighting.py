import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from participation.core.highlighting import highlighted


@pytest.mark.parametrize(
    ("text", "asked", "shown"),
    [
        ("Mehr Bäume am Ring", "baum", "Mehr <mark>Bäume</mark> am Ring"),
        ("Ein Baum", "Bäume", "Ein <mark>Baum</mark>"),
        ("Fahrradstraße", "fahrradstrassen", "<mark>Fahrradstraße</mark>"),
        ("Der Spielplatz", "Spielplätze", "Der <mark>Spielplatz</mark>"),
        ("Am Ring, im Amt", "am", "<mark>Am</mark> Ring, im Amt"),
        ("Tempo 30 und 300", "30", "Tempo <mark>30</mark> und 300"),
        (
            "rote Ampel, rote Laterne",
            '"rote Ampel"',
            "<mark>rote</mark> <mark>Ampel</mark>, <mark>rote</mark> Laterne",
        ),
        ("Baum ohne Ring", "Baum -Ring", "<mark>Baum</mark> ohne Ring"),
        ("<b>Baum</b> & Bank", "baum", "&lt;b&gt;<mark>Baum</mark>&lt;/b&gt; &amp; Bank"),
        ("<script>", "<script>", "&lt;<mark>script</mark>&gt;"),
        ("Nichts", "", "Nichts"),
    ],
)
def test_found_words_are_marked_in_their_forms(text, asked, shown):
    assert highlighted(text, asked) == shown


@given(st.text(max_size=80), st.text(max_size=40))
def test_whatever_is_typed_the_text_stays_the_same(text, asked):
    found = highlighted(text, asked)
    assert found.replace("<mark>", "").replace("</mark>", "") == escape(text)
