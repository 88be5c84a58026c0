"""What the chair has just done can be taken back for a while, the last act first, by one of two who press."""

import asyncio
import re
from datetime import timedelta

import pytest

from participation.accounts.actor import Actor
from participation.core.clock import frozen, now
from participation.core.db import fetch_one, fetch_value
from participation.core.errors import Refused
from participation.forums.agenda.actions import close_forum, next_item, open_forum, start_break
from participation.forums.agenda.queries import agenda_of
from participation.forums.agenda.undo import last_act, undo
from participation.forums.jobs import end_live_polls
from participation.forums.live_polls import actions as live_polls
from participation.forums.live_polls.queries import polls_of
from participation.forums.live_polls.rules import Form
from participation.forums.minutes.queries import working
from participation.forums.queries import forum_by_id
from participation.forums.questions import actions as questions
from participation.forums.questions.rules import QuestionState
from participation.forums.speakers import actions as speakers
from participation.forums.speakers.queries import floor_of
from participation.forums.speakers.rules import Channel, Kind, ListState, Reason
from participation.forums.stage import read_part
from polls import actions as polls
from polls import queries as poll_queries
from polls.ballots.shape import Choices
from tests.forums.factories import forum
from tests.people import create_person

CHAIR = "/forums/demo/chair"
YES_NO = (("yes", "Ja"), ("no", "Nein"), ("abstain", "Enthaltung"))


async def evening():
    """A running item with three who wait; the chair's id and the requests."""
    forum_id = await forum("demo")
    chair = await create_person("Edda H.", role="chair")
    await next_item(forum_id, None, chair, now())
    cards = [
        await speakers.ask(forum_id, speakers.Asking(Channel.HALL, Kind.SPEECH, card=card), now())
        for card in (1, 2, 3)
    ]
    return forum_id, chair, cards


async def take_back(forum_id, chair):
    last = await last_act(forum_id, now())
    assert last is not None
    return await undo(forum_id, last.seq, chair, now())


async def waiting(forum_id):
    return [place.voice.card for place in (await floor_of(forum_id)).waiting]


async def test_the_next_item_is_taken_back_with_its_speaker(db):
    forum_id, chair, cards = await evening()
    await speakers.call_next(forum_id, cards[0], None, chair, now())
    before = await agenda_of(forum_id)
    await next_item(forum_id, before.current.id, chair, now())
    assert (await floor_of(forum_id)).speaking is None
    assert await take_back(forum_id, chair)
    after = await agenda_of(forum_id)
    assert (after.current.id, after.current.started_at) == (before.current.id, before.current.started_at)
    assert (await floor_of(forum_id)).speaking.voice.card == 1


async def test_acts_are_taken_back_one_after_the_other(db):
    forum_id, chair, cards = await evening()
    await speakers.call_next(forum_id, cards[0], None, chair, now())
    speech = (await floor_of(forum_id)).speaking.id
    await speakers.extend(forum_id, speech, chair, now())
    await speakers.call_next(forum_id, cards[1], speech, chair, now())
    assert await take_back(forum_id, chair)
    assert (await floor_of(forum_id)).speaking.voice.card == 1
    assert (await floor_of(forum_id)).speaking.allowed == 240
    assert await take_back(forum_id, chair)
    assert (await floor_of(forum_id)).speaking.allowed == 180
    assert await take_back(forum_id, chair)
    assert (await floor_of(forum_id)).speaking is None
    assert await waiting(forum_id) == [1, 2, 3]
    assert await take_back(forum_id, chair)
    assert (await agenda_of(forum_id)).current is None
    assert await last_act(forum_id, now()) is None


async def test_list_moves_strikes_and_states_are_taken_back(db):
    forum_id, chair, cards = await evening()
    acts = [
        speakers.move(forum_id, cards[2], up=True, reason=Reason.FITS, by=chair, now=now()),
        speakers.withdraw(forum_id, cards[0], chair, now(), staff=True),
        speakers.set_list(forum_id, ListState.CLOSED, chair, now()),
    ]
    for act in acts:
        await act
    assert await waiting(forum_id) == [3, 2]
    for expected in ([3, 2], [1, 3, 2], [1, 2, 3]):
        assert await take_back(forum_id, chair)
        assert await waiting(forum_id) == expected
    assert (await floor_of(forum_id)).list is ListState.OPEN


async def test_a_break_is_taken_back_and_the_clock_of_the_speaker_has_not_run(db):
    forum_id, chair, cards = await evening()
    start = now()
    await speakers.call_next(forum_id, cards[0], None, chair, start)
    with frozen(start + timedelta(seconds=30)):
        await start_break(forum_id, 10, chair, now())
    with frozen(start + timedelta(seconds=90)):
        assert await take_back(forum_id, chair)
        floor = await floor_of(forum_id)
    assert await fetch_value("SELECT count(*) FROM forum_break") == 0
    assert floor.speaking.seconds_left == 150


async def test_a_question_leaves_the_wall_and_what_it_pushed_off_is_back(db):
    forum_id, chair, _ = await evening()
    first, second = [
        await questions.ask(forum_id, None, f"Frage {n}?", now(), name_shown=False, card=n) for n in (1, 2)
    ]
    await questions.set_state(forum_id, first, QuestionState.STAGE, chair, now())
    await questions.set_state(forum_id, second, QuestionState.STAGE, chair, now())
    assert await take_back(forum_id, chair)
    assert await fetch_value("SELECT id FROM question WHERE state = 'stage'") == first
    await questions.set_state(forum_id, first, QuestionState.ANSWERED, chair, now())
    assert await take_back(forum_id, chair)
    row = await fetch_one("SELECT state, answered_at FROM question WHERE id = $1", first)
    assert (row["state"], row["answered_at"]) == ("stage", None)


async def test_what_was_taken_back_is_not_what_was_before(db):
    forum_id, chair, _ = await evening()
    for state in (ListState.CLOSED, ListState.PAUSED):
        await speakers.set_list(forum_id, state, chair, now())
        assert await take_back(forum_id, chair)
        assert (await floor_of(forum_id)).list is ListState.OPEN
    asked = await questions.ask(forum_id, None, "Frage?", now(), name_shown=False, card=1)
    for state in (QuestionState.SHORTLISTED, QuestionState.STAGE):
        await questions.set_state(forum_id, asked, state, chair, now())
        assert await take_back(forum_id, chair)
        assert await fetch_value("SELECT state FROM question WHERE id = $1", asked) == "submitted"


async def test_minutes_and_recap_do_not_tell_what_was_taken_back(alma):
    forum_id, chair, cards = await evening()
    await speakers.call_next(forum_id, cards[0], None, chair, now())
    assert await take_back(forum_id, chair)
    await speakers.call_next(forum_id, cards[0], None, chair, now())
    await next_item(forum_id, (await agenda_of(forum_id)).current.id, chair, now())
    place = await forum_by_id(forum_id)
    titles = [section.number for section in (await working(place, "de")).made.sections]
    assert await take_back(forum_id, chair)
    made = (await working(place, "de")).made
    assert [section.number for section in made.sections] == titles[:1]
    await next_item(forum_id, (await agenda_of(forum_id)).current.id, chair, now())
    spoke = [line for line in (await working(place, "de")).made.lines() if line.key.startswith("speech:")]
    assert [len(line.seqs) for line in spoke] == [1]
    page = (await alma.get("/forums/demo")).text
    assert "1 Mal hat jemand gesprochen" in page
    assert "2 Mal hat jemand gesprochen" not in page


async def test_two_who_press_at_once_take_back_one_act(db):
    forum_id, chair, cards = await evening()
    await speakers.call_next(forum_id, cards[0], None, chair, now())
    last = await last_act(forum_id, now())
    done = await asyncio.gather(*(undo(forum_id, last.seq, chair, now()) for _ in range(6)))
    assert sorted(done) == [False] * 5 + [True]


async def test_after_a_while_and_after_another_act_it_stays(db):
    forum_id, chair, cards = await evening()
    last = await last_act(forum_id, now())
    with frozen(now() + timedelta(minutes=6)):
        assert await last_act(forum_id, now()) is None
        assert not await undo(forum_id, last.seq, chair, now())
    await speakers.call_next(forum_id, cards[0], None, chair, now())
    assert not await undo(forum_id, last.seq, chair, now())


async def test_the_chair_sees_what_would_be_taken_back_and_citizens_cannot(edda, alma):
    await evening()
    page = (await edda.get(CHAIR)).text
    assert "Nächster Punkt." in page.split('id="undo"')[1].split("</div>")[0]
    seq = re.search(r'name="seq" value="(\d+)"', page)[1]
    assert (await alma.post("/forums/demo/undo", {"seq": seq})).status_code == 403
    assert (await edda.submit(CHAIR, "/forums/demo/undo")).status_code == 303
    assert (await agenda_of(await fetch_value("SELECT id FROM forum"))).current is None


async def test_a_person_dragged_onto_another_takes_that_place_with_a_reason(edda):
    forum_id, _, cards = await evening()
    fields = {"request": cards[2], "to": cards[0]}
    await edda.post("/forums/demo/speaker-list/moves", fields)
    assert await waiting(forum_id) == [1, 2, 3]
    await edda.post("/forums/demo/speaker-list/moves", {**fields, "reason": "leaving"})
    assert await waiting(forum_id) == [3, 1, 2]
    assert "die Person muss bald gehen" in (await edda.get(CHAIR)).text
    await edda.post(
        "/forums/demo/speaker-list/moves", {"request": cards[2], "to": cards[1], "reason": "wish"}
    )
    assert await waiting(forum_id) == [1, 2, 3]


async def test_opening_and_closing_the_forum_are_taken_back(edda):
    forum_id = await forum("demo", live=False)
    await edda.submit(CHAIR, "/forums/demo/opening")
    await edda.submit(CHAIR, "/forums/demo/undo")
    assert (await forum_by_id(forum_id)).coming
    await edda.submit(CHAIR, "/forums/demo/opening")
    await edda.submit(CHAIR, "/forums/demo/agenda/next")
    card = await speakers.ask(forum_id, speakers.Asking(Channel.HALL, Kind.SPEECH, card=1), now())
    await speakers.call_next(forum_id, card, None, edda.id, now())
    await edda.submit(CHAIR, "/forums/demo/closing")
    assert "Eine Abstimmung bleibt geschlossen" in (await edda.get(CHAIR)).text
    await edda.submit(CHAIR, "/forums/demo/undo")
    assert (await forum_by_id(forum_id)).live
    assert (await agenda_of(forum_id)).current.number == "1"
    assert (await floor_of(forum_id)).speaking.voice.card == 1


async def test_a_forum_opened_again_by_mistake_is_closed_as_before(db):
    forum_id = await forum("demo")
    chair = await create_person("Edda H.", role="chair")
    await close_forum(forum_id, chair, now())
    closed = (await forum_by_id(forum_id)).closed_at
    await open_forum(forum_id, chair, now())
    assert await take_back(forum_id, chair)
    found = await forum_by_id(forum_id)
    assert (found.closed_at, found.opened_at is not None) == (closed, True)


async def voted(number, name, answer="yes"):
    poll_id = await fetch_value("SELECT poll FROM live_poll WHERE id = $1", number)
    person = Actor(await create_person(name), name)
    return await polls.cast(person, await poll_queries.poll(poll_id, person.id), Choices((answer,)))


@pytest.mark.parametrize("secret", [False, True])
async def test_a_poll_closed_too_early_is_opened_again_with_its_ballots(edda, visitor, secret):
    forum_id = await forum("demo")
    asking = live_polls.Asking("Überweg?", Form.YES_NO, YES_NO, secret=secret, hands=False)
    number = await live_polls.open_poll(forum_id, "/f", asking, edda.id, now())
    for n in range(5):
        await voted(number, f"P{n}")
    await edda.submit(CHAIR, f"/forums/demo/polls/{number}/holding")
    await polls.close_due()
    await end_live_polls()
    with pytest.raises(Refused):
        await voted(number, "Zu spät")
    assert "Das Ergebnis kommt gleich" in (await visitor.get("/forums/demo")).text
    assert not (await polls_of(forum_id))[0].counted
    await edda.submit(CHAIR, "/forums/demo/undo")
    await voted(number, "Doch noch", "no")
    await edda.submit(CHAIR, f"/forums/demo/polls/{number}/holding")
    await edda.submit(CHAIR, f"/forums/demo/polls/{number}/result")
    assert [answer.remote for answer in (await polls_of(forum_id))[0].answers] == [5, 1, 0]
    assert (
        await last_act(forum_id, now()) is None
    )  # counted: neither the closing nor the opening has a way back


async def test_opening_and_withdrawing_a_poll_are_taken_back(db):
    forum_id = await forum("demo")
    chair = await create_person("Edda H.", role="chair")
    asking = live_polls.Asking("Überweg?", Form.YES_NO, YES_NO)
    number = await live_polls.open_poll(forum_id, "/f", asking, chair, now())
    await voted(number, "P")
    await live_polls.withdraw_poll(forum_id, number, chair, now())
    await polls.close_due()
    await end_live_polls()
    assert await take_back(forum_id, chair)
    assert await read_part("live_poll", forum_id) is not None
    await voted(number, "Q")
    assert await take_back(forum_id, chair)
    assert await read_part("live_poll", forum_id) is None
    with pytest.raises(Refused):
        await voted(number, "R")
    await live_polls.open_poll(forum_id, "/f", asking, chair, now())


async def test_what_was_held_is_counted_when_its_evening_is_over(db):
    forum_id = await forum("demo")
    chair = await create_person("Edda H.", role="chair")
    asking = live_polls.Asking("Überweg?", Form.YES_NO, YES_NO, hands=False)
    number = await live_polls.open_poll(forum_id, "/f", asking, chair, now())
    await voted(number, "P")
    await live_polls.hold_poll(forum_id, number, chair, now())
    await close_forum(forum_id, chair, now())
    with frozen(now() + timedelta(minutes=6)):
        await end_live_polls()
    assert (await polls_of(forum_id))[0].answers[0].remote == 1
