"""Moderation beside the chat: one grip for each decision; and a silenced person is told why and until when."""

from datetime import timedelta

import pytest

from moderation.house import ensure_rules
from participation.accounts.sanctions import Measure, impose
from participation.core.clock import now
from participation.core.db import fetch_value
from participation.forums.chat.actions import post
from participation.forums.live import LANE
from tests.forums.factories import Socket, forum

PAGE = "/forums/demo"
REPORT = {"reason": "insult", "text": "Das beleidigt uns.", "good_faith": "1"}


@pytest.fixture(autouse=True)
async def rules(db):
    await ensure_rules()


async def reported(author, reporter):
    """The id of the case."""
    line = await post(await fetch_value("SELECT id FROM forum"), author.id, None, "So ein Quatsch!", now())
    form = f"/report?kind=message&id={line}"
    assert (await reporter.submit(form, "/report", REPORT)).status_code == 303
    return await fetch_value("SELECT id FROM moderation_case")


async def test_a_moderator_hides_a_line_beside_the_chat_and_the_record_is_the_usual_one(
    carla, alma, bora, visitor
):
    await forum("demo")
    case = await reported(alma, bora)
    page = (await carla.get(PAGE)).text
    assert "1 Zeile wartet" in page
    assert 'id="lane"' not in (await alma.get(PAGE)).text
    assert (await carla.submit(PAGE, f"{PAGE}/lane/{case}", {"action": "hide"})).status_code == 303
    assert "So ein Quatsch!" not in (await visitor.get(PAGE)).text
    assert await fetch_value("SELECT action FROM decision WHERE case_id = $1", case) == "hide"
    assert "Hier ist nichts gemeldet" in (await carla.get(PAGE)).text


async def test_what_is_kept_stays_and_cases_of_elsewhere_are_out_of_reach(carla, cem, alma, bora, visitor):
    await forum("demo")
    case = await reported(alma, bora)
    await forum("anderes")
    assert (await carla.post(f"/forums/anderes/lane/{case}", {"action": "keep"})).status_code == 404
    for person in (alma, visitor):
        assert (await person.post(f"{PAGE}/lane/{case}", {"action": "hide"})).status_code == 403
    assert (await cem.submit(PAGE, f"{PAGE}/lane/{case}", {"action": "keep"})).status_code == 303
    assert "So ein Quatsch!" in (await visitor.get(PAGE)).text


async def test_who_is_silenced_is_told_until_when_and_where_the_reasons_stand(alma):
    await forum("demo")
    await impose(alma.id, Measure.READ_ONLY, now() + timedelta(days=3), cause=("report", 1))
    page = (await alma.get(PAGE)).text
    assert "nur lesen" in page
    assert "Begründung und Widerspruch" in page
    assert f'action="{PAGE}/messages"' not in page


async def test_the_lane_looks_again_when_something_waits_and_when_it_does_not(app, carla, alma, bora):
    LANE.stop()  # told by the test alone
    await forum("demo")
    assert 'id="lane-pull"' in (await carla.get(PAGE)).text
    assert "lane-pull" not in (await alma.get(PAGE)).text
    async with Socket(f"{PAGE}/live", "after=0") as socket:
        await LANE.tell()
        before = socket.text.count('id="lane-pull"')  # the teller may remember the forum of another test
        await LANE.tell()
        assert socket.text.count('id="lane-pull"') == before
        case = await reported(alma, bora)
        await socket.until(1)
        for _ in range(2):
            await LANE.tell()
        assert socket.text.count('id="lane-pull"') == before + 1
        assert (await carla.post(f"{PAGE}/lane/{case}", {"action": "keep"})).status_code == 303
        await LANE.tell()
        assert socket.text.count('id="lane-pull"') == before + 2
        assert "So ein Quatsch!" not in socket.text.split('id="lane-pull"')[-1]
    LANE.start()
