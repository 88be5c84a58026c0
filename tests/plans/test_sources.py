"""Which proposal a paragraph comes from, told at both ends; and nothing of what moderation has hidden."""

import pytest

from participation.core.db import execute, fetch_value
from participation.core.kinds import Tombstone, get
from participation.notifications.actions import follow
from tests.plans.factories import SOURCE, passage, place, text, version
from tests.proposals.factories import consultation, proposal

NOTE = "Die Zahl steht jetzt im Text."


@pytest.fixture
async def both(people) -> tuple[str, int]:
    """A paragraph whose words have changed, and the proposal behind it."""
    number = await text(where=await place())
    await version(number, SOURCE.replace("pflanzt Bäume", "pflanzt zweihundert Bäume"))
    return f"/paragraphs/{await passage(number)}", await proposal(await consultation(), "Mehr Bäume")


async def add(browser, here, **fields):
    return await browser.submit(f"{here}/sources", f"{here}/sources", {"note": NOTE, **fields})


async def test_the_proposal_and_the_paragraph_refer_to_each_other_and_say_what_changed(
    emin, alma, visitor, both
):
    here, number = both
    await follow(alma.id, "proposal", number)
    address = f"http://127.0.0.1:8000/proposals/{number}?x=1"
    assert (await add(emin, here, proposal=address)).headers["location"] == f"{here}#sources"
    assert (await add(emin, here, proposal=str(number))).status_code == 303  # a second time mends the words
    assert await fetch_value("SELECT count(*) FROM taken_up") == 1
    assert await fetch_value("SELECT count(*) FROM follow_news WHERE what = 'taken-up'") == 1
    page = (await visitor.get(here)).text
    assert f'href="/proposals/{number}"' in page
    assert "Mehr Bäume" in page
    assert NOTE in page
    assert "zweihundert" in page.split("Wort für Wort")[1].split("</details>")[0]
    page = (await visitor.get(f"/proposals/{number}")).text
    assert "Aufgenommen in den Text" in page
    assert f'href="{here}"' in page
    assert "Der Plan, Absatz 1" in page
    assert NOTE in page


async def test_what_is_hidden_is_named_at_neither_end_and_the_desk_can_take_it_back(emin, visitor, both):
    here, number = both
    await add(emin, here, proposal=str(number))
    await get("proposal").hide(number, Tombstone("Regel", "rule", await fetch_value("SELECT now()")))
    assert "Mehr Bäume" not in (await visitor.get(here)).text
    assert "Mehr Bäume" not in (await emin.get(f"{here}/sources")).text
    assert (await add(emin, here, proposal=str(number))).status_code == 422
    await get("proposal").restore(number)
    await execute("UPDATE consultation SET published_at = NULL WHERE slug = 'plan'")
    assert "Der Plan, Absatz" not in (await visitor.get(f"/proposals/{number}")).text
    await execute("UPDATE consultation SET published_at = now() WHERE slug = 'plan'")
    assert (await emin.post(f"{here}/sources/77/removal", {})).status_code == 404
    entry = await fetch_value("SELECT id FROM taken_up")
    other = here.replace("paragraphs/", "paragraphs/9")
    assert (await emin.post(f"{other}/sources/{entry}/removal", {})).status_code == 404
    assert (await emin.post(f"{here}/sources/{entry}/removal", {})).status_code == 303
    assert "Mehr Bäume" not in (await visitor.get(here)).text
    assert "Aufgenommen" not in (await visitor.get(f"/proposals/{number}")).text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"proposal": "999"}, "Diesen Vorschlag gibt es nicht"),
        ({"proposal": "Mehr Bäume"}, "Diesen Vorschlag gibt es nicht"),
        ({"proposal": "9" * 30}, "Diesen Vorschlag gibt es nicht"),
        ({"note": " "}, "Schreiben Sie, was sich"),
        ({"note": "x" * 501}, "zu lang"),
    ],
)
async def test_what_does_not_work_is_said_and_nothing_typed_is_lost(emin, both, fields, said):
    here, number = both
    answer = await add(emin, here, **{"proposal": str(number), **fields})
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{fields.get("proposal", number)}"' in answer.text
