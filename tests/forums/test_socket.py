"""The live socket against a real database: every event once, in order, without gap."""

import asyncio
import random

import pytest

from participation.core.clock import now
from participation.core.db import execute, unit_of_work
from participation.core.kinds import Tombstone
from participation.forums import swaps
from participation.forums.agenda.actions import close_forum, next_item
from participation.forums.chat.actions import hide, post, restore
from participation.forums.chat.queries import lines_by_ids
from participation.forums.desk.actions import count, report_incident
from participation.forums.live import HUB
from participation.forums.log.actions import append
from participation.settings import settings
from tests.forums.factories import Socket, forum
from tests.people import create_person

pytestmark = pytest.mark.usefixtures("db")
LIVE = "/forums/demo/live"


async def lines(forum_id, person_id, first, last):
    for number in range(first, last + 1):
        await post(forum_id, person_id, None, f"Zeile {number}.", now())


async def room(**columns):
    return await forum("demo", **columns), await create_person("Alma R.")


@pytest.mark.parametrize(
    ("origin", "status"),
    [("https://boese.example", 403), ("null", 403), (None, 403), ("http://127.0.0.1:8000", None)],
)
async def test_a_foreign_origin_is_refused_before_the_handshake(origin, status):
    await room()
    async with Socket(LIVE, origin=origin) as socket:
        assert socket.sent[0].get("status") == status
        accepted = [m for m in socket.sent if m["type"] == "websocket.accept"]
        assert bool(accepted) is (status is None)


async def test_a_forum_that_is_not_there_closes_with_4404():
    async with Socket("/forums/nirgends/live") as socket:
        assert socket.code == 4404
    async with Socket("/anything") as socket:
        assert socket.sent[0]["status"] == 404
    assert HUB.rooms == {}


async def test_one_address_has_its_limit_and_gets_its_places_back(monkeypatch):
    await room()
    from dataclasses import replace

    few = replace(settings(), limit_sockets=1)
    monkeypatch.setattr("participation.forums.live.settings", lambda: few)
    async with Socket(LIVE), Socket(LIVE) as second:
        assert second.sent[0]["status"] == 429
    async with Socket(LIVE) as third:
        assert third.sent[0]["type"] == "websocket.accept"


async def test_without_after_only_new_lines_come_and_each_carries_its_number_once():
    forum_id, alma = await room()
    await lines(forum_id, alma, 1, 3)
    async with Socket(LIVE) as socket:
        await lines(forum_id, alma, 4, 6)
        assert await socket.until(6) == [4, 5, 6]
        assert 'hx-target="#chat-lines"' in socket.text
        assert 'id="message-4"' in socket.text


async def test_with_after_the_rest_comes_first_and_a_hidden_line_has_no_text_any_more():
    forum_id, alma = await room()
    await lines(forum_id, alma, 1, 5)
    await hide(3, Tombstone("Regel 3: persönliche Angaben", "personal-data", now()))
    async with Socket(LIVE, "after=1") as socket:
        assert await socket.until(6) == [2, 3, 4, 5, 6]
        assert "Zeile 3." not in socket.text
        assert "Regel 3: persönliche Angaben" in socket.text
        assert "Zeile 4." in socket.text
        await restore(3)
        assert (await socket.until(7))[-1] == 7
        assert "Zeile 3." in socket.text


async def test_hiding_reaches_everybody_as_an_element_that_replaces_the_line():
    forum_id, alma = await room()
    async with Socket(LIVE) as socket:
        await lines(forum_id, alma, 1, 1)
        await socket.until(1)
        await hide(1, Tombstone("Regel 1", "respect", now()))
        await hide(1, Tombstone("Regel 1", "respect", now()))
        await socket.until(2)
        await asyncio.sleep(0.05)
        assert socket.seqs == [1, 2]
        assert 'id="message-1" data-seq="2" hx-swap-oob="true"' in socket.sent[-1]["text"]


async def test_each_language_gets_its_own_words():
    forum_id, alma = await room()
    async with Socket(LIVE) as german, Socket(LIVE, cookie="language=en") as english:
        await lines(forum_id, alma, 1, 1)
        await german.until(1)
        await english.until(1)
        assert "Zeile von Alma R. melden" in german.text
        assert "Zeile von Alma R. melden" not in english.text


async def test_an_act_of_the_chair_changes_every_page_and_counts_once():
    forum_id, alma = await room()
    async with Socket(LIVE) as socket:
        await next_item(forum_id, None, alma, now())
        assert await socket.until(1) == [1]
        for part in ('id="now"', 'id="agenda"', 'id="screen-pull"', 'id="desk-pull"'):
            assert part in socket.text
        assert "Punkt 1 der Ordnung" in socket.text
        assert "<form" not in socket.text
        await close_forum(forum_id, alma, now())
        assert await socket.until(2) == [1, 2]
        assert "Der Chat ist geschlossen" in socket.text


async def test_whoever_is_too_far_behind_is_told_to_reload(monkeypatch):
    monkeypatch.setattr("participation.core.live.REPLAY", 3)
    forum_id, alma = await room()
    await lines(forum_id, alma, 1, 5)
    async with (
        Socket(LIVE, "after=1") as far,
        Socket(LIVE, "after=99") as beyond,
        Socket(LIVE, "after=2") as near,
    ):
        assert await near.until(5) == [3, 4, 5]
        assert 'data-resync="true"' in far.text
        assert 'data-resync="true"' in beyond.text
        assert far.seqs == beyond.seqs == []


@pytest.mark.parametrize("query", ["after=", "after=x", "after=-1", "after=1e9", "after=%00", "after"])
async def test_whoever_sends_no_number_is_told_to_reload(query):
    forum_id, alma = await room()
    await lines(forum_id, alma, 1, 1)
    async with Socket(LIVE, query) as socket:
        await lines(forum_id, alma, 2, 2)
        assert 'data-resync="true"' in socket.text
        assert socket.seqs == []


async def test_bytes_that_are_no_query_are_as_good_as_none():
    forum_id, alma = await room()
    await lines(forum_id, alma, 1, 1)
    async with Socket(LIVE, "%ff=%fe") as socket:
        await lines(forum_id, alma, 2, 2)
        assert await socket.until(2) == [2]


async def test_sockets_cut_at_random_end_with_the_same_list_without_gap():
    forum_id, alma = await room()
    total, lucky = 80, random.Random(7)

    async def reader():
        seen, last = [], 0
        while last < total:
            async with Socket(LIVE, f"after={last}") as socket:
                for _ in range(lucky.randint(1, 12)):
                    await asyncio.sleep(0.01)
                    if socket.seqs and socket.seqs[-1] == total:
                        break
            seen += socket.seqs
            last = seen[-1] if seen else 0
        return seen

    async with asyncio.timeout(30):
        readers = asyncio.gather(*(reader() for _ in range(12)))
        await asyncio.gather(lines(forum_id, alma, 1, 40), lines(forum_id, alma, 1, 40))
        assert await readers == [list(range(1, total + 1))] * 12
    assert HUB.rooms == {}


async def test_a_slow_reader_is_closed_with_1013_and_catches_up_from_the_log():
    forum_id, alma = await room()
    async with Socket(LIVE, slow=True) as slow:
        for number in range(1, 71):
            await lines(forum_id, alma, number, number)
            await HUB.rooms["demo"].look()
        slow.open.set()
        async with asyncio.timeout(2):
            while slow.code is None:
                await asyncio.sleep(0.01)
        assert slow.code == 1013
        last = slow.seqs[-1]
    async with Socket(LIVE, f"after={last}") as again:
        assert slow.seqs + await again.until(70) == list(range(1, 71))


async def test_a_talkative_socket_is_sent_away():
    await room()
    async with Socket(LIVE) as socket:
        for _ in range(200):
            socket.inbox.put_nowait({"type": "websocket.receive", "text": "ping"})
        await asyncio.sleep(0.05)
        assert socket.code == 1008


async def test_an_event_that_no_noun_shows_carries_its_number_all_the_same():
    forum_id, alma = await room()
    async with unit_of_work() as work:
        await append(work, forum_id, "weather", 1, "rained", now())
    await lines(forum_id, alma, 1, 1)
    async with Socket(LIVE, "after=0") as socket:
        assert await socket.until(2) == [1, 2]
        assert "Zeile 1." in socket.text


async def test_a_fragment_that_fails_costs_its_own_event_alone(monkeypatch):
    def broken(locale, event, thing):
        raise ValueError("a template with a mistake")

    forum_id, alma = await room()
    monkeypatch.setitem(swaps.EACH, "broken", swaps.Each(lines_by_ids, broken))
    async with Socket(LIVE) as socket:
        await lines(forum_id, alma, 1, 1)
        async with unit_of_work() as work:
            await append(work, forum_id, "broken", 1, "posted", now())
        await lines(forum_id, alma, 2, 2)
        assert await socket.until(3) == [1, 2, 3]
        assert "Zeile 2." in socket.text


async def test_several_changes_in_one_frame_are_shown_once_by_the_last():
    forum_id, alma = await room()
    for number in range(3):
        await count(forum_id, 40 + number, 0, alma, now())
        await report_incident(forum_id, ("sound", "picture", "network")[number], alma, now())
    async with Socket(LIVE, "after=0") as socket:
        assert await socket.until(3) == [1, 2, 3]
        assert socket.text.count('id="incidents"') == 1
        assert "Das Netz ist gestört" in socket.text


async def test_an_event_whose_line_is_gone_still_carries_its_number():
    forum_id, alma = await room()
    await lines(forum_id, alma, 1, 2)
    await execute("DELETE FROM message WHERE id = 1")
    async with Socket(LIVE, "after=0") as socket:
        assert await socket.until(2) == [1, 2]
