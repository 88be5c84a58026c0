"""The speaker list over HTTP and in the database: who may, what it shows, and what happens at once."""

import asyncio
from datetime import timedelta

import pytest

from participation.core.clock import frozen, now
from participation.core.db import execute, fetch, fetch_value, statements
from participation.core.errors import Refused
from participation.forums.agenda.actions import back, next_item
from participation.forums.agenda.queries import agenda_of
from participation.forums.speakers import actions
from participation.forums.speakers.actions import Asking
from participation.forums.speakers.queries import floor_of
from participation.forums.speakers.rules import Channel, Kind, ListState, Reason
from tests.forums.factories import Socket, forum
from tests.people import create_person

PAGE, CHAIR, DESK = "/forums/demo", "/forums/demo/chair", "/forums/demo/desk"
LISTS = "/forums/demo/speaker-list"
REQUESTS = "/forums/demo/requests"


@pytest.fixture
async def evening(db):
    """A live forum with its first item called."""
    forum_id = await forum("demo")
    await next_item(forum_id, None, await create_person("Leitung", role="chair"), now())
    return forum_id


async def card(forum_id, number, kind=Kind.SPEECH, channel=Channel.HALL):
    return await actions.ask(forum_id, Asking(channel, kind, card=number), now())


async def call(forum_id, by=1):
    floor = await floor_of(forum_id)
    seen = floor.speaking.id if floor.speaking else None
    return await actions.call_next(forum_id, floor.waiting[0].voice.request, seen, by, now())


async def names(forum_id):
    return [w.voice.name or w.voice.card for w in (await floor_of(forum_id)).waiting]


async def test_asking_without_javascript_puts_you_on_the_list_with_the_reason(evening, alma):
    answer = await alma.submit(PAGE, REQUESTS, {"channel": "home", "note": "Schulweg"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/forums/demo#melden")
    page = (await alma.get(PAGE)).text
    assert "Sie sind als Nächstes dran." in page
    assert "Spricht heute zum ersten Mal." in page
    assert 'id="mine-pull"' in page
    assert "Ihr Platz auf der Redeliste bleibt erhalten." in page
    assert "Schulweg" not in page


async def test_where_you_are_must_be_said_and_the_note_is_kept(evening, alma):
    answer = await alma.submit(PAGE, REQUESTS, {"note": "Mein Stichwort"})
    assert answer.status_code == 422
    assert "wo Sie gerade sind" in answer.text
    assert "Mein Stichwort" in answer.text


async def test_one_open_request_for_each_person_however_fast_they_press(evening):
    person = await create_person("Alma R.")
    asking = Asking(Channel.HOME, Kind.SPEECH, person=person)
    done = await asyncio.gather(
        *(actions.ask(evening, asking, now()) for _ in range(8)), return_exceptions=True
    )
    assert sum(isinstance(answer, int) for answer in done) == 1
    assert {answer.key for answer in done if isinstance(answer, Refused)} == {"already-on-the-list"}
    assert await fetch_value("SELECT count(*) FROM forum_event WHERE kind = 'speakers'") == 1


async def test_a_person_takes_back_their_own_request_and_nobody_elses(evening, alma, bora):
    await alma.submit(PAGE, REQUESTS, {"channel": "home"})
    request = (await floor_of(evening)).waiting[0].voice.request
    await bora.post(f"{REQUESTS}/{request}/withdrawal")
    assert await names(evening) == ["Alma R."]
    await alma.submit(PAGE, f"{REQUESTS}/{request}/withdrawal")
    assert await names(evening) == []
    await alma.submit(PAGE, REQUESTS, {"channel": "phone"})
    assert await names(evening) == ["Alma R."]


async def test_the_clerk_enters_cards_and_telephone_and_strikes_them(evening, dirk):
    assert (
        await dirk.submit(DESK, f"{DESK}/requests", {"card": "27", "note": "Elterntaxis"})
    ).status_code == 303
    assert (await dirk.submit(DESK, f"{DESK}/requests", {"name": "Hatice K."})).status_code == 303
    twice = await dirk.submit(DESK, f"{DESK}/requests", {"card": "27"})
    assert twice.status_code == 409
    assert "steht schon auf der Redeliste" in twice.text
    for fields in ({}, {"card": "0"}, {"card": "hundert"}, {"card": "99999"}):
        assert (await dirk.submit(DESK, f"{DESK}/requests", fields)).status_code == 422
    floor = await floor_of(evening)
    assert [(w.voice.card, w.voice.channel) for w in floor.waiting] == [(27, "hall"), (None, "phone")]
    request = floor.waiting[0].voice.request
    await dirk.post(f"{REQUESTS}/{request}/withdrawal", {"from": "desk"})
    assert await names(evening) == ["Hatice K."]
    assert await fetch_value("SELECT count(*) FROM audit_entry WHERE act = 'speakers.struck'") == 1


async def test_the_chair_leads_three_channels_through_an_item(evening, edda, alma, bora, dirk):
    await dirk.submit(DESK, f"{DESK}/requests", {"card": "14"})
    await dirk.submit(DESK, f"{DESK}/requests", {"card": "15"})
    await alma.submit(PAGE, REQUESTS, {"channel": "home"})
    await dirk.submit(DESK, f"{DESK}/requests", {"name": "Hatice K."})
    order = []
    for _ in range(4):
        assert (await edda.submit(CHAIR, "/forums/demo/speeches")).status_code == 303
        voice = (await floor_of(evening)).speaking.voice
        order.append(voice.name or voice.card)
    assert order == [14, "Alma R.", 15, "Hatice K."]
    page = (await bora.get(PAGE)).text
    assert "Hatice K." in page
    assert "am Telefon" in page
    screen = (await bora.get("/forums/demo/screen")).text
    assert 'class="t-screen__name">Hatice K.' in screen
    speech = (await floor_of(evening)).speaking.id
    await edda.submit(CHAIR, f"/forums/demo/speeches/{speech}/ending")
    shares = (await floor_of(evening)).shares
    assert {channel: share.speeches for channel, share in shares.items()} == {
        "hall": 2,
        "home": 1,
        "phone": 1,
    }


async def test_the_person_whose_turn_it_is_has_a_page_that_says_so(evening, alma):
    await alma.submit(PAGE, REQUESTS, {"channel": "home"})
    mine = await alma.get(f"{REQUESTS}/mine", headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert '<p id="my-turn" hx-swap-oob="innerHTML">Sie sind als Nächstes dran.</p>' in mine.text
    await call(evening)
    assert "Sie haben das Wort." in (await alma.get(f"{REQUESTS}/mine")).text


async def test_two_chairs_who_press_at_once_call_one_person(evening):
    for number in (1, 2, 3):
        await card(evening, number)
    first = (await floor_of(evening)).waiting[0].voice.request
    done = await asyncio.gather(
        *(actions.call_next(evening, first, None, 1, now()) for _ in range(6)), return_exceptions=True
    )
    assert sorted(done) == [False] * 5 + [True]
    assert await fetch_value("SELECT count(*) FROM speech") == 1


async def test_moving_needs_a_reason_and_shows_it(evening, edda, visitor):
    requests = [await card(evening, number) for number in (1, 2, 3)]
    await edda.submit(CHAIR, f"{LISTS}/moves", {"up": str(requests[2])})
    assert await names(evening) == [1, 2, 3]
    await edda.submit(CHAIR, f"{LISTS}/moves", {"up": str(requests[2]), "reason": "leaving"})
    assert await names(evening) == [1, 3, 2]
    page = (await visitor.get(PAGE)).text
    assert "vorgezogen: die Person muss bald gehen." in page
    details = await fetch_value("SELECT details::text FROM audit_entry WHERE act = 'speakers.moved'")
    assert '"leaving"' in details
    assert not await actions.move(evening, requests[0], up=True, reason=Reason.FITS, by=1, now=now())


async def test_a_point_of_order_is_next_even_when_the_list_is_closed(evening):
    await card(evening, 1)
    await call(evening)
    await card(evening, 2)
    await actions.set_list(evening, ListState.CLOSED, 1, now())
    with pytest.raises(Refused, match="speaker-list-closed"):
        await card(evening, 3)
    await card(evening, 4, Kind.ORDER)
    assert await names(evening) == [4, 2]


async def test_a_paused_list_takes_requests_and_calls_nobody(evening, edda):
    await actions.set_list(evening, ListState.PAUSED, 1, now())
    await card(evening, 1)
    with pytest.raises(Refused, match="speaker-list-paused"):
        await call(evening)
    assert "ruht gerade" in (await edda.get(CHAIR)).text
    await edda.submit(CHAIR, LISTS)
    assert (await floor_of(evening)).list is ListState.OPEN
    assert await call(evening)


async def test_a_question_needs_a_speaker_and_has_a_minute(evening):
    with pytest.raises(Refused, match="nobody-speaks"):
        await card(evening, 1, Kind.QUESTION)
    await card(evening, 2)
    await call(evening)
    assert (await floor_of(evening)).speaking.allowed == 180
    await card(evening, 1, Kind.QUESTION)
    await call(evening)
    assert (await floor_of(evening)).speaking.allowed == 60


async def test_the_clock_counts_only_what_was_spoken(evening):
    start = now()
    with frozen(start):
        await card(evening, 1)
        await call(evening)
    speech = (await floor_of(evening)).speaking.id
    with frozen(start + timedelta(seconds=40)):
        await actions.stop_or_run(evening, speech, 1, start + timedelta(seconds=40))
    with frozen(start + timedelta(seconds=100)):
        floor = await floor_of(evening)
        assert (floor.speaking.seconds_left, floor.speaking.stopped) == (140, True)
        await actions.stop_or_run(evening, speech, 1, start + timedelta(seconds=100))
        await actions.extend(evening, speech, 1, start + timedelta(seconds=100))
    with frozen(start + timedelta(seconds=110)):
        assert (await floor_of(evening)).speaking.seconds_left == 190
        await actions.end(evening, speech, 1, start + timedelta(seconds=110))
    assert (await floor_of(evening)).shares["hall"].seconds == 50


async def test_a_call_taken_back_leaves_no_speech(evening, edda):
    await card(evening, 1)
    await call(evening)
    speech = (await floor_of(evening)).speaking.id
    await edda.submit(CHAIR, f"/forums/demo/speeches/{speech}/withdrawal")
    floor = await floor_of(evening)
    assert (floor.speaking, [w.voice.card for w in floor.waiting]) == (None, [1])
    assert floor.people == ()


async def test_the_speech_ends_with_its_item_and_each_item_has_its_own_list(evening):
    chair = await create_person("Edda H.", role="chair")
    await card(evening, 1)
    await card(evening, 2)
    await call(evening)
    item = (await agenda_of(evening)).current.id
    await next_item(evening, item, chair, now())
    floor = await floor_of(evening)
    assert (floor.speaking, floor.waiting) == (None, ())
    assert await back(evening, (await agenda_of(evening)).current.id, chair, now())
    assert await names(evening) == [2]


async def test_without_an_item_nobody_is_on_a_list(db, alma):
    await forum("demo")
    page = (await alma.get(PAGE)).text
    assert "sobald ein Punkt aufgerufen ist" in page
    refused = await alma.post(REQUESTS, {"channel": "home"})
    assert refused.status_code == 409
    assert "kein Punkt aufgerufen" in refused.text


@pytest.mark.parametrize("name", ["visitor", "alma", "carla", "konrad", "ada", "edda"])
async def test_only_the_clerk_sits_at_the_desk(evening, people, name):
    person = await people.person(name)
    assert (await person.get(DESK)).status_code == 403
    assert (await person.post(f"{DESK}/requests", {"card": "1"})).status_code == 403
    assert await names(evening) == []


async def test_all_sockets_see_the_list_and_nothing_about_a_viewer(evening):
    person = await create_person("Alma R.")
    async with Socket("/forums/demo/live", "after=1") as socket:
        await actions.ask(evening, Asking(Channel.HOME, Kind.SPEECH, person=person), now())
        await call(evening)
        await socket.until(3)
        text = "".join(m["text"] for m in socket.sent if m["type"] == "websocket.send")
    assert 'id="speakers"' in text
    assert 't-speaker__name">Alma R.' in text
    assert 'data-seq="2"' in text
    assert 'data-seq="3"' in text
    assert "_token" not in text
    assert "Sie " not in text.split('id="speakers"')[0]


async def test_whoever_was_away_gets_the_list_once_with_every_number(evening):
    for number in range(1, 40):
        await card(evening, number)
    async with Socket("/forums/demo/live", "after=1") as socket:
        assert await socket.until(40) == list(range(2, 41))
        assert socket.text.count('id="speakers"') == 1
        assert "Karte 25" in socket.text
        assert "Danach warten noch 14 Personen." in socket.text


async def test_a_deleted_account_leaves_the_list(evening):
    person = await create_person("Alma R.")
    await actions.ask(evening, Asking(Channel.HOME, Kind.SPEECH, person=person), now())
    await execute("DELETE FROM person WHERE id = $1", person)
    assert await names(evening) == []


async def test_the_pages_cost_five_statements_at_most_with_a_full_list(evening, alma, edda, dirk):
    for number in range(1, 30):
        await card(evening, number, channel=Channel.HALL if number % 3 else Channel.PHONE)
    await call(evening)
    noted = []
    token = statements.set(noted)
    try:
        for person, url in ((alma, PAGE), (edda, CHAIR), (dirk, DESK), (alma, f"{REQUESTS}/mine")):
            noted.clear()
            assert (await person.http.get(url)).status_code == 200
            assert len(noted) <= 5, (url, noted)
    finally:
        statements.reset(token)


async def test_every_act_is_in_the_log_once(evening):
    await card(evening, 1)
    await call(evening)
    speech = (await floor_of(evening)).speaking.id
    await actions.end(evening, speech, 1, now())
    assert not await actions.end(evening, speech, 1, now())
    rows = await fetch("SELECT verb FROM forum_event WHERE kind = 'speakers' ORDER BY seq")
    assert [row["verb"] for row in rows] == ["asked", "called", "ended"]


async def test_the_green_line_goes_when_it_is_no_longer_true(evening, alma, bora):
    partial = {"headers": {"HX-Request": "true", "HX-Request-Type": "partial"}}
    await alma.post(REQUESTS, {"channel": "hall"})
    assert "delete:.t-flash" not in (await alma.get(f"{REQUESTS}/mine", **partial)).text
    await call(evening)
    speaks = (await alma.get(f"{REQUESTS}/mine", **partial)).text
    assert "Sie haben das Wort." in speaks
    assert 'hx-swap-oob="delete:.t-flash"' in speaks


async def test_a_form_is_checked_by_us_so_that_the_summary_appears(evening, alma):
    page = (await alma.get(PAGE)).text
    for place in ("requests", "questions", "messages"):
        form = page.partition(f'action="{PAGE}/{place}"')[2].partition(">")[0]
        assert "novalidate" in form
        assert "Nicht gesendet." in form
