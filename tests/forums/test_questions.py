"""Questions: asked, supported once, answered on the evening or owed, with a day that all see."""

import asyncio
import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.core import kinds
from participation.core.clock import frozen, now, today
from participation.core.db import execute, fetch, fetch_value, statements
from participation.core.errors import Refused
from participation.core.kinds import Tombstone
from participation.forums.agenda.actions import close_forum
from participation.forums.questions import actions
from participation.forums.questions.queries import questions_of
from participation.forums.questions.rules import QuestionState, days_over, due, may_become
from tests.forums.factories import Socket, forum
from tests.people import create_person

PAGE, WALL, CHAIR = "/forums/demo", "/forums/demo/questions", "/forums/demo/chair"
BUS = "Bleibt die Bushaltestelle dort, wo sie heute ist?"
S = QuestionState


async def ask(forum_id, person_id=None, body=BUS, **kw):
    return await actions.ask(forum_id, person_id, body, now(), **{"name_shown": False, **kw})


async def state(question_id):
    return await fetch_value("SELECT state FROM question WHERE id = $1", question_id)


@given(st.sampled_from(S), st.sampled_from(S))
def test_what_is_owed_is_paid_by_an_answer_alone(one, other):
    assert not may_become(one, S.OWED)
    assert not (one is S.OWED and may_become(one, other))
    assert not may_become(one, one)


@given(st.dates(), st.integers(0, 400))
def test_a_debt_is_overdue_from_the_day_after(day, later):
    if day < date(9000, 1, 1):
        assert days_over(day, day + timedelta(days=later)) == later
        assert days_over(due(day), day) == 0


async def test_a_question_asked_without_javascript_is_on_the_wall_with_the_name_or_without(alma, bora):
    await forum("demo")
    answer = await alma.submit(PAGE, WALL, {"question": BUS})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{WALL}#question-1")
    await bora.submit(PAGE, WALL, {"question": "Was kostet der Überweg?", "name_shown": "1"})
    page = re.search(r"<main.*</main>", (await alma.get(WALL)).text, re.DOTALL)[0]
    assert BUS in page
    assert "Jemand ohne Namen" in page
    assert "Alma R." not in page
    assert "Bora Y." in page
    assert "/report?kind=question&amp;id=1" in page
    assert "2 Fragen ansehen" in (await alma.get(PAGE)).text


async def test_an_empty_or_long_question_comes_back_with_its_text(alma):
    await forum("demo")
    assert (await alma.submit(PAGE, WALL, {"question": " "})).status_code == 422
    long = await alma.submit(PAGE, WALL, {"question": "x" * 501})
    assert long.status_code == 422
    assert "x" * 501 in long.text


async def test_support_counts_once_for_each_person_however_often_they_press(db):
    forum_id = await forum("demo")
    question = await ask(forum_id)
    people = [await create_person(f"Mensch {n}") for n in range(3)]
    await asyncio.gather(*(actions.support(forum_id, question, one) for one in people * 5))
    assert await fetch_value("SELECT supports FROM question") == 3
    await asyncio.gather(*(actions.withdraw(forum_id, question, people[0]) for _ in range(4)))
    assert await fetch_value("SELECT supports FROM question") == 2
    assert [q.mine for q in await questions_of(forum_id, people[1])] == [True]


async def test_supporting_and_taking_back_by_form(alma):
    await ask(await forum("demo"))
    await alma.submit(WALL, f"{WALL}/1/support")
    assert "1 Mensch will das auch wissen." in (await alma.get(WALL)).text
    await alma.submit(WALL, f"{WALL}/1/support/withdraw")
    assert await fetch_value("SELECT supports FROM question") == 0


async def test_the_chair_puts_one_question_on_stage_and_all_see_it(edda, visitor):
    forum_id = await forum("demo")
    await execute("UPDATE agenda_item SET started_at = now() WHERE position = 1")
    first, second = await ask(forum_id), await ask(forum_id, body="Was kostet der Überweg?")
    await edda.submit(CHAIR, f"{WALL}/{first}/state")
    assert await state(first) == "stage"
    assert BUS in (await visitor.get(PAGE)).text
    assert BUS in (await visitor.get(f"{PAGE}/screen")).text
    await edda.submit(CHAIR, f"{WALL}/{second}/state")
    assert (await state(first), await state(second)) == ("shortlisted", "stage")
    answer = await edda.submit(CHAIR, f"{WALL}/{second}/state", {"state": "answered"})
    assert answer.headers["location"] == CHAIR
    assert await state(second) == "answered"
    assert (await edda.post(f"{WALL}/{second}/state", {"state": "submitted"})).status_code == 409
    verbs = [
        r["verb"] for r in await fetch("SELECT verb FROM forum_event WHERE kind = 'question' ORDER BY seq")
    ]
    assert verbs == ["asked", "asked", "stage", "stage", "answered"]


async def test_two_chairs_who_stage_at_once_stage_one(db):
    forum_id = await forum("demo")
    questions = [await ask(forum_id) for _ in range(4)]
    await asyncio.gather(
        *(actions.set_state(forum_id, one, S.STAGE, 1, now()) for one in questions), return_exceptions=True
    )
    assert await fetch_value("SELECT count(*) FROM question WHERE state = 'stage'") == 1


async def test_what_stays_open_is_owed_and_the_asker_is_told(alma, edda, visitor):
    forum_id = await forum("demo")
    open_one = await ask(forum_id, alma.id)
    done = await ask(forum_id, alma.id, "Schon beantwortet?")
    await actions.set_state(forum_id, done, S.ANSWERED, edda.id, now())
    await close_forum(forum_id, edda.id, now())
    assert (await state(open_one), await state(done)) == ("owed", "answered")
    mails = await fetch("SELECT payload::text AS payload FROM outbox_entry WHERE topic = 'core.mail'")
    assert len(mails) == 1
    assert f"/forums/demo/questions#question-{open_one}" in mails[0]["payload"]
    assert "wird noch geklärt" in (await visitor.get(WALL)).text
    assert BUS in (await visitor.get("/forums")).text
    with pytest.raises(Refused, match="questions-closed"):
        await ask(forum_id)


async def test_an_owed_answer_has_office_and_day_and_is_overdue_for_all(emin, visitor):
    forum_id = await forum("demo")
    question = await ask(forum_id)
    wrong = await emin.submit(WALL, f"{WALL}/{question}/owed", {"office": "", "due": "2001-01-01"})
    assert wrong.status_code == 422
    assert f'href="#office-{question}"' in wrong.text
    day = (today() + timedelta(days=3)).isoformat()
    assert (
        await emin.submit(WALL, f"{WALL}/{question}/owed", {"office": "Fachbereich Verkehr", "due": day})
    ).status_code == 303
    assert "Fachbereich Verkehr" in (await visitor.get(WALL)).text
    with frozen(now() + timedelta(days=5)):
        for url in (WALL, "/forums"):
            assert "seit 2 Tagen überfällig" in (await visitor.get(url)).text


async def test_the_answer_in_writing_is_public_and_goes_to_the_asker(alma, emin, visitor):
    forum_id = await forum("demo", closed=True)
    await execute("UPDATE forum SET closed_at = NULL")
    question = await ask(forum_id, alma.id)
    await close_forum(forum_id, emin.id, now())
    await emin.submit(WALL, f"{WALL}/{question}/answer", {"answer": "Ja.\n\nSie bleibt <b>dort</b>."})
    page = (await visitor.get(WALL)).text
    assert "Sie bleibt &lt;b&gt;dort&lt;/b&gt;." in page
    assert await fetch_value("SELECT count(*) FROM outbox_entry WHERE topic = 'core.mail'") == 2
    assert "Antworten, die noch ausstehen" not in (await visitor.get("/forums")).text


async def test_a_hidden_question_is_a_tombstone_everywhere(edda, visitor):
    forum_id = await forum("demo")
    question = await ask(forum_id)
    await actions.set_state(forum_id, question, S.STAGE, edda.id, now())
    kind = kinds.get("question")
    async with Socket("/forums/demo/live", "after=2") as socket:
        await kind.hide(question, Tombstone("Regel 3, persönliche Angaben", "regel-3", now()))
        await socket.until(3)
        assert BUS not in socket.text
        assert "Regel 3" in socket.text
    for url in (PAGE, WALL, f"{PAGE}/screen", CHAIR):
        page = (await (edda if url == CHAIR else visitor).get(url)).text
        assert BUS not in page, url
    assert "Regel 3, persönliche Angaben" in (await visitor.get(WALL)).text
    await kind.restore(question)
    assert BUS in (await visitor.get(WALL)).text
    assert (await kind.cards([question]))[question].text == BUS


async def test_a_card_asks_at_the_desk(dirk, visitor):
    await forum("demo")
    desk = "/forums/demo/desk"
    await dirk.submit(desk, f"{desk}/requests", {"card": "41", "kind": "ask", "note": "Was kostet es?"})
    assert "Karte 41" in (await visitor.get(WALL)).text
    assert (
        await dirk.submit(desk, f"{desk}/requests", {"card": "41", "kind": "ask", "note": ""})
    ).status_code == 422


@pytest.mark.parametrize("name", ["visitor", "alma", "carla", "konrad", "ada"])
async def test_only_chair_clerk_and_city_decide_about_a_question(people, name):
    question = await ask(await forum("demo"))
    person = await people.person(name)
    for act, fields in (("state", {"state": "stage"}), ("owed", {}), ("answer", {"answer": "Ja"})):
        assert (await person.post(f"{WALL}/{question}/{act}", fields)).status_code == 403
    assert await state(question) == "submitted"


async def test_the_pages_cost_five_statements_at_most(alma, edda):
    forum_id = await forum("demo")
    for number in range(20):
        await ask(forum_id, alma.id, f"Frage {number}?", name_shown=True)
    noted = []
    token = statements.set(noted)
    try:
        for person, url in ((alma, PAGE), (alma, WALL), (edda, CHAIR), (alma, "/forums")):
            noted.clear()
            assert (await person.http.get(url)).status_code == 200
            assert len(noted) <= 5, (url, noted)
    finally:
        statements.reset(token)


async def test_somebody_on_the_telephone_asks_through_the_desk(dirk, visitor):
    await forum("demo")
    fields = {"kind": "ask", "name": "Frau Wegner", "note": BUS}
    assert (await dirk.submit("/forums/demo/desk", "/forums/demo/desk/requests", fields)).status_code == 303
    assert "Frau Wegner am Telefon" in (await visitor.get(WALL)).text
    empty = await dirk.submit("/forums/demo/desk", "/forums/demo/desk/requests", {"kind": "ask", "note": BUS})
    assert empty.status_code == 422
    assert 'href="#card"' in empty.text
