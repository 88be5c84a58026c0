"""Who is there, and how the chat runs: slow, read only, paused, with a notice above it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.core.clock import frozen, now
from participation.core.db import fetch_value
from participation.core.errors import Refused
from participation.forums.chat.actions import post, set_rule
from participation.forums.chat.rules import SLOW_SECONDS, STAFF, Mode, may_write, seconds_to_wait
from participation.forums.live import WATCHING
from tests.forums.factories import Socket, forum

PAGE, DESK = "/forums/demo", "/forums/demo/desk"
RULE, LINES = "/forums/demo/chat-rule", "/forums/demo/messages"
START = datetime(2026, 11, 20, 20, tzinfo=UTC)


@given(st.sampled_from(Mode), st.sampled_from([None, *STAFF]), st.integers(0, 100))
def test_the_slow_chat_holds_citizens_for_some_seconds_and_nobody_else(mode, role, passed):
    wait = seconds_to_wait(mode, role, START, START + timedelta(seconds=passed))
    slow = mode is Mode.SLOW and role is None
    assert wait == (max(0, SLOW_SECONDS - passed) if slow else 0)
    assert seconds_to_wait(mode, role, None, START) == 0
    assert not may_write(Mode.PAUSED, role)
    assert may_write(Mode.READ_ONLY, role) is (role is not None)


async def test_a_slow_chat_says_when_to_go_on_and_keeps_the_text(alma):
    forum_id = await forum("demo")
    await set_rule(forum_id, Mode.SLOW, "", 1, now())
    assert (await alma.submit(PAGE, LINES, {"body": "eins"})).status_code == 303
    second = await alma.submit(PAGE, LINES, {"body": "zu schnell"})
    assert second.status_code == 429
    assert 1 <= int(second.headers["retry-after"]) <= SLOW_SECONDS
    assert "zu schnell" in second.text
    with frozen(now() + timedelta(seconds=SLOW_SECONDS + 1)):
        assert (await alma.submit(PAGE, LINES, {"body": "zwei"})).status_code == 303


async def test_in_a_pause_nobody_writes_and_read_only_the_podium_does(alma, edda):
    forum_id = await forum("demo")
    page = await alma.get(PAGE)
    token = re.search(r'name="_token" value="([^"]+)"', page.text)[1]
    await set_rule(forum_id, Mode.READ_ONLY, "Gleich geht es weiter.", 1, now())
    answer = await alma.http.post(
        LINES, data={"_token": token, "body": "trotzdem"}, headers={"Origin": "http://127.0.0.1:8000"}
    )
    assert answer.status_code == 409
    assert "schreibt gerade nur das Podium" in answer.text
    assert (await edda.submit(PAGE, LINES, {"body": "Vom Podium"})).status_code == 303
    page = (await alma.get(PAGE)).text
    assert "Gleich geht es weiter." in page
    assert f'action="{LINES}"' not in page
    await set_rule(forum_id, Mode.PAUSED, "", 1, now())
    with pytest.raises(Refused, match="chat-paused"):
        await post(forum_id, edda.id, "chair", "auch nicht", now())


async def test_those_who_lead_set_the_rule_and_all_sockets_see_it(carla):
    await forum("demo")
    async with Socket("/forums/demo/live", "after=0") as socket:
        answer = await carla.submit(
            PAGE, RULE, {"mode": "slow", "notice": "Bitte <b> bei der Sache bleiben."}
        )
        assert answer.status_code == 303
        assert await socket.until(1) == [1]
    assert "eine Zeile alle 20 Sekunden" in socket.text
    assert "Bitte &lt;b&gt; bei der Sache bleiben." in socket.text
    assert await fetch_value("SELECT count(*) FROM audit_entry WHERE act = 'chat.ruled'") == 1


@pytest.mark.parametrize("name", ["visitor", "alma", "konrad", "emin", "ada"])
async def test_nobody_else_sets_it(people, name):
    await forum("demo")
    person = await people.person(name)
    assert (await person.post(RULE, {"mode": "paused"})).status_code == 403
    assert await fetch_value("SELECT count(*) FROM chat_rule") == 0


async def test_the_desk_counts_and_everybody_reads_the_numbers(dirk, edda, visitor):
    await forum("demo")
    assert (await dirk.submit(DESK, f"{DESK}/presence", {"hall": "62", "phone": "5"})).status_code == 303
    for wrong in ("viele", "-1", "1000000"):
        await dirk.submit(DESK, f"{DESK}/presence", {"hall": wrong})
    assert await fetch_value("SELECT count(*) FROM presence_count") == 1
    assert "62 Menschen sind im Saal, 0 online, 5 am Telefon." in (await visitor.get(PAGE)).text
    assert "Zählung am Saaltisch" in (await edda.get("/forums/demo/chair")).text
    assert await fetch_value("SELECT last_seq FROM forum") == 0


async def test_connected_pages_count_as_online_and_desks_do_not(visitor):
    await forum("demo")
    async with (
        Socket("/forums/demo/live"),
        Socket("/forums/demo/live", "after=0"),
        Socket("/forums/demo/live", "view=work&after=0"),
    ):
        await WATCHING.tell()
        assert "0 Menschen sind im Saal, 2 online" in (await visitor.get(PAGE)).text
    await WATCHING.tell()
    assert "2 online" not in (await visitor.get(PAGE)).text


async def test_an_incident_is_on_every_page_until_it_is_put_right(dirk, edda, visitor):
    await forum("demo")
    async with Socket("/forums/demo/live", "after=0") as socket:
        await dirk.submit(DESK, "/forums/demo/incidents", {"incident": "sound"})
        await dirk.submit(DESK, "/forums/demo/incidents", {"incident": "sound"})
        assert await socket.until(1) == [1]
        assert "Der Ton fehlt" in socket.text
    for person, url in ((visitor, PAGE), (edda, "/forums/demo/chair"), (dirk, DESK)):
        assert (
            "Der Ton fehlt"
            in re.search(r'id="incidents".*?</div>', (await person.get(url)).text, re.DOTALL)[0]
        )
    await edda.submit("/forums/demo/chair", "/forums/demo/incidents/1/ending")
    assert "Der Ton fehlt" not in (await visitor.get(PAGE)).text
    assert await fetch_value("SELECT ended_at > started_at FROM incident")
    assert (await visitor.post("/forums/demo/incidents", {"incident": "sound"})).status_code == 403
    assert (await dirk.post("/forums/demo/incidents", {"incident": "ufo"})).status_code == 404
