"""Several screens with contents of their own, set from the desk, and their twin in words."""

from datetime import timedelta

import pytest

from participation.core.clock import now
from participation.core.db import fetch, fetch_value
from participation.forums.agenda.actions import next_item
from participation.forums.captions import actions as captions
from participation.forums.live_polls import actions as live_polls
from participation.forums.live_polls.actions import Asking
from participation.forums.live_polls.rules import Form
from participation.forums.screen.rules import Show, most_important
from participation.forums.speakers import actions as speakers
from participation.forums.speakers.rules import Channel, Kind
from tests.forums.factories import Socket, forum
from tests.people import create_person

SCREEN, TWIN, SCREENS = "/forums/demo/screen", "/forums/demo/screen/text", "/forums/demo/screens"
T0 = now()


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"running": False, "poll_open": True}, Show.NOW),
        ({"poll_open": True, "speaks_since": T0}, Show.POLL),
        ({"poll_closed_at": T0}, Show.POLL),
        ({"poll_closed_at": T0, "speaks_since": T0 - timedelta(minutes=1)}, Show.POLL),
        ({"poll_closed_at": T0, "speaks_since": T0 + timedelta(minutes=1)}, Show.NOW),
        ({"question": True}, Show.QUESTION),
        ({"question": True, "speaks_since": T0}, Show.NOW),
        ({}, Show.NOW),
    ],
)
def test_what_matters_most_comes_first(more, expected):
    calm = {
        "running": True,
        "poll_open": False,
        "poll_closed_at": None,
        "speaks_since": None,
        "question": False,
    }
    assert most_important(**{**calm, **more}) is expected


async def evening():
    forum_id = await forum("demo")
    chair = await create_person("Edda H.", role="chair")
    await next_item(forum_id, None, chair, now())
    await speakers.ask(forum_id, speakers.Asking(Channel.HALL, Kind.SPEECH, card=14), now())
    return forum_id, chair


async def test_each_screen_shows_what_the_desk_has_set_for_it(dirk, visitor):
    await evening()
    assert (
        await dirk.submit("/forums/demo/desk", SCREENS, {"number": 2, "show": "agenda"})
    ).status_code == 303
    first, second = (await visitor.get(SCREEN)).text, (await visitor.get(f"{SCREEN}?n=2")).text
    assert "Punkt 3 der Ordnung" not in first
    assert "Punkt 3 der Ordnung" in second
    assert "Karte 14" in (await visitor.get(f"{SCREEN}?show=speakers")).text
    assert "QR-Code" in (await visitor.get(f"{SCREEN}?show=join")).text
    assert (await visitor.get(f"{SCREEN}?n=zwei&show=unsinn")).status_code == 200
    assert "Punkt 3 der Ordnung" in (await visitor.get(f"{TWIN}?n=2")).text


async def test_a_poll_takes_the_wall_and_its_result_leaves_it_when_somebody_speaks(visitor, edda):
    forum_id, chair = await evening()
    options = (("yes", "Ja"), ("no", "Nein"), ("abstain", "Enthaltung"))
    number = await live_polls.open_poll(
        forum_id, "/f", Asking("Wann bauen?", Form.YES_NO, options), chair, now()
    )
    for url in (SCREEN, TWIN):
        text = (await visitor.get(url)).text
        assert "Wann bauen?" in text
        assert "Stimmungsbild, nicht bindend" in text
    for person in (chair, edda.id):
        await live_polls.enter_hands(forum_id, number, {"yes": 5}, person, now())
    await live_polls.close_poll(forum_id, number, chair, now())
    assert "5 Stimmen" in (await visitor.get(SCREEN)).text
    request = await fetch_value("SELECT id FROM speech_request")
    await speakers.call_next(forum_id, request, None, chair, now())
    assert "Wann bauen?" not in (await visitor.get(SCREEN)).text
    assert "Wann bauen?" in (await visitor.get(f"{SCREEN}?show=poll")).text


@pytest.mark.parametrize("fields", [{"number": 9, "show": "agenda"}, {"number": 1, "show": "x"}, {}])
async def test_there_are_four_screens_and_no_other_contents(dirk, fields):
    await evening()
    assert (await dirk.post(SCREENS, fields)).status_code == 404
    assert await fetch("SELECT 1 FROM forum_screen") == []


async def test_setting_a_screen_is_the_desk_s_and_tells_every_projector(dirk, alma):
    forum_id, _ = await evening()
    last = await fetch_value("SELECT last_seq FROM forum WHERE id = $1", forum_id)
    assert (await alma.post(SCREENS, {"number": 1, "show": "join"})).status_code == 403
    async with Socket("/forums/demo/live", f"after={last}") as socket:
        await dirk.post(SCREENS, {"number": 1, "show": "join"})
        await socket.until(last + 1)
        assert 'id="screen-pull"' in socket.text


async def test_captions_stand_alone_or_below_whatever_is_shown(dirk, visitor):
    forum_id, chair = await evening()
    await captions.say(forum_id, "Wir kommen zum Überweg.", chair, now())
    assert "zum Überweg" not in (await visitor.get(SCREEN)).text
    for number, fields in ((1, {"show": "agenda", "captions": "1"}), (2, {"show": "captions"})):
        assert (
            await dirk.submit("/forums/demo/desk", SCREENS, {"number": number, **fields})
        ).status_code == 303
    below, alone = (await visitor.get(SCREEN)).text, (await visitor.get(f"{SCREEN}?n=2")).text
    for text in (below, alone, (await visitor.get(f"{TWIN}?captions=1")).text):
        assert text.count("zum Überweg") == 1
        assert text.count('id="caption-lines"') == 1
    assert "Punkt 3 der Ordnung" in below
    assert "Punkt 3 der Ordnung" not in alone
    assert "mit Untertiteln" in (await dirk.get("/forums/demo/desk")).text
