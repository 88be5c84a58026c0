"""People can take along what they reported and what was decided about them, and leave no name behind."""

import pytest

from participation.core import persons
from participation.core.db import fetch, fetch_value, unit_of_work
from tests.moderation.test_journey import HIDE


@pytest.fixture(autouse=True)
async def _ready(wall, rules):
    return


async def test_reports_and_decisions_are_in_the_copy_and_a_report_outlives_its_reporter(
    alma, bora, carla, wall
):
    wall.add("Du Esel", alma.id)
    fields = {
        "kind": "note",
        "id": "1",
        "reason": "insult",
        "good_faith": "1",
        "text": "Geheimwort Zaunkönig",
    }
    assert (await bora.post("/report", fields)).status_code == 303
    steps = {"steps": ["danger", "evidence", "contact"], "police": "Az. 7"}
    await carla.post("/moderation/cases/1/decision", {**HIDE, "action": "police", **steps})
    await alma.post("/account/decisions/1/appeal", {"text": "Ein Zitat."})
    (report,) = (await persons.export(bora.id))["reports"]
    assert report["text"] == "Geheimwort Zaunkönig"
    copy = await persons.export(alma.id)
    (decision,) = copy["decisions_about_me"]
    assert (decision["action"], decision["appeal"]) == ("remove", "Ein Zitat.")
    text = (await alma.get("/account/export")).text
    assert HIDE["reason"].split("<")[0] in text
    for secret in ("Zaunkönig", "Bora", "Az. 7"):
        assert secret not in text
    async with unit_of_work():
        await persons.erase(bora.id)
    assert await fetch_value("SELECT count(*) FROM report WHERE reporter IS NOT NULL") == 0
    assert [row["text"] for row in await fetch("SELECT text FROM report")] == ["Geheimwort Zaunkönig"]
    assert "Bora" not in (await carla.get("/moderation/cases/1")).text
