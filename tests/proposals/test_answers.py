"""Enough supports oblige the city: with a day, for all to see, and the author is told."""

import json
from datetime import date, timedelta

import pytest

from participation.core import clock
from participation.core.db import execute, fetch, fetch_value
from proposals.owing import Debt, debt, oblige_all
from tests.proposals.factories import consultation, proposal
from tests.proposals.test_list import counted


async def outgoing() -> list[dict[str, str]]:
    """Mails that will leave, oldest first."""
    rows = await fetch(
        "SELECT payload::text AS payload FROM outbox_entry WHERE topic = 'core.mail' ORDER BY id"
    )
    return [json.loads(row["payload"]) for row in rows]


GIVEN = {
    "title": "Ja, im Herbst",
    "body": "Wir pflanzen **drei** Linden.",
    "office": "Fachbereich Grün",
    "person": "Hanna Brandt",
    "status": "accepted",
}


@pytest.fixture
async def near(alma) -> str:
    """One support away from an answer."""
    number = await consultation()
    await execute("UPDATE consultation SET answer_threshold = 2, answer_days = 4")
    one = await proposal(number, author=alma.id)
    return f"/proposals/{one}"


def test_the_last_day_counts_whole_and_a_late_answer_is_an_answer():
    due = date(2026, 12, 10)
    assert debt(due, None, due) is Debt.OPEN
    assert debt(due, None, due + timedelta(days=1)) is Debt.OVERDUE
    assert debt(due, clock.now(), due + timedelta(days=9)) is Debt.PAID


async def test_the_support_that_reaches_the_threshold_obliges_the_city_once(bora, carla, dirk, visitor, near):
    await bora.post(f"{near}/support")
    assert "Ab 2 Unterstützungen muss die Stadt antworten." in (await visitor.get(near)).text
    assert await fetch_value("SELECT count(*) FROM answer_obligation") == 0
    for browser in (carla, dirk):
        await browser.post(f"{near}/support")
    await dirk.post(f"{near}/support/withdraw")
    await dirk.post(f"{near}/support")
    rows = await fetch("SELECT threshold, due_on FROM answer_obligation")
    assert [tuple(row) for row in rows] == [(2, clock.today() + timedelta(days=4))]
    assert "Genug Unterstützung: Die Stadt antwortet bis" in (await visitor.get(near)).text


async def test_whoever_made_it_is_told_once_and_again_with_the_answer(bora, carla, emin, near):
    for browser in (bora, carla):
        await browser.post(f"{near}/support")
    assert [mail["to"] for mail in await outgoing()] == ["alma@example.org"]
    assert (await emin.post(f"{near}/answer", GIVEN)).status_code == 303
    mails = await outgoing()
    assert len(mails) == 2
    assert "Ja, im Herbst" in mails[-1]["text"]


async def test_what_is_overdue_stands_on_top_for_all_to_see(bora, carla, emin, visitor, near):
    for browser in (bora, carla):
        await browser.post(f"{near}/support")
    page = (await visitor.get("/answers")).text
    assert "Noch in der Frist (1)" in page
    with clock.frozen(clock.now() + timedelta(days=10)):
        page = (await visitor.get("/answers")).text
        assert "Überfällig (1)" in page
        assert "Seit 6 Tagen überfällig" in page
        assert "überfällig" in (await visitor.get(near)).text
    await execute("UPDATE answer_obligation SET due_on = due_on - 10")
    await emin.post(f"{near}/answer", GIVEN)
    page = (await visitor.get("/answers")).text
    assert "Beantwortet (1)" in page
    assert "6 Tage zu spät" in page


async def test_the_city_answers_at_its_desk_and_only_the_city(alma, emin, visitor, near):
    for browser in (alma, visitor):
        assert (await browser.get(f"{near}/answer")).status_code == 403
        assert (await browser.post(f"{near}/answer", GIVEN)).status_code == 403
    answer = await emin.post(f"{near}/answer", {**GIVEN, "body": " ", "status": "nein"})
    assert answer.status_code == 422
    assert "Ja, im Herbst" in answer.text
    assert 'href="#body"' in answer.text
    assert 'href="#status"' in answer.text
    assert (await emin.post(f"{near}/answer", GIVEN)).status_code == 303
    page = (await visitor.get(near)).text
    assert "<strong>drei</strong>" in page
    assert "Hanna Brandt, Fachbereich Grün" in page
    assert "Angenommen" in page
    assert "Wir pflanzen **drei** Linden." in (await emin.get(f"{near}/answer")).text


async def test_only_the_state_may_move_too_and_the_author_hears_of_it(emin, visitor, near):
    assert (await emin.post(f"{near}/status", {"status": "fertig"})).status_code == 422
    assert (await emin.post(f"{near}/status", {"status": "examined"})).status_code == 303
    assert "Wird geprüft" in (await visitor.get(near)).text
    assert [mail["to"] for mail in await outgoing()] == ["alma@example.org"]


async def test_a_threshold_set_later_counts_for_what_is_past_it_already(db):
    number = await consultation()
    await proposal(number, supports=9)
    await proposal(number, "Noch nicht", supports=3)
    await execute("UPDATE consultation SET answer_threshold = 5")
    assert await oblige_all(number) == 1
    assert await oblige_all(number) == 0


async def test_an_answered_hidden_or_withdrawn_proposal_obliges_nobody(emin, visitor, near):
    await emin.post(f"{near}/answer", GIVEN)
    await execute("UPDATE proposal SET supports_count = 9")
    number = await fetch_value("SELECT id FROM consultation")
    assert await oblige_all(number) == 0
    await execute("DELETE FROM official_answer")
    assert await oblige_all(number) == 1
    await execute("UPDATE proposal SET hidden_at = now()")
    assert "Schatten" not in (await visitor.get("/answers")).text


async def test_a_support_costs_five_statements_also_past_the_threshold(bora, carla, dirk, near):
    for browser in (bora, carla):
        await browser.post(f"{near}/support")
    token = await dirk.token()
    headers = {"Origin": "http://127.0.0.1:8000"}
    noted = await counted(dirk.http.post(f"{near}/support", data={"_token": token}, headers=headers))
    assert len(noted) <= 5, noted
