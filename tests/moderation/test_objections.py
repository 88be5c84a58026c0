"""Whoever reported something and is told that it stays may ask another person, once, for six months."""

import asyncio
from datetime import timedelta

import pytest

from participation.core import clock
from participation.core.db import fetch_value
from tests.moderation.test_journey import HIDE, KEEP, first_link, mails, reported

CASE, AGAIN = "/moderation/cases/1", "/moderation/cases/2"


@pytest.fixture(autouse=True)
async def _ready(wall, rules):
    return


async def test_a_second_person_looks_anew_and_the_author_keeps_every_right(visitor, alma, carla, cem, wall):
    receipt = await reported(visitor, wall.add("Du Esel", alma.id))
    objection = f"{receipt}/objection"
    assert objection not in (await visitor.get(receipt)).text
    assert (await visitor.post(objection, {"text": "Zu früh."})).status_code == 409
    await carla.post(f"{CASE}/decision", KEEP)
    told = (await mails("fremd@example.org"))[-1][1]
    assert "widersprechen Sie bis zum" in told
    assert "Artikel 21" in told
    assert (await visitor.post(objection, {"text": " "})).status_code == 422
    assert (await visitor.post(f"/reports/1/{'x' * 20}/objection", {"text": "Fremd"})).status_code == 404
    answer = await visitor.submit(receipt, objection, {"text": "Das ist kein Zitat."})
    assert answer.status_code == 303, answer.text
    again = answer.headers["location"]
    assert again in (await visitor.get(receipt)).text
    assert objection not in (await visitor.get(receipt)).text
    assert (await visitor.post(objection, {"text": "Noch einmal."})).status_code == 409

    refused = await carla.get(AGAIN)
    assert "Darüber entscheidet eine andere Person" in refused.text or "eine andere Person" in refused.text
    for act, fields in (("claim", {}), ("decision", KEEP), ("quick", {"action": "keep"})):
        assert (await carla.post(f"{AGAIN}/{act}", fields)).status_code in {403, 409}, act
    await carla.post("/moderation/bulk", {**KEEP, "case": "2"})
    assert await fetch_value("SELECT count(*) FROM decision") == 1
    page = (await cem.get(AGAIN)).text
    assert "Das ist kein Zitat." in page
    assert KEEP["reason"] not in page, "their own judgement first"
    assert (await cem.submit(AGAIN, f"{AGAIN}/decision", HIDE)).status_code == 303
    assert wall.notes[1].hidden
    statement = first_link((await mails("alma@example.org"))[-1][1])
    assert (await alma.submit(statement, f"{statement}/appeal", {"text": "Doch."})).status_code == 303
    assert "kein Zitat" not in (await alma.get(statement)).text


async def test_two_people_are_enough(visitor, carla, cem, wall):
    receipt = await reported(visitor, wall.add("Du Esel"))
    await carla.post(f"{CASE}/decision", KEEP)
    answer = await visitor.post(f"{receipt}/objection", {"text": "Doch."})
    await cem.post(f"{AGAIN}/decision", KEEP)
    again = answer.headers["location"]
    assert "/objection" not in (await visitor.get(again)).text
    assert (await visitor.post(f"{again}/objection", {"text": "Doch!"})).status_code == 409
    assert "widersprechen Sie bis" not in (await mails("fremd@example.org"))[-1][1]
    ledger = (await visitor.get("/transparency")).text
    assert "1 Meldung kam an" in ledger
    assert "1-mal war jemand, der gemeldet hatte, nicht einverstanden" in ledger
    table = (await visitor.get(f"/transparency/{clock.today().year}/report.csv")).text
    assert "appeals,objections,1" in table
    assert "sources,visitor,1" in table


async def test_it_ends_after_six_months(visitor, carla, wall):
    receipt = await reported(visitor, wall.add("Du Esel"))
    await carla.post(f"{CASE}/decision", KEEP)
    for days, status in ((190, 409), (175, 303)):
        with clock.frozen(clock.now() + timedelta(days=days)):
            assert (await visitor.post(f"{receipt}/objection", {"text": "Spät."})).status_code == status


async def test_taking_back_and_objecting_at_once_leave_one_story(visitor, carla, wall):
    for number in range(1, 9):
        receipt = await reported(visitor, wall.add(f"Zettel {number}"))
        before = await fetch_value("SELECT max(id) FROM moderation_case")
        await carla.post(f"/moderation/cases/{before}/decision", KEEP)
        undone, objected = await asyncio.gather(
            carla.post(f"/moderation/cases/{before}/undo"),
            visitor.post(f"{receipt}/objection", {"text": "Doch."}),
        )
        assert sorted([undone.status_code, objected.status_code]) == [303, 409]
    assert await fetch_value("SELECT count(*) FROM moderation_case WHERE again_of = id") == 0


async def test_of_two_at_once_one_counts(visitor, carla, wall):
    receipt = await reported(visitor, wall.add("Du Esel"))
    await carla.post(f"{CASE}/decision", KEEP)
    sent = [visitor.post(f"{receipt}/objection", {"text": f"Nr. {n}"}) for n in range(3)]
    statuses = [answer.status_code for answer in await asyncio.gather(*sent)]
    assert sorted(statuses) == [303, 409, 409]
    assert await fetch_value("SELECT count(*) FROM moderation_case") == 2
