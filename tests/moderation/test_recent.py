"""What was just decided is seen together and taken back together: one by one, by many, with what it did to an account."""

from datetime import timedelta

import pytest

from participation.core import clock
from participation.core.db import fetch_value
from tests.moderation.test_journey import HIDE, mails, reported

RECENT = "/moderation/recent"


@pytest.fixture(autouse=True)
async def _ready(wall, rules):
    return


async def test_many_decided_at_once_are_taken_back_at_once(visitor, alma, carla, cem, wall):
    for number in range(4):
        await reported(visitor, wall.add(f"Zettel {number}", alma.id), email=f"m{number}@example.org")
    assert RECENT not in (await carla.get("/moderation")).text.split("Werkzeuge")[0]
    answer = await carla.post("/moderation/bulk", {**HIDE, "case": ["1", "2", "3"]})
    assert answer.headers["location"] == RECENT
    await cem.post("/moderation/cases/4/decision", HIDE)
    page = (await carla.get(RECENT)).text
    assert [f'value="{number}"' in page for number in (1, 2, 3, 4)] == [True, True, True, False]
    assert RECENT in (await carla.get("/moderation")).text.split("Werkzeuge")[0]

    assert (await carla.submit(RECENT, RECENT, {"case": ["2", "4"]})).status_code == 303
    assert wall.acts[-1] == ("restore", 2)
    assert wall.notes[4].hidden, "another person's decision is theirs to take back"
    assert (await carla.submit(RECENT, RECENT, {"all": "1"})).status_code == 303
    assert not any(wall.notes[number].hidden for number in (1, 2, 3))
    assert await fetch_value("SELECT count(*) FROM moderation_case WHERE state = 'open'") == 3
    told = [subject for subject, _ in await mails("alma@example.org") if "wieder zu sehen" in subject]
    assert len(told) == 3
    assert "nichts zurückzunehmen" in (await carla.get(RECENT)).text


async def test_a_sanction_goes_with_it_and_only_in_time(visitor, alma, carla, wall):
    await reported(visitor, wall.add("Du Esel", alma.id))
    until = (clock.today() + timedelta(days=3)).isoformat()
    await carla.post("/moderation/cases/1/decision", {**HIDE, "action": "suspend", "until": until})
    with clock.frozen(clock.now() + timedelta(minutes=16)):
        assert "Du Esel" not in (await carla.get(RECENT)).text
        await carla.post(RECENT, {"all": "1", "case": "1"})
        assert wall.notes[1].hidden
    assert "Du Esel" in (await carla.get(RECENT)).text
    await carla.submit(RECENT, RECENT, {"case": ["1"]})
    assert await fetch_value("SELECT count(*) FROM sanction WHERE lifted_at IS NULL") == 0
    assert not wall.notes[1].hidden


async def test_what_was_appealed_against_is_not_taken_back(visitor, alma, carla, wall):
    await reported(visitor, wall.add("Du Esel", alma.id))
    await carla.post("/moderation/cases/1/decision", HIDE)
    await alma.post("/account/decisions/1/appeal", {"text": "Ein Zitat."})
    assert "Du Esel" not in (await carla.get(RECENT)).text
    await carla.post(RECENT, {"all": "1", "case": "1"})
    assert await fetch_value("SELECT state FROM moderation_case") == "appealed"
