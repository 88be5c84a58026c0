"""Other wordings of a paragraph: proposed with a reason, shown word by word, supported once, moderated."""

import asyncio
import re

import pytest

from participation.accounts.actor import Actor
from participation.core import clock
from participation.core.db import execute, fetch_value, statements
from participation.core.kinds import Tombstone, get
from participation.core.persons import erase, export
from participation.plans import proposing
from tests.plans.factories import SOURCE, passage, text, version

BETTER = {"body": "Die Stadt pflanzt zweihundert Bäume.", "reason": "Eine Zahl kann man prüfen."}


@pytest.fixture
async def here(people) -> str:
    """A paragraph: The city plants trees."""
    return f"/paragraphs/{await passage(await text())}"


async def propose(browser, url, **fields):
    return await browser.submit(f"{url}/wordings/new", f"{url}/wordings", {**BETTER, **fields})


async def test_another_wording_is_shown_word_by_word_with_its_reason(alma, visitor, here):
    answer = await propose(alma, here)
    assert answer.headers["location"] == f"{here}#wording-1"
    page = (await visitor.get(here)).text
    assert re.search(r"<ins>.*neu:.*zweihundert", page)
    assert "Eine Zahl kann man prüfen." in page
    assert "Wortlaut von Alma R." in page
    assert re.search(rf'{here}#wordings">.*1 anderer Wortlaut', (await visitor.get("/texts/1")).text)


async def test_the_form_holds_the_words_that_stand_there(alma, here):
    assert "Die Stadt pflanzt Bäume.</textarea>" in (await alma.get(f"{here}/wordings/new")).text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"body": "Die Stadt pflanzt Bäume."}, "genau der Wortlaut"),
        ({"body": " "}, "Wie soll der Absatz lauten"),
        ({"reason": ""}, "Sagen Sie kurz, warum"),
        ({"body": "x" * 10_001}, "zu lang"),
    ],
)
async def test_what_does_not_work_is_said_and_nothing_is_lost(alma, here, fields, said):
    answer = await propose(alma, here, **fields)
    assert answer.status_code == 422
    assert said in answer.text
    kept = {**BETTER, **fields}
    assert kept["body"].strip() in answer.text
    assert kept["reason"] in answer.text


async def test_a_new_version_in_between_is_told_and_the_words_stay(alma, here):
    known = re.search(r'name="version" value="(\d+)"', (await alma.get(f"{here}/wordings/new")).text)[1]
    await version(1, SOURCE.replace("kühler", "viel kühler"))
    answer = await alma.post(f"{here}/wordings", {**BETTER, "version": known})
    assert answer.status_code == 409
    assert BETTER["body"] in answer.text
    assert (await propose(alma, here)).status_code == 303


async def test_a_wording_keeps_its_difference_when_the_text_moves_on(alma, visitor, here):
    await propose(alma, here)
    await version(1, SOURCE.replace("pflanzt Bäume", "pflanzt viele Bäume"))
    page = (await visitor.get(here)).text
    assert "zu Fassung 1" in page
    assert re.search(r"<ins>.*zweihundert", page)
    assert "gestrichen: </span>viele" not in page


async def test_visitors_read_and_only_people_propose(visitor, here):
    assert (await visitor.get(f"{here}/wordings/new")).status_code == 403
    assert (await visitor.post(f"{here}/wordings", BETTER)).status_code == 403


async def test_after_the_phase_nobody_proposes_or_supports(alma, bora, here):
    await propose(alma, here)
    await execute("UPDATE phase SET ends_at = now() - interval '1 minute'")
    assert (await bora.get(f"{here}/wordings/new")).status_code == 409
    assert (await bora.post("/wordings/1/support")).status_code == 409
    assert "wordings/new" not in (await bora.get(here)).text


async def test_support_counts_once_however_often_and_can_be_taken_back(alma, bora, here):
    await propose(alma, here)
    token = await bora.token()
    sent = [
        bora.http.post(
            "/wordings/1/support", data={"_token": token}, headers={"Origin": "http://127.0.0.1:8000"}
        )
        for _ in range(8)
    ]
    assert {answer.status_code for answer in await asyncio.gather(*sent)} == {303}
    assert await fetch_value("SELECT supports_count FROM plan_wording") == 1
    assert await fetch_value("SELECT count(*) FROM plan_wording_support") == 1
    assert "1 Mensch unterstützt das" in (await bora.get(here)).text
    assert (await bora.submit(here, "/wordings/1/support/withdraw")).status_code == 303
    assert await fetch_value("SELECT supports_count FROM plan_wording") == 0
    await bora.post("/wordings/1/support/withdraw")
    assert await fetch_value("SELECT supports_count FROM plan_wording") == 0


async def test_moderation_hides_a_wording_and_brings_it_back(alma, bora, carla, visitor, here):
    await propose(alma, here, reason="Ein böser Grund.")
    await bora.post("/wordings/1/support")
    report = {
        "kind": "wording",
        "id": "1",
        "reason": "insult",
        "text": "Böse.",
        "good_faith": "1",
        "email": "v@example.org",
    }
    assert (await visitor.post("/report?kind=wording&id=1", report)).status_code == 303
    case = (await carla.get("/moderation/cases/1")).text
    assert "Ein böser Grund." in case
    await get("wording").hide(1, Tombstone("Regel 3", "regel-3", clock.now()))
    page = (await visitor.get(here)).text
    assert "Ein böser Grund." not in page
    assert "zweihundert" not in page
    assert "Regel 3" in page
    assert (await bora.post("/wordings/1/support")).status_code == 409
    assert "anderer Wortlaut" not in (await visitor.get("/texts/1")).text
    await get("wording").restore(1)
    page = (await visitor.get(here)).text
    assert "Ein böser Grund." in page
    assert "1 Mensch unterstützt das" in page


async def test_where_moderation_reads_first_a_wording_waits(alma, bora, here):
    await execute(
        "INSERT INTO premoderation (kind, number, since) SELECT 'consultation', id, now() FROM consultation"
    )
    assert (await propose(alma, here)).status_code == 303
    assert "Ihr Wortlaut wartet" in (await alma.get(here)).text
    assert "Wortlaut wartet" not in (await bora.get(here)).text
    assert await fetch_value("SELECT held FROM moderation_case")


async def test_markup_in_a_wording_is_text(alma, visitor, here):
    await propose(alma, here, body="<script>alert(1)</script>", reason="<img src=x onerror=alert(1)>")
    page = (await visitor.get(here)).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page


async def test_a_person_takes_a_copy_along_and_leaves_no_support_behind(alma, bora, here):
    await propose(alma, here)
    await bora.post("/wordings/1/support")
    assert [row["wording"] for row in (await export(bora.id))["wording_supports"]] == [1]
    assert await get("wording").by_person(alma.id) == [1]
    await erase(bora.id)
    assert await fetch_value("SELECT supports_count FROM plan_wording") == 0
    assert await fetch_value("SELECT count(*) FROM plan_wording_support") == 0


async def test_the_page_of_a_paragraph_still_needs_few_statements(alma, here):
    for number in range(5):
        await proposing.propose(
            Actor(alma.id, "Alma"),
            1,
            proposing.NewWording(f"Nummer {number}", "Darum.", 1),
            proposing.Rendered("", 1),
        )
    await alma.http.get(here)
    token = statements.set([])
    try:
        assert (await alma.http.get(here)).status_code == 200
        assert len(statements.get()) <= 5, statements.get()
    finally:
        statements.reset(token)
