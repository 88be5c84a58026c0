"""The clerk's draft over HTTP: sentences of the log, the clerk's own, and how both go into review."""

import asyncio
import re

import pytest

from participation.core.clock import now
from participation.core.db import execute, fetch, fetch_value
from participation.core.errors import Refused
from participation.forums.agenda.actions import close_forum
from participation.forums.live_polls import actions as live_polls
from participation.forums.live_polls.actions import Asking
from participation.forums.live_polls.rules import Form
from participation.forums.minutes import actions, queries
from participation.forums.minutes.rules import Hand
from participation.forums.queries import forum_by_id
from participation.forums.speakers import actions as speakers
from participation.forums.speakers.rules import Channel, Kind
from tests.forums.factories import forum
from tests.forums.minutes_factories import DRAFT, PAGE, evening


async def test_from_the_log_to_the_published_minutes(edda, dirk, visitor):
    forum_id = await evening(edda, dirk, closed=False)
    page = (await dirk.get(DRAFT)).text
    for sentence in (
        "Es sprechen 2 Menschen: 2 im Saal.",
        "Bleibt der Bus?",
        "Zusage 1: Der Überweg kommt.",
        "62",
    ):
        assert sentence in page
    fields = {"body": "Frau Lindner erläutert die Probe.", "part": "debate"}
    assert (await dirk.submit(DRAFT, f"{PAGE}/notes", fields)).status_code == 303
    assert "Frau Lindner erläutert die Probe." in (await edda.get(DRAFT)).text
    head = {"lead": "Der Überweg kommt auf Probe.", "city": "Petra Lindner (Verkehr)", "council": "Konrad B."}
    assert (await dirk.submit(DRAFT, f"{PAGE}/head", head)).status_code == 303
    assert f'action="{PAGE}/review"' not in (await dirk.get(DRAFT)).text
    await close_forum(forum_id, edda.id, now())
    assert (await visitor.get(PAGE)).status_code == 404
    assert (await dirk.submit(DRAFT, f"{PAGE}/review")).status_code == 303
    assert (await visitor.get(f"{PAGE}/versions/1")).status_code == 404
    assert "in Prüfung" in (await edda.get(f"{PAGE}/versions/1")).text
    assert (await dirk.submit(DRAFT, f"{PAGE}/versions/1/signature")).status_code == 303
    assert (await visitor.get(PAGE)).status_code == 404
    assert (await edda.submit(DRAFT, f"{PAGE}/versions/1/signature")).status_code == 303
    answer = await edda.submit(DRAFT, f"{PAGE}/versions/1/publication")
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    page = (await visitor.get(PAGE)).text
    for words in (
        head["lead"],
        head["city"],
        "Frau Lindner erläutert die Probe.",
        "Es sprechen 2 Menschen",
        "Edda H.",
    ):
        assert words in page
    assert PAGE in (await visitor.get("/forums/demo")).text
    acts = [
        row["act"]
        for row in await fetch("SELECT act FROM audit_entry WHERE act LIKE 'minutes.%' ORDER BY id")
    ]
    assert acts == [
        "minutes.noted", "minutes.headed", "minutes.handed-in", "minutes.signed-clerk", "minutes.signed-chair",
        "minutes.published",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "verb", "sentence"),
    [
        ("question", "asked", "Bleibt der Bus?"),
        ("promise", "made", "Zusage 1: Der Überweg kommt."),
        ("speakers", "called", "Es sprechen"),
        ("forum", "opened", "Eröffnet um"),
    ],
)
async def test_an_entry_taken_out_of_the_log_takes_its_sentence_along(edda, dirk, kind, verb, sentence):
    await evening(edda, dirk)
    assert sentence in (await dirk.get(DRAFT)).text
    await execute("DELETE FROM forum_event WHERE kind = $1 AND verb = $2", kind, verb)
    assert sentence not in (await dirk.get(DRAFT)).text


async def test_a_poll_stands_in_the_minutes_with_hall_and_remote_apart(edda, dirk, alma):
    forum_id = await evening(edda, dirk, closed=False)
    asking = Asking(
        "Noch vor dem Sommer?", Form.YES_NO, (("yes", "Ja"), ("no", "Nein"), ("abstain", "Enthaltung"))
    )
    number = await live_polls.open_poll(forum_id, "/forums/demo#abstimmen", asking, edda.id, now())
    poll = await fetch_value("SELECT poll FROM live_poll WHERE id = $1", number)
    assert (await alma.post(f"/forums/demo/polls/{number}/ballot", {"answer": "yes"})).status_code == 303
    for person in (edda, dirk):
        await live_polls.enter_hands(forum_id, number, {"yes": 37, "no": 5, "abstain": 1}, person.id, now())
    assert "Noch vor dem Sommer?" not in (await dirk.get(DRAFT)).text
    await live_polls.close_poll(forum_id, number, edda.id, now())
    assert poll
    page = (await dirk.get(DRAFT)).text
    assert "Stimmungsbild, nicht bindend: „Noch vor dem Sommer?“" in page
    work = await queries.working(await forum_by_id(forum_id), "de")
    text = queries.text_of(work.document, "de")
    remote = await fetch_value("SELECT count(*) FROM poll_ballot WHERE poll = $1", poll)
    assert remote == 1
    assert f"Ja: 37 im Saal, {remote} online und am Telefon, {37 + remote} zusammen." in text
    assert "Nein: 5 im Saal, 0 online und am Telefon, 5 zusammen." in text


async def test_a_changed_sentence_goes_with_its_entry_too(edda, dirk):
    forum_id = await evening(edda, dirk)
    url = f"{PAGE}/sentences/question:1"
    assert (await dirk.submit(url, url, {"body": "Der Bus bleibt.", "act": "save"})).status_code == 303
    assert "Der Bus bleibt." in (await dirk.get(DRAFT)).text
    await execute("DELETE FROM forum_event WHERE forum = $1 AND kind = 'question'", forum_id)
    assert "Der Bus bleibt." not in (await dirk.get(DRAFT)).text
    assert (await dirk.get(url)).status_code == 404


async def test_a_sentence_is_left_out_and_brought_back(edda, dirk):
    await evening(edda, dirk)
    url = f"{PAGE}/sentences/question:1"
    assert (await dirk.submit(url, url, {"act": "leave-out"})).status_code == 303
    page = (await dirk.get(DRAFT)).text
    assert "1 Satz ist weggelassen" in page
    work = await queries.working(await forum_by_id(1), "de")
    assert "Bus" not in queries.text_of(work.document, "de")
    assert (await dirk.submit(url, url, {"act": "reset"})).status_code == 303
    work = await queries.working(await forum_by_id(1), "de")
    assert "Bus" in queries.text_of(work.document, "de")


async def test_the_clerk_is_told_when_the_log_says_something_else_by_now(edda, dirk):
    forum_id = await evening(edda, dirk, closed=False)
    keys = re.findall(r"/minutes/sentences/(speech[^\"]+)\"", (await dirk.get(DRAFT)).text)
    url = f"{PAGE}/sentences/{keys[0]}"
    await dirk.submit(url, url, {"body": "Zwei Menschen sprechen lange.", "act": "save"})
    assert "inzwischen etwas anderes" not in (await dirk.get(DRAFT)).text
    request = await speakers.ask(forum_id, speakers.Asking(Channel.PHONE, Kind.SPEECH, name="Frau W."), now())
    seen = await fetch_value("SELECT id FROM speech WHERE ended_at IS NULL")
    await speakers.call_next(forum_id, request, seen, edda.id, now())
    page = (await dirk.get(DRAFT)).text
    assert "Zwei Menschen sprechen lange." in page
    assert "inzwischen etwas anderes" in page
    assert "Es sprechen 3 Menschen" in (await dirk.get(url)).text


async def test_two_clerks_at_one_sentence_do_not_overwrite_each_other(edda, dirk):
    await evening(edda, dirk)
    url = f"{PAGE}/sentences/question:1"
    seen = "Beantwortet wurde die Frage: „Bleibt der Bus?“"
    assert (await dirk.post(url, {"body": "Erster.", "act": "save", "seen": seen})).status_code == 303
    answer = await dirk.post(url, {"body": "Zweiter.", "act": "save", "seen": seen})
    assert answer.status_code == 409
    assert "Zweiter." in answer.text
    assert "Erster." in answer.text
    assert await fetch_value("SELECT body FROM minutes_edit") == "Erster."


@pytest.mark.parametrize("body", ["", "ü" * 2001])
async def test_a_sentence_without_words_or_too_long_is_422_and_kept(edda, dirk, body):
    await evening(edda, dirk)
    answer = await dirk.submit(DRAFT, f"{PAGE}/notes", {"body": body})
    assert answer.status_code == 422
    assert 'href="#body"' in answer.text
    assert body in answer.text


async def test_nothing_is_handed_in_while_the_evening_runs_and_only_one_at_a_time(edda, dirk):
    forum_id = await evening(edda, dirk, closed=False)
    found = await forum_by_id(forum_id)
    with pytest.raises(Refused, match="minutes-running"):
        await actions.hand_in(found, "", "de", dirk.id, now())
    await close_forum(forum_id, edda.id, now())
    handed = await asyncio.gather(
        *(actions.hand_in(found, "", "de", dirk.id, now()) for _ in range(6)), return_exceptions=True
    )
    assert [one for one in handed if one == 1] == [1]
    assert all(isinstance(one, Refused) for one in handed if one != 1)


async def test_one_person_in_both_offices_signs_once_however_fast(edda, dirk):
    forum_id = await evening(edda, dirk)
    await execute(
        "INSERT INTO role_grant (person, role, granted_at) VALUES ($1, 'chair', $2)", dirk.id, now()
    )
    await dirk.post(f"{PAGE}/review")
    tries = [actions.sign(forum_id, 1, hand, dirk.id, now()) for hand in (Hand.CHAIR, Hand.CLERK) * 4]
    done = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(one is None for one in done) == 1
    assert (await dirk.post(f"{PAGE}/versions/1/publication")).status_code == 409
    assert await fetch_value("SELECT count(*) FROM minutes_version WHERE published_at IS NOT NULL") == 0


async def test_the_database_itself_refuses_one_hand_for_two(edda, dirk):
    import asyncpg

    await evening(edda, dirk)
    await dirk.post(f"{PAGE}/review")
    with pytest.raises(asyncpg.CheckViolationError):
        await execute("UPDATE minutes_version SET chair_by = $1, clerk_by = $1", dirk.id)
    with pytest.raises(asyncpg.CheckViolationError):
        await execute("UPDATE minutes_version SET published_at = now()")


@pytest.mark.parametrize(
    ("who", "hand"), [("dirk", "chair"), ("edda", "clerk"), ("emin", "chair"), ("alma", "clerk")]
)
async def test_nobody_signs_in_an_office_they_do_not_hold(people, edda, dirk, who, hand):
    await evening(edda, dirk)
    await dirk.post(f"{PAGE}/review")
    person = await people.person(who)
    assert (await person.post(f"{PAGE}/versions/1/signature", {"hand": hand})).status_code == 403


async def test_a_returned_version_gives_its_number_to_the_next(edda, dirk, visitor):
    await evening(edda, dirk)
    await dirk.post(f"{PAGE}/review")
    answer = await edda.submit(DRAFT, f"{PAGE}/versions/1/return", {"reason": ""})
    assert answer.status_code == 422
    answer = await edda.submit(DRAFT, f"{PAGE}/versions/1/return", {"reason": "Punkt 1 fehlt das Ergebnis."})
    assert answer.status_code == 303
    assert "Punkt 1 fehlt das Ergebnis." in (await dirk.get(DRAFT)).text
    assert (await dirk.submit(DRAFT, f"{PAGE}/review")).status_code == 303
    rows = await fetch("SELECT number, returned_at IS NOT NULL AS gone FROM minutes_version ORDER BY id")
    assert [tuple(row) for row in rows] == [(1, True), (1, False)]


@pytest.mark.parametrize("name", ["visitor", "alma", "carla", "konrad", "emin", "ada"])
async def test_the_draft_is_for_chair_and_clerk(people, name):
    await forum("demo", closed=True)
    person = await people.person(name)
    assert (await person.get(DRAFT)).status_code == 403
    for act in (
        "head",
        "notes",
        "review",
        "sentences/when",
        "versions/1/signature",
        "versions/1/publication",
    ):
        assert (await person.post(f"{PAGE}/{act}")).status_code == 403, act


async def test_the_chair_reads_along_but_does_not_write(edda, dirk):
    await evening(edda, dirk)
    assert f'action="{PAGE}/notes"' not in (await edda.get(DRAFT)).text
    assert (await edda.post(f"{PAGE}/notes", {"body": "Ich auch.", "part": "debate"})).status_code == 403
