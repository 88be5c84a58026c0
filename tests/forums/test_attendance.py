"""A council meeting with members who are connected: attendance, and what § 64 NKomVG refuses meanwhile."""

import asyncio

import pytest

from participation.accounts.actor import Actor
from participation.core.clock import now
from participation.core.db import execute, fetch, fetch_value
from participation.core.errors import Refused
from participation.forums.agenda.actions import next_item, set_doors
from participation.forums.agenda.queries import agenda_of
from participation.forums.attendance import actions
from participation.forums.attendance.queries import attendance_of
from participation.forums.attendance.rules import Mode
from participation.forums.live_polls.actions import Asking, close_poll, open_poll
from participation.forums.live_polls.rules import Form
from polls import actions as polls
from polls import queries as poll_queries
from polls.ballots.shape import Choices
from polls.life import Voters
from tests.forums.factories import forum
from tests.people import create_person

PAGE, SITTING = "/forums/demo/attendance", "/forums/demo/sitting"
YES_NO = (("yes", "Ja"), ("no", "Nein"), ("abstain", "Enthaltung"))


async def council():
    forum_id = await forum("demo")
    chair = await create_person("Edda H.", role="chair")
    await actions.set_council(forum_id, council=True, by=chair, now=now())
    member = await create_person("Mirja K.", role="council")
    await actions.join(forum_id, member, "", Mode.HALL, chair, now())
    return forum_id, chair


async def ask(forum_id, chair, *, secret, voters=Voters.ROLL):
    asking = Asking(
        "Zustimmen?", Form.YES_NO, YES_NO, hands=False, binding=True, secret=secret, voters=voters
    )
    return await open_poll(forum_id, "/f", asking, chair, now())


async def test_the_clerk_enters_who_comes_how_and_when_they_go(dirk, konrad):
    await forum("demo")
    assert (await dirk.submit(PAGE, SITTING, {"council": "1"})).status_code == 303
    fields = {"member": konrad.id, "mode": "hall"}
    assert (await dirk.submit(PAGE, PAGE, fields)).status_code == 303
    assert (await dirk.post(PAGE, fields)).status_code == 422
    assert (await dirk.submit(PAGE, PAGE, {"name": "Ruth Aydin", "mode": "remote"})).status_code == 303
    assert (await dirk.submit(PAGE, PAGE, {"name": "ruth aydin", "mode": "hall"})).status_code == 409
    text = (await dirk.get(PAGE)).text
    assert "1 im Saal, 1 zugeschaltet" in text
    row = await fetch_value("SELECT id FROM attendance WHERE person = $1", konrad.id)
    await dirk.submit(PAGE, f"{PAGE}/{row}/mode", {"mode": "remote"})
    second = await fetch_value("SELECT max(id) FROM attendance")
    await dirk.submit(PAGE, f"{PAGE}/{second}/leaving")
    rows = await attendance_of(await fetch_value("SELECT id FROM forum"))
    mine = [(r.mode, r.left_at is not None) for r in rows if r.person == konrad.id]
    assert sorted(mine) == [(Mode.HALL, True), (Mode.REMOTE, True)]


@pytest.mark.parametrize(
    "fields", [{}, {"name": "Ruth"}, {"mode": "hall"}, {"name": "x" * 61, "mode": "hall"}]
)
async def test_what_is_missing_is_said_and_the_name_is_kept(dirk, fields):
    await forum("demo")
    answer = await dirk.submit(PAGE, PAGE, fields)
    assert answer.status_code == 422
    assert fields.get("name", "") in answer.text
    assert await fetch_value("SELECT count(*) FROM attendance") == 0


@pytest.mark.parametrize("name", ["visitor", "alma", "carla", "konrad", "ada"])
async def test_only_desk_and_chair_see_and_change_it(people, name):
    await forum("demo")
    person = await people.person(name)
    assert (await person.get(PAGE)).status_code == 403
    assert (await person.post(PAGE, {"name": "X", "mode": "hall"})).status_code == 403
    assert (await person.post(SITTING, {"council": "1"})).status_code == 403


async def test_no_secret_vote_while_somebody_is_connected(db):
    forum_id, chair = await council()
    row = await actions.join(forum_id, None, "Ruth Aydin", Mode.REMOTE, chair, now())
    with pytest.raises(Refused, match="council-secret"):
        await ask(forum_id, chair, secret=True)
    assert await fetch_value("SELECT count(*) FROM poll") == 0
    number = await ask(forum_id, chair, secret=False)
    await close_poll(forum_id, number, chair, now())
    await actions.leave(forum_id, row, chair, now())
    await ask(forum_id, chair, secret=True)


async def test_nobody_is_connected_while_a_secret_vote_runs(db):
    forum_id, chair = await council()
    row = await actions.join(forum_id, None, "Ruth Aydin", Mode.HALL, chair, now())
    number = await ask(forum_id, chair, secret=True)
    with pytest.raises(Refused, match="council-no-remote"):
        await actions.join(forum_id, None, "Petra Lindner", Mode.REMOTE, chair, now())
    with pytest.raises(Refused, match="council-no-remote"):
        await actions.change_mode(forum_id, row, Mode.REMOTE, chair, now())
    assert await fetch_value("SELECT count(*) FROM attendance WHERE left_at IS NULL") == 2
    await close_poll(forum_id, number, chair, now())
    await actions.join(forum_id, None, "Petra Lindner", Mode.REMOTE, chair, now())


async def test_a_secret_vote_and_a_connection_at_the_same_moment_never_both_hold(db):
    forum_id, chair = await council()
    for n in range(8):
        answers = await asyncio.gather(
            ask(forum_id, chair, secret=True),
            actions.join(forum_id, None, f"Mitglied {n}", Mode.REMOTE, chair, now()),
            return_exceptions=True,
        )
        assert sum(isinstance(answer, int) for answer in answers) == 1
        assert sum(isinstance(answer, Refused) for answer in answers) == 1
        await execute("UPDATE attendance SET left_at = now() WHERE mode = 'remote'")
        await execute("UPDATE live_poll SET closed_at = now() WHERE closed_at IS NULL")


async def test_an_item_behind_closed_doors_is_not_called_while_somebody_is_connected(edda):
    forum_id, chair = await council()
    await next_item(forum_id, None, chair, now())
    items = (await agenda_of(forum_id)).rows
    assert await set_doors(forum_id, items[1].item.id, open_doors=False, person_id=chair, now=now())
    assert not await set_doors(forum_id, items[0].item.id, open_doors=False, person_id=chair, now=now())
    row = await actions.join(forum_id, None, "Ruth Aydin", Mode.REMOTE, chair, now())
    answer = await edda.submit("/forums/demo/chair", "/forums/demo/agenda/next")
    assert answer.status_code == 409
    assert "nichtöffentlich" in answer.text
    assert (await agenda_of(forum_id)).current.number == "1"
    await actions.leave(forum_id, row, chair, now())
    assert (await edda.submit("/forums/demo/chair", "/forums/demo/agenda/next")).status_code == 303
    with pytest.raises(Refused, match="council-no-remote"):
        await actions.join(forum_id, None, "Petra Lindner", Mode.REMOTE, chair, now())


async def test_in_a_forum_of_citizens_nothing_of_this_is_refused(db):
    forum_id = await forum("demo")
    chair = await create_person("Edda H.", role="chair")
    await actions.join(forum_id, None, "Ruth Aydin", Mode.REMOTE, chair, now())
    with pytest.raises(Refused, match="live-poll-no-roll"):
        await ask(forum_id, chair, secret=True)
    await ask(forum_id, chair, secret=True, voters=Voters.VERIFIED)


async def test_a_binding_vote_is_open_to_the_roll_of_those_present_alone(db):
    forum_id, chair = await council()
    inside, outside = await create_person("Konrad B.", role="council"), await create_person("Alma R.")
    await actions.join(forum_id, inside, "", Mode.REMOTE, chair, now())
    number = await ask(forum_id, chair, secret=False)
    poll_id = await fetch_value("SELECT poll FROM live_poll WHERE id = $1", number)
    found = await poll_queries.poll(poll_id, None)
    assert found.line.eligible == 2
    assert await polls.cast(Actor(inside, "Konrad B."), found, Choices(("yes",)))
    with pytest.raises(Refused):
        await polls.cast(Actor(outside, "Alma R."), found, Choices(("yes",)))
    assert len(await fetch("SELECT 1 FROM poll_vote")) == 1


async def test_who_does_not_want_to_be_recorded_is_known_to_chair_and_desk(edda, dirk, alma):
    forum_id = await forum("demo")
    await next_item(forum_id, None, edda.id, now())
    fields = {"channel": "home", "no_recording": "1"}
    assert (await alma.submit("/forums/demo", "/forums/demo/requests", fields)).status_code == 303
    for person, page in ((edda, "chair"), (dirk, "desk")):
        assert "Möchte nicht aufgezeichnet werden" in (await person.get(f"/forums/demo/{page}")).text
    await edda.submit("/forums/demo/chair", "/forums/demo/speeches")
    assert "Bitte die Aufzeichnung jetzt anhalten" in (await edda.get("/forums/demo/chair")).text
