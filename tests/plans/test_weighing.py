"""Weighing: in points, without persons, finished before it is told, and told to everybody who stated something."""

import csv
import io
import json
import re

import asyncpg
import pytest

from participation.core.audit import verify
from participation.core.db import execute, fetch, fetch_value, statements
from participation.plans.rules.weighing import Outcome, Stage, Weighed, named_in
from tests.plans.stating import displayed, state

POINT = {"point": "Die Kita am Gleis fehlt.", "topic": "Kita"}
RESULT = {
    **POINT,
    "view": "Der Bedarf besteht.",
    "outcome": "followed",
    "answer": "Die Kita kommt.",
    "change": "Absatz 2",
}
DESK = "/plan-statements/1/points"


# --- rules --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Frau Zaunkönig wünscht eine Kita.", "Zaunkönig"),
        ("ZAUNKÖNIG", "Zaunkönig"),
        ("In der Kanariengasse ist es laut.", "Kanariengasse"),
        ("In Musterstadt ist es laut.", ""),
        ("Die Straße ist laut.", ""),
        ("Zaunkönige nisten hier.", ""),
        ("Haus 17", ""),
    ],
)
def test_a_name_or_street_is_found_and_a_town_is_not(text, found):
    assert named_in(text, "Frau Wilhelmine Zaunkönig", "Kanariengasse 17\n12345 Musterstadt") == found


def test_a_point_goes_from_open_to_weighed():
    assert Weighed("a", "b").stage is Stage.OPEN
    assert Weighed("a", "b", office="Amt").stage is Stage.ASSIGNED
    assert Weighed("a", "b", office="Amt", view="Ja.").stage is Stage.EXAMINED
    assert Weighed("a", "b", answer="Ja.", outcome=Outcome.NOTED).stage is Stage.WEIGHED


# --- the desk -----------------------------------------------------------------------------------------------


@pytest.fixture
async def stated(visitor) -> str:
    """The receipt of one statement on a plan on display."""
    await displayed()
    return (await state(visitor, email="wilhelmine@example.org")).headers["location"]


async def test_a_statement_is_split_into_points_and_each_is_weighed(emin, stated):
    assert (await emin.submit(DESK, DESK, POINT)).status_code == 303
    assert (await emin.submit(DESK, DESK, {"point": "Ein Baum fehlt.", "topic": "Grün"})).status_code == 303
    page = (await emin.get("/texts/1/weighing")).text
    assert "2 offen" in page
    assert (await emin.submit(DESK, "/plan-points/1", RESULT)).status_code == 303
    page = (await emin.get("/texts/1/weighing")).text
    assert "1 offen, 1 abgewogen" in page
    assert page.index("Grün</h2>") < page.index("Kita</h2>")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"point": ""}, "Worum geht es"),
        ({"topic": ""}, "Zu welchem Thema"),
        ({"outcome": "followed"}, "braucht eine Antwort"),
        ({"outcome": "unsinn"}, "Wählen Sie ein Ergebnis"),
        ({"point": "Frau Zaunkönig vermisst die Kita."}, "steht im Namen oder in der Anschrift"),
        ({"view": "Die Kanariengasse ist laut."}, "steht im Namen oder in der Anschrift"),
        ({"answer": "x" * 5_001}, "zu lang"),
    ],
)
async def test_what_does_not_work_is_said_and_nothing_is_lost(emin, stated, fields, said):
    sent = {**POINT, "change": "Bleibt stehen.", **fields}
    answer = await emin.submit(DESK, DESK, sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert "Bleibt stehen." in answer.text
    assert await fetch_value("SELECT count(*) FROM plan_point") == 0


async def test_two_editors_do_not_overwrite_each_other(emin, stated):
    await emin.submit(DESK, DESK, POINT)
    known = re.search(r'name="known" value="([^"]+)"', (await emin.get(DESK)).text)[1]
    assert (await emin.post("/plan-points/1", {**RESULT, "known": known})).status_code == 303
    answer = await emin.post("/plan-points/1", {**POINT, "view": "Ganz anders.", "known": known})
    assert answer.status_code == 409
    assert "Ganz anders." in answer.text
    assert await fetch_value("SELECT view FROM plan_point") == RESULT["view"]


async def test_only_editors_weigh(visitor, alma, dirk, carla, emin, stated):
    await emin.submit(DESK, DESK, POINT)
    for browser in (visitor, alma, dirk, carla):
        assert (await browser.get(DESK)).status_code == 403
        for url in (DESK, "/plan-points/1", "/plan-points/1/removal", "/texts/1/weighing"):
            assert (await browser.post(url, {**POINT, "sure": "1"})).status_code == 403
        assert (await browser.get("/texts/1/weighing")).status_code == 404
        assert (await browser.get("/texts/1/weighing.csv")).status_code == 404
    assert (await emin.submit(DESK, "/plan-points/1/removal")).status_code == 303
    assert await fetch_value("SELECT count(*) FROM plan_point") == 0


# --- telling ------------------------------------------------------------------------------------------------


async def finish(emin):
    await emin.submit(DESK, DESK, RESULT)
    return await emin.submit("/texts/1/weighing", "/texts/1/weighing", {"sure": "1"})


async def test_an_unfinished_weighing_is_not_told(emin, visitor, stated):
    await state(visitor, body="Noch eine.")
    answer = await finish(emin)
    assert answer.status_code == 409
    assert "ohne Punkte: 1, Punkte ohne Ergebnis: 0" in answer.text
    await emin.submit("/plan-statements/2/points", "/plan-statements/2/points", POINT)
    answer = await emin.submit("/texts/1/weighing", "/texts/1/weighing", {"sure": "1"})
    assert "ohne Punkte: 0, Punkte ohne Ergebnis: 1" in answer.text
    assert (await visitor.get("/texts/1/weighing")).status_code == 404


async def test_told_it_is_there_for_all_without_anybodys_name(emin, visitor, stated):
    assert (await finish(emin)).status_code == 303
    page = (await visitor.get("/texts/1/weighing")).text
    for said in ("1-0001", "Die Kita kommt.", "Wird gefolgt", 'id="statement-1-0001"'):
        assert said in page
    file = (await visitor.http.get("/texts/1/weighing.csv")).content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(file), delimiter=";"))
    assert rows[1][:3] == ["Kita", "1-0001", "Die Kita am Gleis fehlt."]
    for secret in ("Zaunkönig", "Kanariengasse", "wilhelmine"):
        assert secret not in page
        assert secret not in file
    assert 'href="/texts/1/weighing"' in (await visitor.get("/texts/1")).text


async def test_a_statement_with_many_points_has_one_place_to_lead_to(emin, visitor, stated):
    for topic in ("Grün", "Kita", "Kita"):
        await emin.submit(DESK, DESK, {**RESULT, "topic": topic})
    await emin.submit("/texts/1/weighing", "/texts/1/weighing", {"sure": "1"})
    assert (await visitor.get("/texts/1/weighing")).text.count('id="statement-1-0001"') == 1


async def test_who_gave_an_address_gets_the_result_of_their_points(emin, visitor, stated):
    await execute("DELETE FROM outbox_entry")
    await finish(emin)
    [row] = await fetch("SELECT payload::text AS payload FROM outbox_entry WHERE topic = 'core.mail'")
    payload = json.loads(row["payload"])
    assert payload["to"] == "wilhelmine@example.org"
    assert "/texts/1/weighing#statement-1-0001" in payload["text"]
    assert "Zaunkönig" not in payload["text"]
    assert 'href="/texts/1/weighing#statement-1-0001"' in (await visitor.get(stated)).text


@pytest.mark.parametrize(
    "act",
    ["UPDATE plan_point SET answer = 'anders'", "DELETE FROM plan_point",
     "INSERT INTO plan_point (statement, point, topic, changed_at) VALUES (1, 'a', 'b', now())"],
)  # fmt: skip
async def test_what_was_told_stays(emin, stated, act):
    await finish(emin)
    assert (await emin.post(DESK, POINT)).status_code == 409
    assert (await emin.post("/plan-points/1/removal")).status_code == 409
    assert (await emin.post("/texts/1/weighing", {"sure": "1"})).status_code == 409
    with pytest.raises(asyncpg.RestrictViolationError):
        await execute(act)


async def test_every_step_is_on_record_without_a_word_of_it(emin, stated):
    await finish(emin)
    acts = [row["act"] for row in await fetch("SELECT act FROM audit_entry ORDER BY id")]
    assert acts[-2:] == ["point.added", "weighing.published"]
    assert "Kita" not in str([tuple(row) for row in await fetch("SELECT * FROM audit_entry")])
    assert await verify() is None


async def test_the_page_needs_few_statements(emin, visitor, stated):
    await finish(emin)
    await visitor.get("/texts/1/weighing")
    token = statements.set([])
    try:
        assert (await visitor.http.get("/texts/1/weighing")).status_code == 200
        assert len(statements.get()) <= 5, statements.get()
    finally:
        statements.reset(token)


async def test_markup_in_a_point_is_text(emin, visitor, stated):
    await emin.submit(DESK, DESK, {**RESULT, "point": "<script>alert(1)</script>", "topic": "<b>Fett</b>"})
    for page in ((await emin.get(DESK)).text, (await emin.get("/texts/1/weighing")).text):
        assert "<script>alert" not in page
        assert "<b>Fett" not in page
