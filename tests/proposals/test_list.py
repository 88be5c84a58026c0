"""The list of proposals: orders, filters, search, and what a page may cost."""

import re
from datetime import timedelta

import pytest

from participation.core import clock
from participation.core.db import statements
from tests.proposals.factories import consultation, district, found, proposal

LIST = "/consultations/stadtgruen/proposals"


def titles(text: str) -> list[str]:
    return re.findall(r'<h3 id="p-\d+"><a [^>]*>([^<]*)</a>', text)


async def test_the_fair_order_shows_each_once_over_all_pages_and_differs_between_people_and_days(
    visitor, alma, bora
):
    number = await consultation()
    for n in range(45):
        await proposal(number, f"Vorschlag {n:02}")

    async def whole(browser):
        pages = [titles((await browser.get(f"{LIST}?page={n}")).text) for n in (1, 2, 3)]
        assert [len(page) for page in pages] == [20, 20, 5]
        return [title for page in pages for title in page]

    today = await whole(visitor)
    assert sorted(today) == [f"Vorschlag {n:02}" for n in range(45)]
    assert await whole(visitor) == today
    assert len({tuple(today), tuple(await whole(alma)), tuple(await whole(bora))}) == 3
    with clock.frozen(clock.now() + timedelta(days=1)):
        assert await whole(visitor) != today
    assert "jeden Tag und für jede Person neu" in (await visitor.get(LIST)).text


async def test_the_other_orders_are_what_they_say(visitor, alma):
    number = await consultation()
    first = await proposal(number, "Alt", supports=2)
    await proposal(number, "Mitte", supports=9)
    await proposal(number, "Neu", supports=5)
    await alma.post(f"/proposals/{first}/comments", {"body": "dazu"})
    assert titles((await visitor.get(f"{LIST}?sort=newest")).text) == ["Neu", "Mitte", "Alt"]
    assert titles((await visitor.get(f"{LIST}?sort=support")).text) == ["Mitte", "Neu", "Alt"]
    assert titles((await visitor.get(f"{LIST}?sort=discussed")).text)[0] == "Alt"
    assert sorted(titles((await visitor.get("/proposals?sort=newest")).text)) == ["Alt", "Mitte", "Neu"]


async def test_filters_count_what_they_would_show(visitor):
    number, nord = await consultation(), await district()
    await proposal(number, "Baum Nord", category="baeume", district_id=nord)
    await proposal(number, "Baum", category="baeume", status="answered")
    await proposal(number, "Platz", category="plaetze", status="answered")
    page = (await visitor.get(LIST)).text
    assert "<h1>3 Vorschläge</h1>" in page
    assert 'data-total="3"' in page
    assert re.search(r"Bäume und Schatten\s*<span>\(2\)", page)
    assert re.search(r"Beantwortet\s*<span>\(2\)", page)
    assert re.search(r"Nordstadt\s*<span>\(1\)", page)
    page = (await visitor.get(f"{LIST}?category=baeume&status=answered")).text
    assert titles(page) == ["Baum"]
    assert "1 von 3 Vorschlägen" in page
    assert titles((await visitor.get(f"{LIST}?district=nordstadt")).text) == ["Baum Nord"]
    assert "Kein Vorschlag" in (await visitor.get(f"{LIST}?district=nordstadt&category=plaetze")).text


async def test_what_was_looked_for_is_marked_in_the_text_alone(visitor):
    await proposal(await consultation(), "Zwei Fahrradstraßen", "Bitte <b>zwei Fahrradstraßen</b>.")
    page = (await visitor.get(f"{LIST}?q=fahrradstrasse")).text
    assert titles(page) == ["Zwei Fahrradstraßen"]
    assert "zwei <mark>Fahrradstraßen</mark>" in page
    assert "<mark>" not in (await visitor.get(LIST)).text
    assert "<mark>Fahrradstraßen</mark>" in (await visitor.get("/search?q=fahrradstrasse")).text


@pytest.mark.parametrize("words", ["Fahrradstrasse", "Fahrradstraßen", "FAHRRADSTRASSEN", "fahrradstraße"])
async def test_search_finds_a_word_in_each_of_its_forms(visitor, words):
    number = await consultation()
    await proposal(number, "Die Lindenallee", "Sie wird zur Fahrradstraße.")
    await proposal(number, "Zwei Fahrradstraßen mehr", "Bitte.")
    await proposal(number, "Eine Bank", "Am Brunnen.")
    assert sorted(titles((await visitor.get(f"{LIST}?q={words}")).text)) == [
        "Die Lindenallee",
        "Zwei Fahrradstraßen mehr",
    ]
    hits = await found(words)
    assert len(hits) == 2
    assert hits[0].title == "Zwei Fahrradstraßen mehr"


async def counted(act) -> list[str]:
    noted: list[str] = []
    token = statements.set(noted)
    try:
        answer = await act
    finally:
        statements.reset(token)
    assert answer.status_code in {200, 303}
    return noted


async def test_no_page_needs_more_than_five_statements(alma, visitor):
    consultation_id = await consultation()
    number = await proposal(consultation_id)
    for n in range(60):
        await proposal(consultation_id, f"Nummer {n}")
    token = await alma.token()
    fields = {"_token": token, "body": "Ja"}
    headers = {"Origin": "http://127.0.0.1:8000"}
    for browser in (visitor, alma):
        for url in (LIST, f"{LIST}?sort=support&q=Nummer&page=2", f"/proposals/{number}", "/proposals"):
            noted = await counted(browser.http.get(url))
            assert len(noted) <= 5, (url, [" ".join(one.split())[:70] for one in noted])
    for url in (
        f"/proposals/{number}/support",
        f"/proposals/{number}/comments",
        f"/proposals/{number}/support/withdraw",
    ):
        noted = await counted(alma.http.post(url, data=fields, headers=headers))
        assert len(noted) <= 5, (url, [" ".join(one.split())[:70] for one in noted])
