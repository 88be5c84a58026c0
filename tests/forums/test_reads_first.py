"""A forum that reads first: its chat, its questions, its topics."""

import asyncio

import pytest

from moderation.house import ensure_rules
from moderation.premoderation import set_place
from participation.core.clock import now
from participation.core.db import execute, fetch, fetch_value, unit_of_work
from participation.forums.chat.actions import post
from participation.forums.questions.actions import ask
from tests.forums.factories import Socket, forum

FIRST = "/moderation/first"
KEEP = {"action": "keep", "rule": "thema", "reason": "Passt."}
HIDE = {"action": "hide", "rule": "angriffe", "reason": "Der Satz trifft einen Menschen."}
LINE = "Wer räumt eigentlich den Rodelberg?"


async def read_first(carla, number: int, *, on: bool = True) -> None:
    place = {"kind": "forum", "number": str(number), **({"on": "1"} if on else {})}
    assert (await carla.post(FIRST, place)).status_code == 303


@pytest.fixture
async def place(db, carla):
    await ensure_rules()
    number = await forum("demo", published_at=await fetch_value("SELECT now()"))
    await read_first(carla, number)
    assert "Wird vorher gelesen" in (await carla.get(FIRST)).text
    return number


async def test_a_line_waits_has_no_number_and_comes_when_it_is_let_through(place, alma, bora, carla, visitor):
    page = (await alma.get("/forums/demo")).text
    assert "Die Moderation liest jede Zeile" in page
    async with Socket("/forums/demo/live", "after=0") as socket:
        told = await socket.until(1)
        assert (await alma.post("/forums/demo/messages", {"body": LINE})).status_code == 303
        mine = (await alma.get("/forums/demo")).text
        assert "1 Zeile von Ihnen wartet" in mine
        assert LINE in mine
        for browser in (bora, visitor):
            page = (await browser.get("/forums/demo")).text
            assert LINE not in page
            assert "Zeile von Ihnen" not in page
        assert await fetch_value("SELECT last_seq FROM forum") == told[-1]
        assert "Freigeben" in (await carla.get("/forums/demo")).text
        assert (await carla.post("/moderation/cases/1/decision", KEEP)).status_code == 303
        await socket.until(told[-1] + 1)
        assert LINE in socket.text
        assert 'id="message-1"' in socket.text
        assert (await carla.submit("/moderation/cases/1", "/moderation/cases/1/undo")).status_code == 303
        await socket.until(told[-1] + 2)
    async with Socket("/forums/demo/live", "after=0") as socket:
        await socket.until(told[-1] + 2)
        assert LINE not in socket.text
        assert "ausgeblendet" not in socket.text
    page = (await visitor.get("/forums/demo")).text
    assert LINE not in page
    assert "ausgeblendet" not in page
    assert (await visitor.get("/forums/demo/messages/1")).status_code == 404


@pytest.mark.parametrize("on", [True, False])
async def test_what_is_sent_in_the_moment_of_the_switch_goes_by_the_new_rule(db, alma, carla, on):
    await ensure_rules()
    number = await forum("demo", published_at=await fetch_value("SELECT now()"))
    if not on:
        await read_first(carla, number)
    switched, go = asyncio.Event(), asyncio.Event()

    async def switch() -> None:
        async with unit_of_work():
            await set_place("forum", number, on=on, person=carla.id)
            switched.set()
            await go.wait()

    switching = asyncio.create_task(switch())
    await switched.wait()
    sent = [
        asyncio.create_task(post(number, alma.id, None, LINE, now())),
        asyncio.create_task(ask(number, alma.id, LINE, now(), name_shown=True, may_wait=True)),
    ]
    await asyncio.sleep(0.2)
    assert not any(one.done() for one in sent)
    go.set()
    await asyncio.gather(switching, *sent)
    waits = await fetch(
        "SELECT hidden_rule_slug AS s FROM message UNION ALL SELECT hidden_rule_slug FROM question"
    )
    assert [row["s"] for row in waits] == ["held" if on else None] * 2


async def test_no_line_gets_a_number_after_reading_first_has_begun(db, alma, carla):
    await ensure_rules()
    number = await forum("demo", published_at=await fetch_value("SELECT now()"))
    lines = [post(number, alma.id, None, f"Zeile {one}", now()) for one in range(8)]
    switch = set_place("forum", number, on=True, person=carla.id)
    await asyncio.gather(*lines[:4], switch, *lines[4:])
    verbs = [row["verb"] for row in await fetch("SELECT verb FROM forum_event ORDER BY seq")]
    assert "posted" not in verbs[verbs.index("reads-first") :]
    held = await fetch_value("SELECT count(*) FROM message WHERE hidden_rule_slug = 'held'")
    assert held + verbs.count("posted") == 8


async def test_the_podium_waits_for_nobody_and_a_closed_forum_takes_nothing(place, edda, alma):
    assert (await edda.post("/forums/demo/messages", {"body": "Guten Abend"})).status_code == 303
    assert await fetch_value("SELECT count(*) FROM message WHERE hidden_at IS NULL") == 1
    await execute("UPDATE forum SET closed_at = now()")
    assert (await alma.post("/forums/demo/messages", {"body": LINE})).status_code == 409
    assert await fetch_value("SELECT count(*) FROM moderation_case") == 0


async def test_beside_the_chat_one_grip_lets_a_line_through(place, alma, carla, visitor):
    await alma.post("/forums/demo/messages", {"body": LINE})
    answer = await carla.post("/forums/demo/lane/1", {"action": "keep"})
    assert answer.status_code == 303, answer.text
    assert LINE in (await visitor.get("/forums/demo")).text


async def test_a_question_waits_off_the_wall_and_only_its_asker_sees_it(
    place, alma, bora, carla, edda, visitor
):
    answer = await alma.post("/forums/demo/questions", {"question": LINE})
    assert answer.status_code == 303
    assert "Ihre Frage wartet" in (await alma.get("/forums/demo/questions")).text
    for browser in (bora, visitor, edda):
        for url in ("/forums/demo/questions", "/forums/demo", "/forums/demo/screen"):
            page = (await browser.get(url)).text
            assert LINE not in page, url
            assert "wartet. Sobald" not in page, url
    assert LINE not in (await edda.get("/forums/demo/chair")).text
    stage = await edda.post("/forums/demo/questions/1/state", {"state": "stage"})
    assert stage.status_code == 409
    assert (await carla.post("/moderation/cases/1/decision", KEEP)).status_code == 303
    assert LINE in (await visitor.get("/forums/demo/questions")).text
    verbs = await fetch_value("SELECT array_agg(verb ORDER BY seq) FROM forum_event WHERE kind = 'question'")
    assert verbs == ["asked"]
    assert (await edda.post("/forums/demo/questions/1/state", {"state": "stage"})).status_code == 303


async def test_a_topic_waits_before_the_city_checks_it(alma, carla, dirk, visitor):
    await ensure_rules()
    number = await forum("bald", live=False, published_at=await fetch_value("SELECT now()"))
    await execute(
        "UPDATE forum SET starts_at = now() + interval '30 days', ends_at = now() + interval '31 days'"
    )
    await read_first(carla, number)
    assert "Die Moderation liest Ihr Thema" in (await alma.get("/forums/bald/topics/new")).text
    answer = await alma.post("/forums/bald/topics", {"title": "Der Rodelberg", "body": LINE})
    assert answer.status_code == 303, answer.text
    assert "Ihr Thema wartet" in (await alma.get("/topics/1")).text
    assert (await visitor.get("/topics/1")).status_code == 404
    assert (await dirk.get("/topics/1/work")).status_code == 404
    assert (await dirk.post("/topics/1/acceptance")).status_code == 404
    for url in ("/forums/bald/topics", "/search?q=Rodelberg", "/forums/bald/topics/work"):
        assert "Der Rodelberg" not in (await dirk.get(url)).text, url
    await read_first(carla, number, on=False)
    assert (await visitor.get("/topics/1")).status_code == 404
    assert (await carla.post("/moderation/cases/1/decision", KEEP)).status_code == 303
    assert LINE in (await visitor.get("/topics/1")).text
    assert (await carla.submit("/moderation/cases/1", "/moderation/cases/1/undo")).status_code == 303
    assert (await visitor.get("/topics/1")).status_code == 404
    assert (await carla.post("/moderation/cases/1/decision", HIDE)).status_code == 303
    assert "Keine Angriffe auf Personen" in (await alma.get("/topics/1")).text
    acts = await fetch_value("SELECT array_agg(act ORDER BY id) FROM audit_entry WHERE act LIKE 'premod%'")
    assert acts == ["premoderation.begun", "premoderation.ended"]
