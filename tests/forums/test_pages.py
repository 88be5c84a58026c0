"""The pages of a forum, as people and their browsers see them."""

import re

import pytest

from participation.core.clock import now
from participation.core.db import execute, fetch_value, statements
from participation.forums.chat.actions import post
from tests.forums.factories import forum
from tests.people import ORIGIN


async def say(forum_id, person_id, body="Morgens hält da keiner an."):
    return await post(forum_id, person_id, None, body, now(), only_live=False)


async def test_the_list_has_what_runs_what_comes_and_what_was(visitor):
    await forum("demo")
    await forum("bald", live=False)
    await forum("war", closed=True)
    page = (await visitor.get("/forums")).text
    assert (
        page.index("Läuft gerade")
        < page.index("/forums/demo")
        < page.index("/forums/bald")
        < page.index("/forums/war")
    )


async def test_an_empty_city_says_so(visitor):
    assert "Gerade ist kein Termin geplant" in (await visitor.get("/forums")).text


async def test_the_code_on_the_screen_leads_to_the_forum(visitor):
    await forum("demo")
    answer = await visitor.get("/forums?code=nord+demo")
    assert (answer.status_code, answer.headers["location"]) == (303, "/forums/demo")
    assert "gibt es kein Bürgerforum" in (await visitor.get("/forums?code=S%C3%9CD+1")).text


@pytest.mark.parametrize("path", ["", "/screen", "/minutes", "/messages/1"])
async def test_a_forum_that_is_not_there_is_404(visitor, path):
    assert (await visitor.get(f"/forums/nirgends{path}")).status_code == 404


@pytest.mark.parametrize(("live", "closed"), [(True, False), (False, False), (False, True)])
async def test_each_state_has_its_page(visitor, live, closed):
    await forum("demo", live=live, closed=closed)
    answer = await visitor.get("/forums/demo")
    assert answer.status_code == 200
    assert ("hx-ws:connect" in answer.text) is not closed
    assert (await visitor.get("/forums/demo/screen")).status_code == 200


async def test_a_line_written_without_javascript_is_on_the_page_with_its_number(alma):
    await forum("demo")
    answer = await alma.submit(
        "/forums/demo", "/forums/demo/messages", {"body": "Siehe https://stadt.example <b>"}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/forums/demo#chat")
    page = (await alma.get("/forums/demo")).text
    assert '<li class="t-chat-line" id="message-1" data-seq="1">' in page
    assert 'data-seq="1" data-live' in page
    assert 'href="https://stadt.example"' in page
    assert "&lt;b&gt;" in page
    assert "/report?kind=message&amp;id=1" in page
    assert "Alma R." in page


async def test_an_htmx_post_answers_with_the_empty_field_alone(alma):
    await forum("demo")
    token = re.search(r'name="_token" value="([^"]+)"', (await alma.get("/forums/demo")).text)[1]
    headers = {"Origin": ORIGIN, "HX-Request": "true", "HX-Request-Type": "partial"}
    fields = {"_token": token, "body": "Hallo"}
    answer = await alma.http.post("/forums/demo/messages", data=fields, headers=headers)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="chat-write">')
    assert "Hallo" not in answer.text
    answer = await alma.http.post(
        "/forums/demo/messages", data={**fields, "body": "x" * 1001}, headers=headers
    )
    assert answer.status_code == 422
    assert "x" * 1001 in answer.text


@pytest.mark.parametrize("body", ["", "  \n ", "ü" * 1001])
async def test_wrong_input_is_422_and_keeps_the_text(alma, body):
    await forum("demo")
    answer = await alma.submit("/forums/demo", "/forums/demo/messages", {"body": body})
    assert answer.status_code == 422
    assert 'href="#body"' in answer.text
    assert body.strip() in answer.text
    assert await fetch_value("SELECT count(*) FROM message") == 0


async def test_a_thousand_characters_are_a_line(alma):
    await forum("demo")
    assert (
        await alma.submit("/forums/demo", "/forums/demo/messages", {"body": "ß" * 1000})
    ).status_code == 303


async def test_visitors_read_and_are_shown_the_way_in(visitor):
    await forum("demo")
    page = (await visitor.get("/forums/demo")).text
    assert "/login?next=/forums/demo" in page
    assert 'action="/forums/demo/messages"' not in page
    assert (await visitor.post("/forums/demo/messages", {"body": "Hallo"})).status_code == 403


async def test_a_closed_forum_takes_no_line_and_gives_the_text_back(alma):
    forum_id = await forum("demo")
    page = await alma.get("/forums/demo")
    token = re.search(r'name="_token" value="([^"]+)"', page.text)[1]
    await execute("UPDATE forum SET closed_at = now() WHERE id = $1", forum_id)
    answer = await alma.http.post(
        "/forums/demo/messages", data={"_token": token, "body": "Zu spät"}, headers={"Origin": ORIGIN}
    )
    assert answer.status_code == 409
    assert "läuft gerade nicht" in answer.text
    assert await fetch_value("SELECT last_seq FROM forum") == 0


async def test_ten_lines_in_ten_seconds_are_enough(alma):
    await forum("demo")
    codes = [
        (await alma.submit("/forums/demo", "/forums/demo/messages", {"body": f"Zeile {n}"})).status_code
        for n in range(10)
    ]
    assert codes == [303] * 10
    answer = await alma.submit("/forums/demo", "/forums/demo/messages", {"body": "eine zu viel"})
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) >= 1
    assert "eine zu viel" in answer.text


async def test_fifty_lines_are_shown_and_older_ones_are_a_page_away(visitor, alma):
    forum_id = await forum("demo")
    for number in range(60):
        await say(forum_id, alma.id, f"Zeile {number}.")
    page = (await visitor.get("/forums/demo")).text
    assert page.count('id="message-') == 50
    assert "Zeile 10." in page
    assert "Zeile 9." not in page
    older = (await visitor.get("/forums/demo?before=11")).text
    assert older.count('id="message-') == 10
    assert "hx-ws:connect" not in older
    assert (await visitor.get("/forums/demo/messages/5")).headers[
        "location"
    ] == "/forums/demo?before=6#message-5"
    assert (await visitor.get("/forums/demo/messages/60")).headers["location"] == "/forums/demo#message-60"
    assert (await visitor.get("/forums/demo?before=nonsense")).status_code == 200


async def test_the_page_costs_five_statements_at_most(alma):
    forum_id = await forum("demo")
    await say(forum_id, alma.id)
    noted = []
    token = statements.set(noted)
    try:
        await alma.http.get("/forums/demo")
        assert len(noted) <= 5, noted
        noted.clear()
        await alma.http.get("/forums")
        assert len(noted) <= 5, noted
        noted.clear()
        await alma.http.get("/forums/demo/screen")
        assert len(noted) <= 5, noted
    finally:
        statements.reset(token)


async def test_the_page_reloads_itself_only_by_choice(visitor):
    await forum("demo")
    assert 'http-equiv="refresh"' not in (await visitor.get("/forums/demo")).text
    assert 'http-equiv="refresh"' in (await visitor.get("/forums/demo?refresh=1")).text


async def test_the_screen_has_code_and_address_and_nothing_to_click(visitor):
    await forum("demo")
    page = (await visitor.get("/forums/demo/screen")).text
    assert "NORD DEMO" in page
    assert "<form" not in page
    assert "QR-Code" in page


@pytest.mark.parametrize(
    "path",
    [
        "/forums/%00",
        "/forums/demo/messages/99999999999999999999999",
        "/forums/demo/messages/0",
        f"/forums/{'x' * 3000}",
        "/forums/demo?before=99999999999999999999",
        "/forums/demo?before=-1",
        "/forums?code=%00%F0%9F",
    ],
)
async def test_nonsense_in_an_address_is_never_our_fault(visitor, path):
    await forum("demo")
    assert (await visitor.get(path)).status_code < 500


async def test_the_number_to_dial_has_no_pin_in_its_link(visitor):
    await forum("demo", dial_in="0555 123-45, PIN 20 26")
    page = (await visitor.get("/forums/demo")).text
    assert 'href="tel:055512345">0555 123-45</a>' in page
    assert '<b class="t-nb">20 26</b>' in page
    assert "Am Telefon weiterhören: 0555 123-45" in page


async def test_only_who_waits_reads_of_a_place_and_only_without_a_script_of_reloading(visitor):
    await forum("demo")
    page = (await visitor.get("/forums/demo")).text
    assert "Ihr Platz auf der Redeliste" not in page
    assert "Ohne JavaScript:" in page.partition("<noscript>")[2].partition("</noscript>")[0]
    assert 'data-title="Bürgerforum Nordstadt"' in page
