"""The change of shift, and figures of the team that measure nobody."""

import pytest

from moderation import actions
from participation.core.db import fetch_value
from participation.settings import settings
from tests.moderation.test_journey import HIDE, KEEP, reported

PAGE = "/moderation/handover"


@pytest.fixture(autouse=True)
async def _ready(wall, rules):
    return


async def test_claimed_cases_go_to_a_colleague_with_a_word(visitor, bora, carla, cem, wall):
    for number in range(3):
        await reported(visitor, wall.add(f"Du Esel {number}"))
    await reported(visitor, wall.add("Von Cem selbst", cem.id))
    for case in (1, 2, 4):
        await actions.claim(case, carla.id)
    form = {"taker": str(cem.id), "text": "Bitte auf den Fall mit dem Esel achten."}
    assert (await carla.submit(PAGE, PAGE, {**form, "text": ""})).status_code == 422
    assert (await carla.submit(PAGE, PAGE, {**form, "taker": str(bora.id)})).status_code == 422
    assert (await carla.submit(PAGE, PAGE, form)).status_code == 303
    claims = [
        await fetch_value("SELECT claimed_by FROM moderation_case WHERE id = $1", case)
        for case in (1, 2, 3, 4)
    ]
    assert claims == [cem.id, cem.id, None, None]
    queue = await cem.get("/moderation")
    assert "Bitte auf den Fall mit dem Esel achten." in queue.text
    assert "Bitte auf den Fall" in (await cem.get(PAGE)).text
    assert (await bora.get(PAGE)).status_code == 403
    assert "Esel" not in (await visitor.get("/transparency")).text
    assert await fetch_value("SELECT act FROM audit_entry") == "shift.handed_over"


async def test_without_a_taker_the_cases_become_free(visitor, carla, wall):
    await reported(visitor, wall.add("Du Esel"))
    await actions.claim(1, carla.id)
    assert (await carla.submit(PAGE, PAGE, {"taker": "", "text": "Feierabend."})).status_code == 303
    assert await fetch_value("SELECT claimed_by FROM moderation_case") is None


async def test_figures_are_of_the_team_unless_the_works_council_agreed(
    visitor, carla, cem, bora, wall, monkeypatch
):
    await reported(visitor, wall.add("Du Esel"))
    await reported(visitor, wall.add("Gut"), reason="off-topic")
    await carla.post("/moderation/cases/1/decision", HIDE)
    await cem.post("/moderation/cases/2/decision", KEEP)
    page = (await carla.get("/moderation/team")).text
    assert "Wer hier arbeitet, wird nicht einzeln gemessen." in page
    assert "Cem A." not in page
    assert (await bora.get("/moderation/team")).status_code == 403
    monkeypatch.setenv("PARTICIPATION_FIGURES_PER_PERSON", "1")
    settings.cache_clear()
    try:
        page = (await carla.get("/moderation/team")).text
        assert "Cem A." in page
        assert "Personalrat" in page
    finally:
        monkeypatch.undo()
        settings.cache_clear()
