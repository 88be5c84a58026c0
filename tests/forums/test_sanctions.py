"""Who is suspended or may only read: the speaker list, the wall, and limits of their own."""

from datetime import timedelta

import pytest

from participation.accounts.sanctions import Measure, impose
from participation.core.clock import now
from participation.core.db import fetch_value
from participation.forums.agenda.actions import next_item
from participation.forums.questions import actions as questions
from tests.forums.factories import forum
from tests.people import create_person

PAGE = "/forums/demo"
SPEECH, NOTED = {"channel": "home"}, {"channel": "home", "note": "Schulweg"}
BUS = "Bleibt die Bushaltestelle dort, wo sie heute ist?"


@pytest.fixture
async def evening(db):
    forum_id = await forum("demo")
    await next_item(forum_id, None, await create_person("Leitung", role="chair"), now())
    return forum_id


@pytest.mark.parametrize(
    ("measure", "path", "fields", "status"),
    [
        (Measure.SUSPENSION, "requests", SPEECH, 403),
        (Measure.SUSPENSION, "questions", {"question": BUS}, 403),
        (Measure.SUSPENSION, "questions/1/support", {}, 403),
        (Measure.READ_ONLY, "requests", SPEECH, 303),
        (Measure.READ_ONLY, "requests", NOTED, 403),
        (Measure.READ_ONLY, "questions", {"question": BUS}, 403),
        (Measure.READ_ONLY, "questions/1/support", {}, 303),
    ],
)
async def test_who_is_suspended_does_nothing_and_who_only_reads_stores_no_text(
    evening, alma, measure, path, fields, status
):
    await questions.ask(evening, None, "Eine Frage von der Karte.", now(), name_shown=False, card=7)
    await impose(alma.id, measure, now() + timedelta(days=3), cause=("report", 1))
    answer = await alma.post(f"{PAGE}/{path}", fields)
    assert answer.status_code == status
    assert ("Entscheidungen über meine Beiträge" in answer.text) is (status == 403)
    if status == 403:
        assert await fetch_value("SELECT count(*) FROM speech_request") == 0
        assert await fetch_value("SELECT count(*) FROM question") == 1


async def test_asking_for_the_floor_takes_nothing_from_the_chat(evening, alma):
    for _ in range(30):
        assert (await alma.post(f"{PAGE}/requests", SPEECH)).status_code in {303, 409}
    late = await alma.post(f"{PAGE}/requests", SPEECH)
    assert (late.status_code, "retry-after" in late.headers) == (429, True)
    assert (await alma.post(f"{PAGE}/questions", {"question": BUS})).status_code == 303
    assert (await alma.post(f"{PAGE}/messages", {"body": "Im Chat geht es noch."})).status_code == 303
