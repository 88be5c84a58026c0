"""Screens, incidents and doors are taken back too, beside the evening's course and from the desk."""

import asyncio

from participation.core.clock import now
from participation.core.db import fetch_one, fetch_value
from participation.forums.agenda.actions import next_item, set_doors
from participation.forums.agenda.queries import agenda_of
from participation.forums.agenda.undo import last_acts, last_aside, undo
from participation.forums.desk.actions import end_incident, report_incident
from participation.forums.minutes.queries import working
from participation.forums.queries import forum_by_id
from participation.forums.screen.actions import set_screen
from participation.forums.screen.rules import Screen, Show
from participation.forums.stage import read_part
from tests.forums.factories import forum
from tests.people import create_person

UNDO, DESK = "/forums/demo/undo", "/forums/demo/desk"


async def evening():
    forum_id = await forum("demo")
    chair = await create_person("Edda H.", role="chair")
    await next_item(forum_id, None, chair, now())
    return forum_id, chair


async def take_back(forum_id, by):
    last = await last_aside(forum_id, now())
    assert last is not None
    return await undo(forum_id, last.seq, by, now(), only_aside=True)


async def screen(forum_id, number=1):
    return (await read_part("screens", forum_id))[number]


async def running(forum_id):
    return await fetch_value("SELECT count(*) FROM incident WHERE forum = $1 AND ended_at IS NULL", forum_id)


async def test_a_screen_shows_again_what_it_showed_step_by_step(db):
    forum_id, chair = await evening()
    await set_screen(forum_id, 1, Screen(Show.AGENDA, captions=True), chair, now())
    await set_screen(forum_id, 2, Screen(Show.JOIN), chair, now())
    await set_screen(forum_id, 1, Screen(Show.POLL), chair, now())
    assert await take_back(forum_id, chair)
    assert await screen(forum_id) == Screen(Show.AGENDA, captions=True)
    assert await screen(forum_id, 2) == Screen(Show.JOIN)
    assert await take_back(forum_id, chair)
    assert await screen(forum_id, 2) == Screen()
    assert await take_back(forum_id, chair)
    assert await screen(forum_id) == Screen()
    assert await last_aside(forum_id, now()) is None


async def test_an_incident_reported_by_mistake_is_gone_and_one_ended_by_mistake_runs_on(db):
    forum_id, chair = await evening()
    await report_incident(forum_id, "sound", chair, now())
    number = await fetch_value("SELECT id FROM incident")
    await end_incident(forum_id, number, chair, now())
    assert await take_back(forum_id, chair)
    assert await running(forum_id) == 1
    assert await take_back(forum_id, chair)
    assert await fetch_one("SELECT 1 FROM incident") is None
    made = (await working(await forum_by_id(forum_id), "de")).made
    assert not [line for line in made.lines() if line.key.startswith("incident:")]


async def test_an_incident_that_has_begun_anew_is_not_doubled(db):
    forum_id, chair = await evening()
    await report_incident(forum_id, "sound", chair, now())
    await end_incident(forum_id, await fetch_value("SELECT id FROM incident"), chair, now())
    ended = await last_aside(forum_id, now())
    await report_incident(forum_id, "sound", chair, now())
    assert not await undo(forum_id, ended.seq, chair, now())
    assert await running(forum_id) == 1


async def test_doors_are_as_before_until_the_item_is_called(db):
    forum_id, chair = await evening()
    coming = (await agenda_of(forum_id)).next.id
    for _ in range(2):  # pressed twice it is one act
        assert await set_doors(forum_id, coming, open_doors=False, person_id=chair, now=now())
    assert await take_back(forum_id, chair)
    assert (await agenda_of(forum_id)).next.open_doors
    assert await last_aside(forum_id, now()) is None
    await set_doors(forum_id, coming, open_doors=False, person_id=chair, now=now())
    closed = await last_aside(forum_id, now())
    current = (await agenda_of(forum_id)).current.id
    await next_item(forum_id, current, chair, now())
    assert await last_aside(forum_id, now()) is None
    assert not await undo(forum_id, closed.seq, chair, now())


async def test_the_desk_does_not_stand_before_the_chair_s_last_act(db):
    forum_id, chair = await evening()
    await set_screen(forum_id, 1, Screen(Show.JOIN), chair, now())
    course, aside = await last_acts(forum_id, now())
    assert (course.label, aside.label) == ("Nächster Punkt", "Leinwand umgeschaltet")
    assert not await undo(forum_id, course.seq, chair, now(), only_aside=True)
    assert await undo(forum_id, course.seq, chair, now())
    assert await undo(forum_id, aside.seq, chair, now())


async def test_two_who_press_at_once_take_back_one_act(db):
    forum_id, chair = await evening()
    await report_incident(forum_id, "network", chair, now())
    seq = (await last_aside(forum_id, now())).seq
    assert sorted(await asyncio.gather(*(undo(forum_id, seq, chair, now()) for _ in range(2)))) == [
        False,
        True,
    ]


async def test_the_clerk_takes_back_at_the_desk_and_never_the_chair_s_acts(dirk, edda, alma):
    forum_id, _ = await evening()
    await dirk.submit(DESK, "/forums/demo/incidents", {"incident": "unrest"})
    course, aside = await last_acts(forum_id, now())
    assert (await alma.post(UNDO, {"seq": aside.seq})).status_code == 403
    text = (await dirk.get(DESK)).text
    assert "Störung gemeldet" in text
    assert "Nächster Punkt" not in text
    await dirk.post(UNDO, {"seq": course.seq, "at": "desk"})
    assert (await agenda_of(forum_id)).current is not None
    assert "Störung gemeldet" in (await edda.get("/forums/demo/chair")).text
    answer = await dirk.submit(DESK, UNDO, {"seq": aside.seq, "at": "desk"})
    assert answer.headers["location"] == DESK
    assert await running(forum_id) == 0
