import re

import pytest

from participation.consultations.actions import PhaseDraft, add_event, add_outcome, create_district
from participation.core import clock
from participation.core.db import statements
from participation.home.actions import set_legal_page
from participation.home.rules import SHORT_ADDRESSES, Slug
from tests.consultations.factories import DAY, collecting, make_consultation
from tests.people import Browser


async def test_an_empty_city_has_a_front_page_too(visitor):
    answer = await visitor.get("/")
    assert answer.status_code == 200
    assert "Was Musterstadt gerade bewegt" in answer.text
    assert "Noch nichts offen" in answer.text
    assert "Zum ersten Mal hier?" in answer.text
    assert "Das kommt als Nächstes" not in answer.text
    assert "set-cookie" not in answer.headers


async def test_the_lead_story_is_the_one_that_closes_first_unless_another_has_priority(visitor):
    await make_consultation("lange", "Lange offen", phases=[collecting(days_left=30)])
    await make_consultation("kurz", "Kurz offen", phases=[collecting(days_left=3)])
    assert '<h2 id="lead"><a href="/consultations/kurz">' in (await visitor.get("/")).text
    await make_consultation("wichtig", "Wichtig", priority=1, phases=[collecting(days_left=90)])
    text = (await visitor.get("/")).text
    assert '<h2 id="lead"><a href="/consultations/wichtig">' in text
    assert "3 Beteiligungen sind offen." in text
    assert "Kurz offen" in text
    assert 'href="/consultations/wichtig/proposals/new"' in text


async def test_what_comes_next_and_what_became_of_it(visitor):
    number = await make_consultation()
    await make_consultation(
        "bald", "Das Neue", phases=[PhaseDraft("collect", "Sammeln", clock.now() + 3 * DAY)]
    )
    await add_event(number, clock.now() + DAY, "Rundgang", place="Brunnen")
    await add_event(number, clock.now() - DAY, "Gestern")
    for n in range(3):
        await add_outcome(number, "done", quote=f"Getan {n}", text="Ja.", at=clock.now() - n * DAY)
    await add_outcome(number, "refused", quote="Abgelehnt", text="Nein.", at=clock.now() - 9 * DAY)
    text = (await visitor.get("/")).text
    assert "Rundgang" in text
    assert "Gestern" not in text
    assert "Das Neue" in text
    assert "„Getan 0“" in text
    assert "„Abgelehnt“" in text
    assert "„Getan 2“" not in text


async def test_a_district_shows_its_own_and_what_concerns_all(visitor):
    nord, sued = await create_district("nord", "Nordstadt"), await create_district("sued", "Süd")
    await make_consultation("n", "Im Norden", district_id=nord)
    await make_consultation("s", "Im Süden", district_id=sued)
    await make_consultation("alle", "Überall")
    text = (await visitor.get("/?district=nord")).text
    assert "Gerade wichtig: Nordstadt" in text
    assert "Im Norden" in text
    assert "Überall" in text
    assert "Im Süden" not in text
    assert (await visitor.get("/?district=atlantis")).status_code == 200


async def test_a_draft_is_on_no_page(visitor):
    number = await make_consultation("geheim", "Geheimplan", published_at=None, body="Geheimplan")
    await add_event(number, clock.now() + DAY, "Geheimtermin")
    await add_outcome(number, "done", quote="Geheimzitat", text="x")
    for url in ("/", "/consultations", "/results", "/search?q=Geheimplan", "/sitemap.xml"):
        found = (await visitor.get(url)).text
        assert not re.search(r"Geheim(termin|zitat)|/consultations/geheim", found), url


@pytest.mark.parametrize("url", ["/", "/results", "/help", "/imprint"])
async def test_a_page_needs_at_most_five_statements(alma, url):
    number = await make_consultation()
    await add_outcome(number, "done", quote="Q", text="T")
    await alma.get(url)
    token = statements.set([])
    try:
        assert (await alma.get(url)).status_code == 200
        assert len(statements.get()) <= 5, statements.get()
    finally:
        statements.reset(token)


# --- search -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed", ["Fahrradstrasse", "Fahrradstraßen", "fahrradstraße", "Fahrradstr", "Fahrradstraßen Ring"]
)
async def test_search_finds_word_forms(visitor, typed):
    await make_consultation("rad", "Neues am Ring", body="Hier geht es um Fahrradstraßen.")
    text = (await visitor.get("/search", params={"q": typed})).text
    assert 'href="/consultations/rad"' in text
    assert "Beteiligungen (1)" in text


async def test_search_without_hits_helps_on_and_repeats_what_was_typed_safely(visitor):
    answer = await visitor.get("/search", params={"q": '<script>alert("x")</script>'})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "Nichts gefunden für" in answer.text


@pytest.mark.parametrize(
    "typed", ["", " ", "'", '"', "a & | !", "-x", "\x00", "%", "x" * 5000, "ä" * 300, "💶"]
)
async def test_no_search_is_an_error(visitor, typed):
    assert (await visitor.get("/search", params={"q": typed})).status_code == 200


async def test_search_can_be_narrowed_to_one_kind(visitor):
    for n in range(10):
        await make_consultation(f"c{n}", f"Brunnen {n}")
    text = (await visitor.get("/search?q=Brunnen")).text
    assert "mehr als 8" in text
    text = (await visitor.get("/search?q=Brunnen&kind=consultation")).text
    assert "Beteiligungen (10)" in text
    assert (await visitor.get("/search?q=Brunnen&kind=unsinn")).status_code == 200


# --- results ------------------------------------------------------------------------------------------------


async def test_results_are_filtered_and_turned(visitor):
    number = await make_consultation()
    for n in range(25):
        state = "refused" if n == 7 else "done"
        await add_outcome(number, state, quote=f"Nummer {n}", text="T", at=clock.now() - n * DAY)
    first = (await visitor.get("/results")).text
    assert "25 Ergebnisse" in first
    assert "Nummer 19“" in first
    assert "Nummer 20“" not in first
    assert "Nummer 20“" in (await visitor.get("/results?page=2")).text
    refused = (await visitor.get("/results?state=refused")).text
    assert "1 Ergebnis<" in refused
    assert "Nummer 7“" in refused
    for odd in ("page=99999", "page=-1", "page=x", "state=quatsch", "page=2&state=refused"):
        assert (await visitor.get(f"/results?{odd}")).status_code == 200


async def test_without_results_the_page_says_so(visitor):
    assert "Noch keine Ergebnisse" in (await visitor.get("/results")).text


# --- pages of law and help ----------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", list(Slug))
async def test_each_page_has_a_text_in_both_languages_until_the_city_writes_one(visitor, slug):
    german = await visitor.get(f"/{slug}")
    assert german.status_code == 200
    await visitor.post("/language", {"language": "en", "next": "/"})
    english = await visitor.get(f"/{slug}")
    headings = [re.search(r"<h1>(.*?)</h1>", page.text)[1] for page in (german, english)]
    assert headings[0] != headings[1]
    for page in (german, english):
        assert "{site}" not in page.text
        assert "<h2>" in page.text


async def test_the_words_of_the_city_replace_ours(visitor):
    await set_legal_page("imprint", "de", "Impressum", "## Anbieterin\nStadt <b>Muster</b>")
    await set_legal_page("imprint", "de", "Impressum", "## Anbieterin\nStadt Muster")
    text = (await visitor.get("/imprint")).text
    assert "<h2>Anbieterin</h2>" in text
    assert "noch nicht eingetragen" not in text
    assert "Zuletzt geändert am" in text
    await visitor.post("/language", {"language": "en", "next": "/"})
    assert "Stadt Muster" in (await visitor.get("/imprint")).text
    with pytest.raises(ValueError, match="unsinn"):
        await set_legal_page("unsinn", "de", "x", "y")


@pytest.mark.parametrize(("word", "target"), SHORT_ADDRESSES.items())
async def test_german_addresses_lead_to_the_page(visitor, word, target):
    answer = await visitor.get(f"/{word}")
    assert answer.status_code == 308
    assert answer.headers["location"] == target


async def test_a_german_address_keeps_what_was_asked(visitor):
    answer = await visitor.get("/suche", params={"q": "Bäume & Büsche"})
    assert answer.headers["location"] == "/search?q=B%C3%A4ume+%26+B%C3%BCsche"


# --- language and machines ----------------------------------------------------------------------------------


async def test_the_language_is_kept_and_the_person_comes_back(visitor):
    answer = await visitor.post("/language", {"language": "en", "next": "/help?a=b"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/help?a=b"
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert '<html lang="en">' in (await visitor.get("/")).text


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "", "/\\evil.example"])
async def test_the_language_form_sends_nobody_elsewhere(visitor, target):
    answer = await visitor.post("/language", {"language": "en", "next": target})
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize("language", ["tlh", "", "de\r\nX: y", "../de"])
async def test_an_unknown_language_changes_nothing(visitor, language):
    answer = await visitor.post("/language", {"language": language, "next": "/"})
    assert answer.status_code == 303
    assert "set-cookie" not in answer.headers


async def test_the_language_form_wants_its_token(visitor: Browser):
    answer = await visitor.http.post(
        "/language", data={"language": "en"}, headers={"Origin": "http://127.0.0.1:8000"}
    )
    assert answer.status_code == 422
    foreign = await visitor.http.post(
        "/language", data={"language": "en"}, headers={"Origin": "https://evil.example"}
    )
    assert foreign.status_code == 403


async def test_machines_find_what_they_ask_for(visitor):
    await make_consultation()
    robots = await visitor.get("/robots.txt")
    assert robots.headers["content-type"].startswith("text/plain")
    assert "Disallow: /moderation" in robots.text
    sitemap = await visitor.get("/sitemap.xml")
    assert "xml" in sitemap.headers["content-type"]
    assert "/consultations/baeume</loc>" in sitemap.text
    security = await visitor.get("/.well-known/security.txt")
    assert re.search(r"^Contact: mailto:.+@", security.text, re.MULTILINE)
    assert re.search(r"^Expires: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", security.text, re.MULTILINE)
