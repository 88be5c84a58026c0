from datetime import timedelta

import pytest

from participation.consultations.actions import (
    Contact,
    PhaseDraft,
    add_event,
    add_news,
    add_outcome,
    archive,
    create_district,
)
from participation.core import clock
from participation.core.db import statements
from tests.consultations.factories import DAY, collecting, make_consultation


async def test_the_list_tells_open_from_coming_and_finished(visitor):
    now = clock.now()
    await make_consultation("offen", "Offene Sache")
    await make_consultation("pruefung", "Geprüfte Sache", phases=[PhaseDraft("examine", "Prüfen", now - DAY)])
    await make_consultation(
        "bald", "Künftige Sache", phases=[PhaseDraft("collect", "Sammeln", now + 3 * DAY)]
    )
    await make_consultation("vorbei", "Vergangene Sache", phases=[collecting(days_ago=9, days_left=-1)])
    await make_consultation("geheim", "Geheime Sache", published_at=None)
    text = (await visitor.get("/consultations")).text
    places = [
        text.index(name) for name in ("Offene Sache", "Geprüfte Sache", "Künftige Sache", "Vergangene Sache")
    ]
    assert places == sorted(places)
    assert "Geheime Sache" not in text
    assert "Jetzt offen" in text
    assert "Noch 10 Tage" in text


async def test_what_closes_first_stands_first_among_the_open_ones(visitor):
    await make_consultation("lange", "Lange offen", phases=[collecting(days_left=30)])
    await make_consultation("kurz", "Kurz offen", phases=[collecting(days_left=3)])
    text = (await visitor.get("/consultations")).text
    assert text.index("Kurz offen") < text.index("Lange offen")


async def test_an_empty_city_says_so(visitor):
    answer = await visitor.get("/consultations")
    assert answer.status_code == 200
    assert "Gerade läuft keine Beteiligung" in answer.text


async def test_the_page_shows_all_that_belongs_to_a_consultation(visitor):
    district = await create_district("nord", "Nordstadt")
    number = await make_consultation(
        kicker="Beteiligung · Nordstadt",
        lead="Sagen Sie, wo Schatten fehlt.",
        body="Es ist **heiß**.\n\n## Warum jetzt",
        plain_body="Es ist warm.",
        open_points=["wo sie stehen"],
        fixed_points=["200 Bäume"],
        goals=["Schatten für alle"],
        decides="Der **Rat**.",
        contact=Contact(
            "Hanna Brandt", "Fachbereich Grün", "0555 12345-61", "gruen@musterstadt.example", "vormittags"
        ),
        district_id=district,
        phases=[PhaseDraft("inform", "Informieren", clock.now() - 9 * DAY, clock.now() - DAY), collecting()],
    )
    await add_news(number, "Die Sammlung beginnt", "Heute.")
    await add_news(number, "Noch geheim", "Morgen.", at=clock.now() + DAY)
    await add_event(number, clock.now() + DAY, "Rundgang", "Mit Thermometer.", "Brunnen")
    await add_outcome(
        number, "done", quote="Es fehlt eine Bank.", text="Jetzt steht sie.", origin="Vorschlag"
    )
    text = (await visitor.get("/consultations/baeume")).text
    for words in (
        "Sagen Sie, wo Schatten fehlt.",
        "<strong>heiß</strong>",
        "<h3>Warum jetzt</h3>",
        "In einfachen Worten",
        "wo sie stehen",
        "200 Bäume",
        "Schatten für alle",
        "Wer entscheidet",
        "Hanna Brandt",
        'href="tel:05551234561"',
        "Die Sammlung beginnt",
        "Rundgang",
        "„Es fehlt eine Bank.“",
        "Umgesetzt",
        "127.0.0.1:8000/<wbr>consultations/<wbr>baeume",
        "Noch 10 Tage",
        'aria-current="step"',
        "Vorschlag machen",
    ):
        assert words in text, words
    assert "Noch geheim" not in text


async def test_what_people_can_do_is_offered_only_while_it_is_open(visitor):
    number = await make_consultation()
    assert "/consultations/baeume/proposals/new" in (await visitor.get("/consultations/baeume")).text
    await archive(number)
    assert "/consultations/baeume/proposals/new" not in (await visitor.get("/consultations/baeume")).text


@pytest.mark.parametrize("slug", ["nirgends", "%00", "..%2f", "x" * 500, "ä"])
async def test_an_unknown_consultation_is_404(visitor, slug):
    assert (await visitor.get(f"/consultations/{slug}")).status_code == 404


async def test_a_draft_is_a_secret_of_the_editors(visitor, alma, emin):
    await make_consultation(published_at=None)
    await make_consultation("morgen", published_at=clock.now() + timedelta(hours=1))
    for slug in ("baeume", "morgen"):
        assert (await visitor.get(f"/consultations/{slug}")).status_code == 404
        assert (await alma.get(f"/consultations/{slug}")).status_code == 404
        answer = await emin.get(f"/consultations/{slug}")
        assert answer.status_code == 200
        assert "Das ist ein Entwurf" in answer.text


@pytest.mark.parametrize("url", ["/consultations", "/consultations/baeume"])
async def test_a_page_needs_at_most_five_statements(alma, url):
    number = await make_consultation()
    await add_news(number, "Neu", "Text")
    await alma.get(url)
    token = statements.set([])
    try:
        assert (await alma.get(url)).status_code == 200
        assert len(statements.get()) <= 5, statements.get()
    finally:
        statements.reset(token)


async def test_the_page_speaks_english_where_somebody_chose_it(visitor):
    await make_consultation(body="Text")
    await visitor.post("/language", {"language": "en", "next": "/consultations/baeume"})
    text = (await visitor.get("/consultations/baeume")).text
    assert '<html lang="en">' in text
    assert "What it is about" in text
