from datetime import timedelta

import pytest

from moderation.effects import put_back
from moderation.rules import Action, State, UndoObstacle, undo_obstacle
from participation.core import clock
from participation.core.db import fetch, fetch_value
from tests.moderation.test_journey import FORM, HIDE, KEEP, first_link, mails, reported

CASE = "/moderation/cases/1"


@pytest.fixture(autouse=True)
async def _ready(wall, rules):
    return


def test_only_whoever_decided_takes_back_and_only_for_a_while():
    then = clock.now()
    later = then + timedelta(minutes=15)
    assert undo_obstacle(State.DECIDED, 1, then, 1, then) is None
    assert undo_obstacle(State.DECIDED, 1, then, 2, then) is UndoObstacle.ANOTHERS
    assert undo_obstacle(State.CLOSED, 1, then, 1, later) is UndoObstacle.LATE
    assert undo_obstacle(State.APPEALED, 1, then, 1, then) is UndoObstacle.NOTHING


async def test_a_decision_is_taken_back_and_all_are_told_again(visitor, alma, carla, cem, wall):
    card = wall.add("Du Esel", alma.id)
    receipt = await reported(visitor, card)
    await carla.submit(CASE, f"{CASE}/decision", HIDE)
    link = first_link((await mails("alma@example.org"))[-1][1])
    assert f"{CASE}/undo" not in (await cem.get(CASE)).text
    assert (await cem.post(f"{CASE}/undo")).status_code == 403

    assert (await carla.submit(CASE, f"{CASE}/undo")).status_code == 303
    assert not wall.notes[card.id].hidden
    subject, text = (await mails("alma@example.org"))[-1]
    assert "wieder zu sehen" in subject
    assert first_link(text) == card.url
    subject, text = (await mails("fremd@example.org"))[-1]
    assert "neu geprüft" in subject
    assert first_link(text) == receipt
    assert "wird geprüft" in (await visitor.get(receipt)).text
    old = await visitor.get(link)
    assert (old.status_code, old.headers["cache-control"]) == (200, "no-store")
    assert "zurückgenommen" in old.text
    assert "Du Esel" not in old.text
    assert (await visitor.post(f"{link}/appeal", {"text": "x"})).status_code == 404
    again = await carla.get(CASE)
    assert "hat „ausgeblendet“ am" in again.text
    assert (await carla.post(f"{CASE}/undo")).status_code == 409

    assert (await carla.submit(CASE, f"{CASE}/decision", KEEP)).status_code == 303
    assert "Es war ein Zitat." in (await visitor.get(link)).text
    acts = [row["act"] for row in await fetch("SELECT act FROM audit_entry ORDER BY id")]
    assert acts == ["decision.made", "decision.undone", "decision.made"]


async def test_after_fifteen_minutes_nothing_is_taken_back(visitor, carla, wall):
    await reported(visitor, wall.add("Etwas"))
    await carla.post(f"{CASE}/decision", HIDE)
    with clock.frozen(clock.now() + timedelta(minutes=16)):
        assert f"{CASE}/undo" not in (await carla.get(CASE)).text
        assert (await carla.post(f"{CASE}/undo")).status_code == 409
    assert wall.notes[1].hidden


async def test_the_answer_to_an_appeal_is_taken_back_too(visitor, alma, carla, cem, wall):
    await reported(visitor, wall.add("Du Esel", alma.id))
    await carla.post(f"{CASE}/decision", HIDE)
    await alma.post("/account/decisions/1/appeal", {"text": "Ein Zitat."})
    assert (await carla.post(f"{CASE}/undo")).status_code == 409
    await cem.post(f"{CASE}/decision", KEEP)
    assert not wall.notes[1].hidden
    assert (await cem.submit(CASE, f"{CASE}/undo")).status_code == 303
    assert wall.notes[1].hidden
    assert wall.tombstones[1].rule_slug == "angriffe"
    assert await fetch_value("SELECT state FROM moderation_case") == "appealed"
    assert await fetch_value("SELECT outcome FROM appeal") is None
    assert "Widerspruch wird neu geprüft" in (await mails("alma@example.org"))[-1][0]
    assert (await cem.post(f"{CASE}/decision", HIDE)).status_code == 303
    assert await fetch_value("SELECT outcome FROM appeal") == "upheld"


async def test_nothing_is_taken_back_beside_a_newer_case(visitor, carla, wall):
    await reported(visitor, wall.add("Etwas"))
    await carla.post(f"{CASE}/decision", KEEP)
    await reported(visitor, wall.notes[1], email="zwei@example.org")
    assert (await carla.post(f"{CASE}/undo")).status_code == 409
    assert await fetch_value("SELECT count(*) FROM decision") == 1


async def test_one_grip_decides_with_the_text_of_the_rule_that_was_reported(visitor, alma, carla, wall):
    await reported(visitor, wall.add("Kauft Uhren", alma.id), reason="spam")
    assert (await carla.post(f"{CASE}/quick", {"action": "hide"})).status_code == 303
    assert wall.tombstones[1].rule_slug == "werbung"
    assert "wirbt für ein Angebot" in (await mails("alma@example.org"))[-1][1]
    await reported(visitor, wall.add("Gut"), reason="off-topic")
    assert (await carla.post("/moderation/cases/2/quick", {"action": "keep"})).status_code == 303
    assert not wall.notes[2].hidden


async def test_no_grip_answers_an_appeal(visitor, alma, carla, cem, wall):
    await reported(visitor, wall.add("Du Esel", alma.id))
    await carla.post(f"{CASE}/decision", HIDE)
    await alma.post("/account/decisions/1/appeal", {"text": "Ein Zitat."})
    answer = await cem.post(f"{CASE}/quick", {"action": "keep"})
    assert (answer.status_code, "eigenen Worte" in answer.text) == (409, True)
    assert wall.notes[1].hidden


async def test_texts_are_written_changed_and_used(visitor, carla, alma, wall):
    assert (await alma.get("/moderation/texts")).status_code == 403
    page = "/moderation/texts"
    fields = {"title": "Sehr kurz", "rule": "thema", "action": "hide", "body": "Das passt nicht zum Thema."}
    assert (await carla.submit(page, page, {**fields, "body": ""})).status_code == 422
    assert (await carla.submit(page, page, fields)).status_code == 303
    number = await fetch_value("SELECT max(id) FROM canned_text")
    await reported(visitor, wall.add("Etwas"))
    filled = (await carla.get(f"{CASE}?canned={number}")).text
    assert "Das passt nicht zum Thema." in filled
    assert 'value="hide" checked' in filled
    edit = f"{page}?edit={number}"
    assert (await carla.submit(edit, page, {"title": "Ganz kurz"})).status_code == 303
    assert "Ganz kurz" in (await carla.get(page)).text
    assert (await carla.submit(edit, page, {"drop": "1"})).status_code == 303
    assert "Ganz kurz" not in (await carla.get(page)).text


async def test_a_note_reaches_colleagues_and_nobody_else(visitor, alma, carla, cem, wall):
    await reported(visitor, wall.add("Du Esel", alma.id))
    await carla.submit(CASE, f"{CASE}/notes", {"note": "Bitte sanft antworten."})
    assert (await carla.post(f"{CASE}/notes", {"note": " "})).status_code == 422
    long = await carla.post(f"{CASE}/notes", {"note": "Anfang " + "x" * 2_001})
    assert (long.status_code, "Anfang xxx" in long.text) == (422, True)
    assert (await carla.post("/moderation/cases/99/notes", {"note": "x"})).status_code == 404
    assert "Bitte sanft antworten." in (await cem.get(CASE)).text
    await carla.post(f"{CASE}/decision", HIDE)
    assert "sanft" not in (await alma.get("/account/decisions/1")).text
    assert FORM["text"] not in (await alma.get("/account/decisions/1")).text


async def test_a_newer_case_keeps_its_own_hiding(visitor, alma, carla, cem, wall):
    card = wall.add("Du Esel", alma.id)
    await reported(visitor, card)
    await carla.post(f"{CASE}/decision", HIDE)
    await alma.post("/account/decisions/1/appeal", {"text": "Ein Zitat."})
    await cem.post(f"{CASE}/decision", KEEP)
    await reported(visitor, wall.notes[1], email="zwei@example.org")
    assert (await cem.post(f"{CASE}/undo")).status_code == 409
    await carla.post("/moderation/cases/2/decision", HIDE)
    assert (await cem.post(f"{CASE}/undo")).status_code == 409
    assert wall.notes[1].hidden
    await put_back({"id": 1, "kind": "note", "content_id": 1}, Action.HIDE)
    assert wall.notes[1].hidden
    await put_back({"id": 2, "kind": "note", "content_id": 1}, Action.HIDE)
    assert not wall.notes[1].hidden
