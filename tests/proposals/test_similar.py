"""Whether a twin is found: by rare words and titles, only where it can be read."""

from participation.core.db import execute, fetch_value
from proposals.likeness import Candidate, grams, likeness, ranked
from proposals.similar import count_words, similar
from tests.proposals.factories import consultation, proposal
from tests.proposals.test_list import counted


def test_titles_are_alike_by_pieces_of_their_words():
    assert grams("Fahrradstraße") == grams("FAHRRADSTRASSE")
    assert grams("Grünfläche") == grams("Grunflache")
    mine = grams("Tunnel für die Reuterstraße")
    near = likeness(mine, 10.0, Candidate(1, "Reuterstraße untertunneln", 0.0, 5))
    far = likeness(mine, 10.0, Candidate(2, "Mehr Bänke im Park", 0.0, 5))
    assert near > far == 0.0


def test_what_shares_only_usual_words_is_not_alike_and_equals_keep_the_order_of_age():
    usual = [Candidate(n, "Etwas ganz anderes", 0.5, 200) for n in (3, 1, 2)]
    assert ranked("Bänke am Brunnen", 80.0, usual) == []
    alike = [Candidate(n, "Bänke am Brunnen", 9.0, 20) for n in (3, 1, 2)]
    assert ranked("Bänke am Brunnen", 80.0, alike) == [1, 2, 3]
    assert ranked("", 0.0, [Candidate(1, "", 0.0, 0)]) == []


async def _city() -> tuple[int, int]:
    """A consultation with many other texts, and the one that is sought."""
    number = await consultation()
    for n in range(40):
        await proposal(number, f"Ein Vorschlag Nummer {n}", f"Die Stadt soll etwas tun, Fall {n * 7}.")
    twin = await proposal(number, "Tunnel Reuterstraße", "Die Autos gehören unter die Erde.")
    await count_words()
    return number, twin


async def test_the_twin_is_found_by_its_rare_words_also_in_another_form(db):
    number, twin = await _city()
    found = await similar(number, "Reuterstrasse untertunneln", "Unter der Erde ist Platz für die Autos.")
    assert found[0].id == twin
    assert found[0].title == "Tunnel Reuterstraße"


async def test_hidden_withdrawn_and_foreign_ones_and_itself_are_not_shown(db):
    number, twin = await _city()
    other = await consultation("anders")
    await proposal(other, "Tunnel Reuterstraße", "Die Autos gehören unter die Erde.")
    words = ("Tunnel Reuterstraße", "Die Autos gehören unter die Erde.")
    assert [one.id for one in await similar(number, *words)] == [twin]
    assert await similar(number, *words, but=twin) == []
    await execute("UPDATE proposal SET withdrawn_at = now() WHERE id = $1", twin)
    assert await similar(number, *words) == []
    await execute("UPDATE proposal SET withdrawn_at = NULL, hidden_at = now() WHERE id = $1", twin)
    assert await similar(number, *words) == []


async def test_it_works_before_the_words_were_ever_counted_and_with_any_text(db):
    number = await consultation()
    twin = await proposal(number, "Tunnel Reuterstraße")
    assert await fetch_value("SELECT count(*) FROM proposal_word") == 0
    assert [one.id for one in await similar(number, "Tunnel Reuterstraße", "")] == [twin]
    for text in ("", "der die das", "'", "\\", "a'b\\c | & ! :* <->", "😀", "x" * 5000, "und " * 9000):
        assert isinstance(await similar(number, text, text), list)


async def test_the_form_costs_few_statements(alma):
    number = await consultation()
    await proposal(number)
    await alma.post(
        "/consultations/stadtgruen/proposals/draft",
        {"title": "Haltestelle"},
    )
    noted = await counted(alma.http.get("/consultations/stadtgruen/proposals/new"))
    assert len(noted) <= 8, noted
