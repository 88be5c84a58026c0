"""Every kind of decision: what it does, who hears of it, and how it is put back."""

from datetime import timedelta

import pytest

from moderation.masking import masked_html, masked_text
from moderation.rules import MASK, Action, State, next_step, offered
from participation.core import clock
from participation.core.db import execute, fetch_value
from tests.moderation.test_journey import HIDE, first_link, mails, reported
from tests.proposals.factories import consultation, proposal

CASE = "/moderation/cases/1"


@pytest.fixture(autouse=True)
async def _ready(wall, rules):
    return


def day(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def test_an_appeal_offers_to_keep_the_first_decision_or_to_take_it_back():
    assert offered(State.APPEALED, Action.MASK, by_account=True, maskable=True) == (Action.KEEP, Action.MASK)
    assert Action.MASK not in offered(State.OPEN, None, by_account=True, maskable=False)
    assert Action.SUSPEND not in offered(State.OPEN, None, by_account=False, maskable=True)


def test_the_ladder_begins_with_a_warning():
    assert [next_step(0, 0), next_step(1, 0), next_step(1, 1)] == ["warn", "read-only", "suspend"]


def test_a_masked_passage_is_nowhere_in_the_text_or_its_links():
    html = '<p>Ruf <a href="https://x.example/0555">https://x.example/0555</a> &amp; "Maren"</p>'
    passages = ["https://x.example/0555", '& "Maren"']
    clean = masked_html(html, passages)
    assert "0555" not in clean
    assert "Maren" not in clean
    assert "<a" not in clean
    assert masked_html("<p>Weber<em>weg</em> 4</p>", ["Weberweg 4"]) is None
    assert masked_text("Weberweg 4", ["Weberweg 5"]) is None


def test_masking_changes_words_and_never_markup():
    html = '<p>p und <strong>"so"</strong> <a href="https://y.example/" rel="x">hier</a></p>'
    assert masked_html(html, ["p"]).startswith("<p>[unkenntlich gemacht] und <strong>")
    assert "<strong>" + MASK + "so" in masked_html(html, ['"'])
    assert 'href="https://y.example/"' in masked_html(html, ["hier"])
    for passage in ("strong", "href", "https"):
        assert masked_html(html, [passage]) is None


@pytest.mark.parametrize(
    ("extra", "field"),
    [
        ({"action": "read-only"}, "until"),
        ({"action": "suspend", "until": "gestern"}, "until"),
        ({"action": "suspend", "until": "2020-01-01"}, "until"),
        ({"action": "suspend", "until": "2999-01-01"}, "until"),
        ({"action": "refer"}, "office"),
        ({"action": "police", "steps": "danger"}, "steps"),
    ],
)
async def test_what_a_decision_needs_is_asked_for(extra, field, visitor, alma, carla, wall):
    await reported(visitor, wall.add("Du Esel", alma.id))
    answer = await carla.post(f"{CASE}/decision", {**HIDE, **extra})
    assert (answer.status_code, f'href="#{field}"' in answer.text) == (422, True)
    assert await fetch_value("SELECT count(*) FROM decision") == 0


async def test_lenient_decisions_leave_everything_and_say_a_friendly_word(visitor, alma, carla, wall):
    for number, extra in ((1, {"action": "ask"}), (2, {"action": "refer", "office": "Mängelmelder, 115"})):
        card = wall.add("Ein Schlagloch", alma.id)
        await reported(visitor, card)
        url = f"/moderation/cases/{number}"
        assert (await carla.submit(url, f"{url}/decision", {**HIDE, **extra})).status_code == 303
        assert not wall.notes[card.id].hidden
        _, text = (await mails("alma@example.org"))[-1]
        assert "nicht mehr zu sehen" not in text
        assert first_link(text) == card.url
        assert (extra.get("office", "") in text, HIDE["reason"] in text) == (True, True)
        assert "bleibt stehen" in (await mails("fremd@example.org"))[-1][1]
    assert wall.acts == []
    assert "nichts entschieden" in (await alma.get("/account/decisions")).text


@pytest.mark.parametrize(("action", "supports"), [("read-only", True), ("suspend", False)])
async def test_a_ban_stops_writing_until_its_last_day(action, supports, visitor, alma, carla, wall):
    house = await consultation()
    number = await proposal(house)
    await reported(visitor, wall.add("Du Esel", alma.id))
    fields = {**HIDE, "action": action, "until": day(3)}
    assert (await carla.submit(CASE, f"{CASE}/decision", fields)).status_code == 303
    assert "bis zum" in (await mails("alma@example.org"))[-1][1]
    comment, support = f"/proposals/{number}/comments", f"/proposals/{number}/support"
    refused = await alma.post(comment, {"body": "Doch noch ein Wort."})
    assert (refused.status_code, "Entscheidungen über meine Beiträge" in refused.text) == (403, True)
    assert (await alma.post(support)).status_code == (303 if supports else 403)
    assert (await alma.get("/account/decisions/1")).status_code == 200
    assert await fetch_value("SELECT ends_at::date - starts_at::date FROM sanction") in {3, 4}
    await execute("UPDATE sanction SET ends_at = $1", clock.now())
    assert (await alma.post(comment, {"body": "Danke, wieder da."})).status_code == 303


async def test_taking_a_ban_back_lets_the_person_write_at_once(visitor, alma, carla, wall):
    number = await proposal(await consultation())
    await reported(visitor, wall.add("Du Esel", alma.id))
    await carla.post(f"{CASE}/decision", {**HIDE, "action": "suspend", "until": day(3)})
    assert (await alma.post(f"/proposals/{number}/comments", {"body": "Nein."})).status_code == 403
    await carla.post(f"{CASE}/undo")
    assert (await alma.post(f"/proposals/{number}/comments", {"body": "Danke."})).status_code == 303


async def test_a_warning_is_on_record_and_an_appeal_takes_it_off(visitor, alma, carla, cem, wall):
    await reported(visitor, wall.add("Du Esel", alma.id))
    await carla.submit(CASE, f"{CASE}/decision", {**HIDE, "action": "warn"})
    assert wall.notes[1].hidden
    assert "Das ist eine Verwarnung" in (await mails("alma@example.org"))[-1][1]
    assert "Das ist eine Verwarnung" in (await alma.get("/account/decisions/1")).text
    await reported(visitor, wall.add("Noch einer", alma.id))
    assert "in der das Konto nur liest" in (await carla.get("/moderation/cases/2")).text
    await alma.post("/account/decisions/1/appeal", {"text": "Ein Zitat."})
    worse = await cem.post(f"{CASE}/decision", {**HIDE, "action": "suspend", "until": day(5)})
    assert worse.status_code == 422
    await cem.submit(CASE, f"{CASE}/decision", {**HIDE, "action": "keep"})
    assert not wall.notes[1].hidden
    assert await fetch_value("SELECT count(*) FROM sanction WHERE lifted_at IS NULL") == 0


async def test_the_police_are_named_to_nobody_but_the_team(visitor, alma, carla, wall):
    await reported(visitor, wall.add("Ich bringe dich um", alma.id))
    fields = {"action": "police", "steps": ["danger", "evidence", "contact"], "police": "Wache Nord, 17/26"}
    assert (await carla.post(f"{CASE}/decision", {**HIDE, **fields})).status_code == 303
    assert "Wache Nord" in (await carla.get(CASE)).text
    link = first_link((await mails("alma@example.org"))[-1][1])
    for text in ((await visitor.get(link)).text, (await visitor.get("/transparency")).text):
        assert "Polizei gegeben" not in text.replace("entfernt und an die Polizei gegeben</th>", "")
        assert "Wache Nord" not in text
    assert wall.notes[1].hidden


async def test_masking_and_its_undoing(visitor, alma, carla, wall, monkeypatch):
    from dataclasses import replace

    from participation.core import kinds

    async def mask(number, passages):
        old = wall.notes[number].text
        new = masked_text(old, passages)
        if new is None:
            return ""
        wall.notes[number] = replace(wall.notes[number], text=new)
        return old

    async def unmask(number, memory):
        wall.notes[number] = replace(wall.notes[number], text=memory)

    monkeypatch.setitem(kinds._kinds, "note", replace(kinds._kinds["note"], mask=mask, unmask=unmask))
    await reported(visitor, wall.add("Maren wohnt im Weberweg 4.", alma.id))
    fields = {**HIDE, "action": "mask"}
    assert (await carla.post(f"{CASE}/decision", {**fields, "passages": ""})).status_code == 422
    assert (await carla.post(f"{CASE}/decision", {**fields, "passages": "Nordweg"})).status_code == 422
    assert (
        await carla.submit(CASE, f"{CASE}/decision", {**fields, "passages": "Weberweg 4"})
    ).status_code == 303
    assert wall.notes[1].text == "Maren wohnt im [unkenntlich gemacht]."
    assert "Teile Ihres Beitrags" in (await mails("alma@example.org"))[-1][0]
    assert (await carla.submit(CASE, f"{CASE}/undo")).status_code == 303
    assert wall.notes[1].text == "Maren wohnt im Weberweg 4."
