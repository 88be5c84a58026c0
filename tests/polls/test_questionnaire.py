"""A questionnaire as people meet it: step by step, with breaks, handed in once, counted question by question."""

import asyncio
import re

import pytest

from participation.accounts.actor import Actor
from participation.core.db import execute, fetch, fetch_value
from participation.core.errors import Refused
from polls import actions, queries
from polls.ballots.shape import Choices, Text
from polls.life import State
from polls.questionnaire import actions as sheet
from polls.questionnaire.queries import parts_of, questions_of
from tests.people import create_person
from tests.polls.factories import end
from tests.polls.test_editor import draft, form_of


async def add(emin, whole, title, kind, **fields):
    answer = await emin.submit(
        f"/polls/{whole}/edit", f"/polls/{whole}/questions", {"title": title, "kind": kind}
    )
    number = int(re.search(r"/polls/(\d+)/edit", answer.headers["location"]).group(1))
    page = form_of(await emin.get(f"/polls/{number}/edit"), f"/polls/{number}/edit")
    page.pop("required", None)
    assert (await emin.post(f"/polls/{number}/edit", {**page, **fields})).status_code == 303
    return number


YES_NO = {"option-1": "Ja", "option-2": "Nein", "required": "1"}


@pytest.fixture
async def whole(emin):
    return await ready(emin)


async def ready(emin):
    """Dog or none; with a dog, where to; and a wish, which everybody may leave out."""
    number = await draft(emin, "questionnaire")
    dog = await add(emin, number, "Haben Sie einen Hund?", "one-choice", **YES_NO)
    places = {"option-1": "Park", "option-2": "Wald", "required": "1", "only": f"{dog}:ja"}
    await add(emin, number, "Wohin gehen Sie mit ihm?", "several", **places)
    await add(emin, number, "Was wünschen Sie sich?", "open")
    page = form_of(await emin.get(f"/polls/{number}/edit"), f"/polls/{number}/edit")
    filled = {**page, "lead": "Drei Fragen zu Hunden.", "body": "Worum es geht.", "opens_day": "2026-01-01"}
    assert (await emin.post(f"/polls/{number}/edit", filled)).status_code == 303
    answer = await emin.submit(f"/polls/{number}/edit", f"/polls/{number}/publication")
    assert answer.status_code == 303, answer.text
    return number


def step(whole, number):
    return f"/polls/{whole}/questions/{number}"


async def say(browser, whole, number, fields):
    return await browser.submit(step(whole, number), step(whole, number), fields)


async def rows():
    return await fetch_value("SELECT count(*) FROM poll_vote")


async def test_the_start_says_what_is_coming_and_what_is_required(alma, visitor, whole):
    text = (await alma.get(f"/polls/{whole}")).text
    assert "3 Fragen" in text
    assert "davon nötig: 2." in text
    assert "nur mit passender Antwort davor" in text
    assert "Beginnen" in text
    assert "Anmelden und antworten" in (await visitor.get(f"/polls/{whole}")).text
    assert (await visitor.get(step(whole, 1))).status_code == 403


async def test_it_goes_step_by_step_with_a_break_and_is_handed_in_once(alma, whole):
    answer = await say(alma, whole, 1, {"answer": "ja"})
    assert answer.headers["location"] == step(whole, 2)
    assert "Weitermachen" in (await alma.get(f"/polls/{whole}")).text
    assert form_of(await alma.get(step(whole, 1)), step(whole, 1))["answer"] == "ja"
    assert (await say(alma, whole, 2, {"answer": "park"})).headers["location"] == step(whole, 3)
    assert (await say(alma, whole, 3, {})).headers["location"] == f"/polls/{whole}/review"
    review = await alma.get(f"/polls/{whole}/review")
    assert "Park" in review.text
    assert await rows() == 0
    answer = await alma.submit(f"/polls/{whole}/review", f"/polls/{whole}/answers")
    assert answer.status_code == 303
    assert "Ihre Prüfnummer" in (await alma.get(answer.headers["location"])).text
    assert await rows() == 1
    assert await fetch_value("SELECT count(*) FROM poll_draft") == 0


async def test_a_condition_that_does_not_hold_skips_its_question(alma, whole):
    assert (await say(alma, whole, 1, {"answer": "nein"})).headers["location"] == step(whole, 3)
    assert (await alma.get(step(whole, 2))).headers["location"] == step(whole, 3)
    await say(alma, whole, 1, {"answer": "ja"})
    await say(alma, whole, 2, {"answer": "park"})
    await say(alma, whole, 1, {"answer": "nein"})
    assert "Park" not in (await alma.get(f"/polls/{whole}/review")).text
    assert (await alma.submit(f"/polls/{whole}/review", f"/polls/{whole}/answers")).status_code == 303


async def test_what_is_required_is_asked_for_and_nothing_is_stored_before(alma, whole):
    answer = await alma.post(step(whole, 1), {})
    assert answer.status_code == 422
    assert "noch leer" in answer.text
    await say(alma, whole, 1, {"answer": "ja"})
    answer = await alma.post(f"/polls/{whole}/answers")
    assert answer.status_code == 422
    assert "Hier fehlt noch eine Antwort" in answer.text
    assert await rows() == 0


@pytest.mark.parametrize(
    ("number", "fields"),
    [(1, {"answer": "mond"}), (1, {"answer": ["ja", "nein"]}), (3, {"answer": "x" * 2001})],
)
async def test_nonsense_is_refused_and_not_kept_in_the_draft(alma, whole, number, fields):
    assert (await alma.post(step(whole, number), fields)).status_code == 422
    assert await fetch_value("SELECT count(*) FROM poll_draft") == 0


async def test_a_draft_is_sealed_and_as_long_whatever_it_says(alma, bora, whole):
    await say(alma, whole, 1, {"answer": "nein"})
    await say(bora, whole, 1, {"answer": "ja"})
    await say(bora, whole, 2, {"answer": ["park", "wald"]})
    stored = [row["sealed"] for row in await fetch("SELECT sealed FROM poll_draft")]
    assert len({len(sealed) for sealed in stored}) == 1
    assert not [sealed for sealed in stored if b"nein" in sealed or b"wald" in sealed]


async def test_a_draft_in_the_place_of_a_ballot_does_not_open(alma, whole):
    await say(alma, whole, 1, {"answer": "nein"})
    await alma.submit(f"/polls/{whole}/review", f"/polls/{whole}/answers")
    await say(alma, whole, 1, {"answer": "ja"})
    await execute("UPDATE poll_vote SET sealed = (SELECT sealed FROM poll_draft)")
    await actions.close(whole, None)
    assert await actions.count(whole)
    assert await fetch_value("SELECT broken FROM poll WHERE id = $1", whole) == 1
    assert await fetch_value("SELECT count(*) FROM poll_ballot") == 0


async def test_a_question_alone_takes_no_ballot_and_shows_the_whole(alma, whole):
    question = (await questions_of(await queries.poll(whole, None)))[0].line
    assert (await alma.post(f"/polls/{question.id}/ballot", {"answer": "ja"})).status_code == 404
    assert (await alma.post(f"/polls/{whole}/ballot", {"answer": "ja"})).status_code == 404
    assert (await alma.get(question.url)).headers["location"] == f"/polls/{whole}"
    assert await rows() == 0


async def test_each_question_is_counted_for_itself(alma, bora, whole, visitor):
    for browser, dog in ((alma, "ja"), (bora, "nein")):
        await say(browser, whole, 1, {"answer": dog})
        if dog == "ja":
            await say(browser, whole, 2, {"answer": ["park", "wald"]})
        await say(browser, whole, 3, {"answer": f"Bänke für {dog}"})
        await browser.submit(f"/polls/{whole}/review", f"/polls/{whole}/answers")
    await end(whole)
    await actions.close_due()
    found = await queries.poll(whole, None)
    assert found.line.state is State.CLOSED
    questions = await questions_of(found)
    assert [one.line.votes for one in questions] == [2, 1, 2]
    assert all(one.line.state is State.CLOSED for one in questions)
    assert not await fetch("SELECT 1 FROM poll_ballot WHERE poll = $1", whole)
    assert len(await queries.receipts(whole)) == 2
    assert (await visitor.get(f"/polls/{whole}")).status_code == 200
    assert (await visitor.get(questions[0].line.url)).status_code == 200


async def test_results_are_shown_question_by_question(whole, visitor):
    found = await queries.poll(whole, None)
    questions = await questions_of(found)
    parts = parts_of(questions)
    for number in range(7):
        person = await create_person(f"P{number}")
        await sheet.answer(person, found, parts, parts[0].id, Choices(("nein",)))
        await sheet.answer(person, found, parts, parts[2].id, Text("Bänke"))
        await sheet.hand_in(Actor(person, "P"), found, parts)
    await actions.close(whole, None)
    await actions.count(whole)
    text = (await visitor.get(f"/polls/{whole}")).text
    assert "„Nein“ hat die meisten Stimmen" in text
    assert "Haben Sie einen Hund?" in text


async def test_hurried_answers_and_hand_ins_are_one_row_for_each_person(whole):
    found = await queries.poll(whole, None)
    parts = parts_of(await questions_of(found))
    people = [await create_person(f"P{number}") for number in range(6)]
    for person in people:
        await sheet.answer(person, found, parts, parts[0].id, Choices(("nein",)))
    acts = [sheet.hand_in(Actor(person, "P"), found, parts) for person in people * 6]
    acts += [sheet.answer(person, found, parts, parts[2].id, Text("Mehr")) for person in people * 3]
    answers = await asyncio.gather(*acts, return_exceptions=True)
    assert not [one for one in answers if isinstance(one, BaseException) and not isinstance(one, Refused)]
    assert await rows() == 6
    await actions.close(whole, None)
    assert await actions.count(whole)
    assert await fetch_value("SELECT broken FROM poll WHERE id = $1", whole) == 0


async def test_after_the_end_no_answer_is_taken(alma, whole):
    await say(alma, whole, 1, {"answer": "nein"})
    await end(whole)
    assert (await alma.post(f"/polls/{whole}/answers")).status_code == 409
    assert (await alma.post(step(whole, 1), {"answer": "ja"})).status_code == 409
    assert await rows() == 0


async def test_codes_and_paper_do_not_go_with_a_questionnaire(emin):
    number = await draft(emin, "questionnaire")
    page = form_of(await emin.get(f"/polls/{number}/edit"), f"/polls/{number}/edit")
    await emin.post(f"/polls/{number}/edit", {**page, "voters": "codes", "paper": "1"})
    text = (await emin.get(f"/polls/{number}/edit")).text
    assert "Codes gehen hier nicht" in text
    assert "nicht auf Papier" in text


async def test_a_condition_on_a_later_question_is_missing_something(emin):
    number = await draft(emin, "questionnaire")
    first = await add(emin, number, "Erste?", "one-choice", **YES_NO)
    second = await add(emin, number, "Zweite?", "one-choice", **YES_NO)
    await execute("UPDATE poll SET only_if = $2, only_option = 'ja' WHERE id = $1", first, second)
    assert "passt zu keiner früheren Frage" in (await emin.get(f"/polls/{first}/edit")).text
    assert (await emin.post(f"/polls/{number}/publication")).status_code == 422
