"""A poll in the hall and at home at once, from the chair's question to the result."""

import asyncio
import re
from datetime import timedelta

import pytest

from participation.accounts.actor import Actor
from participation.core.clock import frozen, now
from participation.core.db import fetch, fetch_value
from participation.core.errors import Refused
from participation.forums.agenda.actions import close_forum
from participation.forums.jobs import end_live_polls
from participation.forums.live import HUB, TURNOUT
from participation.forums.live_polls import actions
from participation.forums.live_polls.actions import Asking
from participation.forums.live_polls.queries import polls_of
from participation.forums.live_polls.rules import Form
from participation.forums.stage import read_part
from polls import actions as polls
from polls import queries as poll_queries
from polls.ballots.shape import Choices
from tests.forums.factories import Socket, forum
from tests.people import create_person

CHAIR, DESK, PAGE, POLLS = "/forums/demo/chair", "/forums/demo/desk", "/forums/demo", "/forums/demo/polls"
YES_NO = (("yes", "Ja"), ("no", "Nein"), ("abstain", "Enthaltung"))
QUESTION = "Überweg noch vor den Sommerferien?"


def asking(**more):
    return Asking(**{"question": QUESTION, "form": Form.YES_NO, "options": YES_NO, **more})


async def opened(forum_id, **more):
    chair = await create_person("Edda H.", role="chair")
    number = await actions.open_poll(forum_id, "/forums/demo#abstimmen", asking(**more), chair, now())
    return number, chair


async def ballot(live_poll_id, name, *keys):
    poll_id = await fetch_value("SELECT poll FROM live_poll WHERE id = $1", live_poll_id)
    person = Actor(await create_person(name), name)
    return await polls.cast(person, await poll_queries.poll(poll_id, person.id), Choices(keys))


async def test_an_evening_s_poll_from_the_question_to_the_result(edda, dirk, alma, bora, visitor):
    forum_id = await forum("demo")
    fields = {"question": QUESTION, "form": "yes-no", "effect": "mood", "hands": "1", "minutes": "5"}
    assert (await edda.submit(CHAIR, POLLS, fields)).status_code == 303
    number = await fetch_value("SELECT id FROM live_poll")
    act = f"{POLLS}/{number}"
    page = (await visitor.get(PAGE)).text
    assert QUESTION in page
    assert "Stimmungsbild, nicht bindend" in page
    assert f'action="{act}/ballot"' not in page
    for person, answer in ((alma, "yes"), (bora, "no"), (bora, "yes")):
        assert (await person.submit(PAGE, f"{act}/ballot", {"answer": answer})).status_code == 303
    assert "Ihre Stimme zählt" in (await alma.get(PAGE)).text
    assert "2 Menschen haben online" in (await visitor.get(PAGE)).text
    hands = {"hands-yes": "37", "hands-no": "5", "hands-abstain": ""}
    assert (await dirk.submit(DESK, f"{act}/hands", hands)).status_code == 303
    assert 'value="37"' not in (await edda.get(CHAIR)).text
    assert (await edda.submit(CHAIR, f"{act}/hands", hands)).status_code == 303
    assert (await edda.submit(CHAIR, f"{act}/closing")).status_code == 303
    for url in (PAGE, POLLS):
        text = (await visitor.get(url)).text
        assert "Saal 37" in re.sub(r"\s+", " ", text)
        assert "44 Stimmen zusammen" in text
    result = (await polls_of(forum_id))[0]
    assert [(a.title, a.hall, a.remote, a.total) for a in result.answers] == [
        ("Ja", 37, 2, 39),
        ("Nein", 5, 0, 5),
        ("Enthaltung", 0, 0, 0),
    ]
    verbs = [row["verb"] for row in await fetch("SELECT verb FROM forum_event ORDER BY seq")]
    assert verbs == ["opened", "hands-one", "hands-agreed", "closed", "counted"]


async def test_ballots_write_no_event(db):
    forum_id = await forum("demo")
    number, _ = await opened(forum_id)
    for n in range(5):
        await ballot(number, f"P{n}", "yes")
    assert await fetch_value("SELECT last_seq FROM forum") == 1


async def test_counts_that_differ_raise_an_alarm_at_both_desks_and_give_no_total(edda, dirk, visitor):
    forum_id = await forum("demo")
    number, _ = await opened(forum_id)
    act = f"{POLLS}/{number}/hands"
    await dirk.submit(DESK, act, {"hands-yes": "37"})
    await edda.submit(CHAIR, act, {"hands-yes": "38"})
    for person, url in ((dirk, DESK), (edda, CHAIR)):
        text = (await person.get(url)).text
        assert "weichen ab" in text
        assert "37 oder 38" in text
    await edda.submit(CHAIR, f"{POLLS}/{number}/closing")
    text = (await visitor.get(PAGE)).text
    assert "werden noch gezählt" in text
    assert "zusammen" not in text.split('id="poll-result"')[1].split("</section>")[0]
    await dirk.submit(DESK, act, {"hands-yes": "38"})
    assert "38 Stimmen zusammen" in (await visitor.get(PAGE)).text
    assert (await polls_of(forum_id))[0].final


async def test_voices_on_the_telephone_count_as_remote(dirk, edda):
    forum_id = await forum("demo")
    number, chair = await opened(forum_id)
    await ballot(number, "P", "yes")
    await actions.enter_hands(forum_id, number, {"yes": 4}, chair, now())
    fields = {"hands-yes": "4", "phone-yes": "2", "phone-no": "1"}
    assert (await dirk.post(f"{POLLS}/{number}/hands", fields)).status_code == 303
    await edda.submit(CHAIR, f"{POLLS}/{number}/closing")
    found = (await polls_of(forum_id))[0]
    assert [(a.hall, a.remote, a.share) for a in found.answers] == [(4, 3, 88), (0, 1, 13), (0, 0, 0)]


async def test_a_count_that_is_no_number_comes_back_with_what_was_typed(dirk):
    await forum("demo")
    number, _ = await opened(await fetch_value("SELECT id FROM forum"))
    act = f"{POLLS}/{number}/hands"
    answer = await dirk.submit(DESK, act, {"hands-yes": "viele", "hands-no": "4"})
    assert answer.status_code == 422
    assert 'value="viele"' in answer.text
    assert 'href="#hands-yes"' in answer.text
    assert (await dirk.submit(DESK, act, {})).status_code == 422
    assert await fetch_value("SELECT count(*) FROM hand_count") == 0


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"question": "", "form": "yes-no"}, "question"),
        ({"question": "x" * 121, "form": "yes-no"}, "question"),
        ({"question": "Welche?", "form": ""}, "form"),
        ({"question": "Welche?", "form": "one", "options": "Nur eine"}, "options"),
        ({"question": "Welche?", "form": "several", "options": "A\nB", "most": "3"}, "most"),
    ],
)
async def test_a_poll_that_makes_no_sense_is_not_opened_and_nothing_typed_is_lost(edda, fields, field):
    await forum("demo")
    answer = await edda.submit(CHAIR, POLLS, {"effect": "mood", "options": "", **fields})
    assert answer.status_code == 422
    assert f'id="{field}-e"' in answer.text
    assert fields["question"] in answer.text
    assert await fetch_value("SELECT count(*) FROM poll") == 0


async def test_one_of_many_several_and_a_scale_are_answered_as_they_were_asked(edda, alma, bora):
    forum_id = await forum("demo")
    asked = [
        ({"form": "one", "options": "Rot\nBlau"}, {"answer": "b"}, {"a": 0, "b": 2}),
        ({"form": "several", "options": "Rot\nBlau\nGelb", "most": "2"}, {"answer": "c"}, {"c": 2, "a": 0}),
        ({"form": "scale"}, {"answer-scale": "4"}, {"4": 2, "5": 0}),
    ]
    for fields, answer, expected in asked:
        answered = await edda.submit(CHAIR, POLLS, {"question": "Wie?", "effect": "mood", **fields})
        assert answered.status_code == 303
        number = await fetch_value("SELECT max(id) FROM live_poll")
        for person in (alma, bora):
            sent = await person.submit(PAGE, f"{POLLS}/{number}/ballot", answer)
            assert sent.status_code == 303
        await edda.submit(CHAIR, f"{POLLS}/{number}/closing")
        found = {a.key: a.remote for a in (await polls_of(forum_id))[-1].answers}
        assert {key: found[key] for key in expected} == expected
    assert (await polls_of(forum_id))[-1].means[2] == 4


async def test_a_ballot_that_says_nothing_comes_back(alma):
    forum_id = await forum("demo")
    number, _ = await opened(forum_id)
    answer = await alma.submit(PAGE, f"{POLLS}/{number}/ballot", {})
    assert answer.status_code == 422
    assert 'href="#answer"' in answer.text
    assert await fetch_value("SELECT count(*) FROM poll_vote") == 0


async def test_only_one_poll_is_open_at_a_time_however_many_press(db):
    forum_id = await forum("demo")
    chair = await create_person("Edda H.", role="chair")
    acts = (actions.open_poll(forum_id, "/f", asking(), chair, now()) for _ in range(6))
    answers = await asyncio.gather(*acts, return_exceptions=True)
    assert sum(isinstance(answer, int) for answer in answers) == 1
    assert {a.key for a in answers if isinstance(a, Refused)} == {"live-poll-open"}
    assert await fetch_value("SELECT count(*) FROM poll") == 1


async def test_two_who_close_at_once_close_and_count_once(db):
    forum_id = await forum("demo")
    number, chair = await opened(forum_id)
    await ballot(number, "P", "yes")
    done = await asyncio.gather(*(actions.close_poll(forum_id, number, chair, now()) for _ in range(6)))
    assert sorted(done) == [False] * 5 + [True]
    await end_live_polls()
    verbs = [row["verb"] for row in await fetch("SELECT verb FROM forum_event ORDER BY seq")]
    assert verbs == ["opened", "closed", "counted"]


async def test_whoever_votes_while_the_chair_closes_is_counted_or_told(db):
    forum_id = await forum("demo")
    for _ in range(4):
        number, chair = await opened(forum_id)
        acts = [ballot(number, f"P{n}", "yes") for n in range(24)]
        acts[12:12] = [actions.close_poll(forum_id, number, chair, now())]
        answers = await asyncio.gather(*acts, return_exceptions=True)
        assert answers.pop(12) is True
        counted = sum(isinstance(answer, str) for answer in answers)
        told = sum(isinstance(a, Refused) and a.key == "poll-ended" for a in answers)
        assert counted + told == 24
        assert (await polls_of(forum_id))[-1].answers[0].remote == counted


async def test_a_late_ballot_is_told_so_on_the_page(alma, edda):
    forum_id = await forum("demo")
    number, _ = await opened(forum_id)
    form = {"answer": "yes"}
    await edda.submit(CHAIR, f"{POLLS}/{number}/closing")
    answer = await alma.post(f"{POLLS}/{number}/ballot", form)
    assert answer.status_code == 409
    assert "nicht mehr angenommen" in answer.text
    fragment = await alma.post(f"{POLLS}/{number}/ballot", form, headers={"HX-Request-Type": "partial"})
    assert fragment.status_code == 409
    assert "nicht mehr angenommen" in fragment.text


async def test_a_poll_whose_time_is_over_ends_by_itself_and_is_told(db):
    forum_id = await forum("demo")
    number, _ = await opened(forum_id, minutes=2)
    with frozen(now() + timedelta(minutes=3)):
        with pytest.raises(Refused):
            await ballot(number, "P", "yes")
        await end_live_polls()
        await end_live_polls()
    verbs = [row["verb"] for row in await fetch("SELECT verb FROM forum_event ORDER BY seq")]
    assert verbs == ["opened", "closed", "counted"]


async def test_closing_the_forum_closes_its_poll(db):
    forum_id = await forum("demo")
    number, chair = await opened(forum_id)
    await close_forum(forum_id, chair, now())
    with pytest.raises(Refused):
        await ballot(number, "P", "yes")
    await end_live_polls()
    assert (await polls_of(forum_id))[0].counted


async def test_a_withdrawn_poll_takes_no_ballot_and_shows_no_result(edda, visitor):
    forum_id = await forum("demo")
    number, _ = await opened(forum_id)
    await edda.submit(CHAIR, f"{POLLS}/{number}/withdrawal")
    with pytest.raises(Refused):
        await ballot(number, "P", "yes")
    assert QUESTION not in (await visitor.get(POLLS)).text
    assert await read_part("live_poll", forum_id) is None


async def test_the_poll_is_in_no_list_and_its_own_page_leads_to_the_forum(visitor):
    forum_id = await forum("demo")
    number, _ = await opened(forum_id)
    poll_id = await fetch_value("SELECT poll FROM live_poll WHERE id = $1", number)
    assert QUESTION not in (await visitor.get("/polls")).text
    answer = await visitor.get(f"/polls/{poll_id}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/forums/demo#abstimmen")


async def test_nobody_but_the_chair_asks_and_nobody_without_a_desk_counts(alma, dirk, konrad):
    forum_id = await forum("demo")
    number, _ = await opened(forum_id)
    for person in (alma, konrad):
        assert (await person.post(f"{POLLS}/{number}/hands", {"hands-yes": "1"})).status_code == 403
    for person in (alma, dirk):
        assert (await person.post(POLLS, {"question": "Ja?", "form": "yes-no"})).status_code == 403
        assert (await person.post(f"{POLLS}/{number}/closing")).status_code == 403
        assert (await person.post(f"{POLLS}/{number}/withdrawal")).status_code == 403


async def test_a_poll_of_another_forum_is_not_touched(edda, alma):
    await forum("demo")
    other = await forum("anderes")
    number, _ = await opened(other)
    for act in ("closing", "withdrawal", "ballot", "hands"):
        answer = await edda.post(f"{POLLS}/{number}/{act}", {"hands-yes": "1", "answer": "yes"})
        assert answer.status_code == 404
    assert await fetch_value("SELECT closed_at FROM live_poll") is None


async def test_every_socket_gets_the_question_without_anything_about_a_person(db):
    forum_id = await forum("demo")
    async with Socket("/forums/demo/live", "after=0") as socket:
        number, chair = await opened(forum_id)
        await socket.until(1)
        assert QUESTION in socket.text
        assert "_token" not in socket.text
        await actions.enter_hands(forum_id, number, {"yes": 37}, chair, now())
        await socket.until(2)
        assert "37" not in socket.text.split('data-seq="2"')[1]
        await actions.close_poll(forum_id, number, chair, now())
        assert await socket.until(4) == [1, 2, 3, 4]


@pytest.fixture
async def turnout(app):
    """Told by the test alone: the running teller may strike at any moment, and then a page hears it twice."""
    TURNOUT.stop()
    await TURNOUT.tell()  # no page is open: it forgets what it told in another test
    yield TURNOUT
    TURNOUT.start()


async def _listened_to(forum_id: int) -> None:
    """On a busy machine a socket takes its time to follow, and what is told before reaches nobody."""
    async with asyncio.timeout(10):
        while not any(room.id == forum_id and room.subs for room in HUB.rooms.values()):
            await asyncio.sleep(0.01)


async def test_the_turnout_reaches_every_page_and_is_no_event(turnout, db):
    forum_id = await forum("demo")
    number, _ = await opened(forum_id)
    await ballot(number, "P", "yes")
    async with Socket("/forums/demo/live", "after=1") as socket:
        await _listened_to(forum_id)
        await turnout.tell()
        await turnout.tell()
        assert socket.text.count('id="turnout"') == 1
        assert "1 Mensch hat online abgestimmt" in socket.text
        assert socket.seqs == []
        await ballot(number, "Q", "yes")
        await turnout.tell()
        assert "2 Menschen haben online abgestimmt" in socket.text
