"""The chair's desk: one step at a time, whoever presses."""

import asyncio
from datetime import timedelta

import pytest

from participation.core.clock import frozen, now
from participation.core.db import fetch, fetch_value
from participation.core.errors import Refused
from participation.forums.agenda.actions import back, close_forum, next_item, open_forum, start_break
from participation.forums.agenda.queries import agenda_of
from tests.forums.factories import forum
from tests.people import create_person

CHAIR = "/forums/demo/chair"


async def current(forum_id):
    item = (await agenda_of(forum_id)).current
    return item.number if item else None


@pytest.mark.parametrize("name", ["visitor", "alma", "carla", "dirk", "konrad", "ada"])
async def test_only_a_chair_sits_at_the_desk(people, name):
    await forum("demo")
    person = await people.person(name)
    assert (await person.get(CHAIR)).status_code == 403
    for act in ("agenda/next", "agenda/back", "opening", "closing"):
        assert (await person.post(f"/forums/demo/{act}", {"from": ""})).status_code == 403
    assert await fetch_value("SELECT last_seq FROM forum") == 0


async def test_an_evening_from_opening_to_closing(edda):
    forum_id = await forum("demo", live=False, items=2)
    assert (await edda.submit(CHAIR, "/forums/demo/opening")).status_code == 303
    for number in ("1", "2", None):
        assert (await edda.submit(CHAIR, "/forums/demo/agenda/next")).status_code == 303
        assert await current(forum_id) == number
    assert (await edda.submit(CHAIR, "/forums/demo/agenda/back")).status_code == 303
    assert await current(forum_id) == "2"
    assert (await edda.submit(CHAIR, "/forums/demo/closing")).status_code == 303
    assert await current(forum_id) is None
    verbs = [row["verb"] for row in await fetch("SELECT verb FROM forum_event ORDER BY seq")]
    assert verbs == ["opened", "moved", "moved", "moved", "moved-back", "closed"]
    assert await fetch_value("SELECT count(*) FROM audit_entry") == 6
    assert (await edda.post("/forums/demo/agenda/next", {"from": ""})).status_code == 303
    assert await fetch_value("SELECT last_seq FROM forum") == 6


async def test_the_desk_says_who_opened_twice_that_it_runs_already(edda):
    await forum("demo")
    answer = await edda.post("/forums/demo/opening")
    assert answer.status_code == 409
    assert "läuft schon" in answer.text


async def test_two_chairs_who_press_at_once_move_one_item(db):
    forum_id = await forum("demo")
    chair = await create_person("Edda H.", role="chair")
    assert await next_item(forum_id, None, chair, now())
    seen = (await agenda_of(forum_id)).current.id
    moved = await asyncio.gather(*(next_item(forum_id, seen, chair, now()) for _ in range(8)))
    assert sorted(moved) == [False] * 7 + [True]
    assert await current(forum_id) == "2"
    assert await fetch_value("SELECT last_seq FROM forum") == 2


async def test_back_gives_the_item_before_its_time_back(db):
    forum_id = await forum("demo")
    chair = await create_person("Edda H.", role="chair")
    await next_item(forum_id, None, chair, now())
    first = (await agenda_of(forum_id)).current
    await next_item(forum_id, first.id, chair, now())
    second = (await agenda_of(forum_id)).current
    assert not await back(forum_id, first.id, chair, now())
    assert await back(forum_id, second.id, chair, now())
    stand = await agenda_of(forum_id)
    assert (stand.current.id, stand.current.started_at) == (first.id, first.started_at)
    assert stand.rows[1].item.started_at is None
    assert await back(forum_id, first.id, chair, now())
    assert await current(forum_id) is None


async def test_nothing_moves_while_the_forum_is_closed(db):
    forum_id = await forum("demo", live=False)
    chair = await create_person("Edda H.", role="chair")
    with pytest.raises(Refused):
        await next_item(forum_id, None, chair, now())
    assert await current(forum_id) is None
    await open_forum(forum_id, chair, now())
    await next_item(forum_id, None, chair, now())
    await close_forum(forum_id, chair, now())
    with pytest.raises(Refused):
        await close_forum(forum_id, chair, now())
    await open_forum(forum_id, chair, now())
    assert await fetch_value("SELECT closed_at FROM forum") is None


async def test_a_break_is_on_every_page_and_costs_the_plan_its_minutes(edda, visitor):
    forum_id = await forum("demo")
    start = now()
    await next_item(forum_id, None, edda.id, start)
    before = (await agenda_of(forum_id)).drift_minutes
    assert (await edda.submit(CHAIR, "/forums/demo/breaks", {"minutes": "15"})).status_code == 303
    await edda.post("/forums/demo/breaks", {"minutes": "5"})
    assert await fetch_value("SELECT count(*) FROM forum_break") == 1
    for url in ("/forums/demo", "/forums/demo/screen"):
        assert "Pause bis" in (await visitor.get(url)).text
    with frozen(start + timedelta(minutes=35)):
        assert (await agenda_of(forum_id)).drift_minutes >= before + 15
    await edda.submit(CHAIR, "/forums/demo/breaks/ending")
    assert "Pause bis" not in (await visitor.get("/forums/demo")).text
    verbs = [row["verb"] for row in await fetch("SELECT verb FROM forum_event ORDER BY seq")]
    assert verbs == ["moved", "break", "resumed"]


async def test_the_next_item_ends_the_break_and_no_break_begins_in_a_closed_forum(db):
    forum_id = await forum("demo")
    chair = await create_person("Edda H.", role="chair")
    await next_item(forum_id, None, chair, now())
    assert await start_break(forum_id, 10, chair, now())
    assert await next_item(forum_id, (await agenda_of(forum_id)).current.id, chair, now())
    assert await fetch_value("SELECT count(*) FROM forum_break WHERE ended_at IS NULL") == 0
    await close_forum(forum_id, chair, now())
    with pytest.raises(Refused):
        await start_break(forum_id, 10, chair, now())
    assert await fetch_value("SELECT count(*) FROM forum_break") == 1
