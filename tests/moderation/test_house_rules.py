"""Rules change: the old words stay, and people are asked kindly whether they keep to the new ones."""

import asyncio
import json
import re
from datetime import timedelta

import pytest

from moderation import house_news
from moderation.queries import current_rules
from participation.accounts.acceptance import accept
from participation.core import clock, persons
from participation.core.db import execute, fetch, fetch_value
from tests.moderation.mails import mails
from tests.moderation.test_journey import HIDE, reported
from tests.people import create_person

EDIT = "/rules/angriffe/edit"
ASKED = "haben sich geändert"
NEW = {
    "title": "Keine Angriffe auf Menschen",
    "body": "Kritisieren Sie, was jemand sagt, nicht, wer jemand ist.",
    "title_en": "No attacks on humans",
    "body_en": "Criticise what somebody says, not who they are.",
}


@pytest.fixture(autouse=True)
async def _ready(rules):
    return


async def save(ada, **fields):
    seen = re.search(r'name="seen" value="(\d+)"', (await ada.get(EDIT)).text)[1]
    return await ada.post(EDIT, {"seen": seen, **NEW, **fields})


def change_asked(text: str) -> str:
    return re.search(r'name="change" value="(\d+)"', text)[1]


async def test_people_are_asked_until_they_answer_and_nothing_waits_for_it(alma, ada, visitor):
    assert ASKED not in (await alma.get("/rules")).text
    assert (await save(ada)).status_code == 303
    page = (await alma.get("/consultations")).text
    assert ASKED in page
    assert "Ich halte mich daran" in page
    assert ASKED not in (await visitor.get("/")).text
    rules = (await visitor.get("/rules")).text
    assert "Keine Angriffe auf Menschen" in rules
    assert re.search(r"<del>.*gestrichen:.*Personen", rules)
    answer = await alma.submit("/consultations", "/rules/acceptance")
    assert answer.headers["location"] == "/consultations"
    assert ASKED not in (await alma.get("/consultations")).text
    ((name, rows),) = ((k, v) for k, v in (await persons.export(alma.id)).items() if k.startswith("rules"))
    assert name == "rules_accepted_anew"
    assert rows
    await persons.erase(alma.id)
    assert (await persons.export(alma.id))[name] == []


async def test_whoever_comes_later_has_accepted_the_new_rules_already(ada):
    await save(ada)
    await create_person("Neu", "neu@example.org")
    due = await fetch("SELECT p.display_name FROM person p, rules_change c WHERE c.since > p.created_at")
    assert "Neu" not in {row["display_name"] for row in due}


async def test_what_changed_after_the_question_was_shown_is_asked_about_again(alma, ada):
    await save(ada)
    shown = change_asked((await alma.get("/")).text)
    await save(ada, body="Noch einmal anders.")
    answer = await alma.post("/rules/acceptance", {"change": shown, "next": "/help"})
    assert answer.headers["location"] == "/help"
    assert ASKED in (await alma.get("/help")).text
    for nonsense in ("", "x", "-1", "9" * 30):
        assert (await alma.post("/rules/acceptance", {"change": nonsense})).status_code == 303
        assert ASKED in (await alma.get("/help")).text
    await alma.post("/rules/acceptance", {"change": change_asked((await alma.get("/")).text), "next": "//x"})
    assert ASKED not in (await alma.get("/help")).text


async def test_a_slip_of_the_pen_asks_nobody(alma, ada):
    assert (await save(ada, slip="1")).status_code == 303
    assert "Keine Angriffe auf Menschen" in (await alma.get("/rules")).text
    assert ASKED not in (await alma.get("/rules")).text
    acts = await fetch_value("SELECT array_agg(act ORDER BY id) FROM audit_entry")
    assert acts == ["rule.mended"]


async def test_nothing_new_is_no_new_version(ada):
    page = await ada.get(EDIT)
    assert page.status_code == 200
    assert (await ada.submit(EDIT, EDIT)).status_code == 303
    assert await fetch_value("SELECT max(version) FROM house_rule") == 1


async def tell() -> None:
    """What the worker does with the news of a rule."""
    for row in await fetch(
        "SELECT id, payload::text AS payload FROM outbox_entry WHERE topic = $1", house_news.TOPIC
    ):
        await house_news.tell_portion(json.loads(row["payload"]))
        await execute("DELETE FROM outbox_entry WHERE id = $1", row["id"])


async def test_words_that_hold_later_are_told_to_everybody_before_they_do(alma, ada, carla, visitor):
    day = clock.today() + timedelta(days=30)
    assert (await save(ada, valid_on=day.isoformat())).status_code == 303
    rules = (await visitor.get("/rules")).text
    assert "Ab dem" in rules
    assert "gilt ab dem" in rules
    assert "Kritisieren Sie, was jemand sagt oder entscheidet" in rules
    assert [rule.title for rule in await current_rules() if rule.slug == "angriffe"] == [
        "Keine Angriffe auf Personen"
    ]
    assert ASKED not in (await alma.get("/help")).text
    await tell()
    for name in ("alma", "carla", "ada"):
        ((subject, text),) = await mails(f"{name}@example.org")
        assert "ändert sich" in subject
        assert NEW["body"] in text
        assert "/rules" in text
    assert f'value="{day.isoformat()}"' in (await ada.get(EDIT)).text
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert [rule.title for rule in await current_rules() if rule.slug == "angriffe"] == [NEW["title"]]
        change = await fetch_value("SELECT id FROM rules_change")
        assert await accept(alma.id, change, clock.now())


async def test_newer_words_take_the_place_of_those_that_were_to_come(alma, ada):
    later = (clock.today() + timedelta(days=30)).isoformat()
    await save(ada, valid_on=later)
    await save(ada, body="Doch anders, und sofort.")
    assert "Doch anders, und sofort." in (await alma.get("/rules")).text
    assert "gilt ab dem" not in (await alma.get("/rules")).text
    await tell()
    assert await mails("alma@example.org") == []
    assert await fetch_value("SELECT count(*) FROM rules_change") == 1
    await save(ada, valid_on=later)
    assert await accept(alma.id, 2, clock.now())
    with clock.frozen(clock.now() + timedelta(days=31)):
        assert await accept(alma.id, 3, clock.now())
    for wrong in ("gestern", clock.today().isoformat(), (clock.today() + timedelta(days=400)).isoformat()):
        answer = await save(ada, valid_on=wrong)
        assert answer.status_code == 422
        assert NEW["body"] in answer.text


async def test_only_the_administration_writes_rules(alma, carla, visitor):
    for browser in (alma, carla, visitor):
        assert (await browser.get(EDIT)).status_code == 403
        assert (await browser.post(EDIT, NEW)).status_code == 403
        assert EDIT not in (await browser.get("/rules")).text
    assert (await visitor.post("/rules/acceptance")).status_code == 403


async def test_mistakes_keep_what_was_typed(ada):
    answer = await save(ada, title="")
    assert answer.status_code == 422
    assert NEW["body"] in answer.text
    assert (await save(ada, body_en="")).status_code == 422
    assert (await save(ada, title="x" * 81)).status_code == 422
    assert (await ada.get("/rules/none/edit")).status_code == 404


async def test_two_who_change_one_rule_at_once_do_not_overwrite_each_other(ada):
    seen = re.search(r'name="seen" value="(\d+)"', (await ada.get(EDIT)).text)[1]
    answers = await asyncio.gather(
        *(ada.post(EDIT, {"seen": seen, **NEW, "body": f"Fassung {n}."}) for n in range(4))
    )
    assert sorted(answer.status_code for answer in answers) == [303, 409, 409, 409]
    late = next(answer for answer in answers if answer.status_code == 409)
    assert "inzwischen jemand anderes geändert" in late.text
    assert "Jetzt steht dort" in late.text
    assert await fetch_value("SELECT max(version) FROM house_rule") == 2


async def test_a_decision_keeps_the_words_it_rests_on(visitor, alma, carla, ada, wall):
    await reported(visitor, wall.add("Du Esel", alma.id))
    await carla.post("/moderation/cases/1/decision", HIDE)
    await save(ada)
    assert "Keine Angriffe auf Personen" in (await alma.get("/account/decisions/1")).text
    (now,) = (rule for rule in await current_rules() if rule.slug == "angriffe")
    assert now.title == NEW["title"]
