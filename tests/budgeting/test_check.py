"""From a proposal to a project: offices say what is possible and what it costs."""

import pytest

from participation.accounts.actor import Actor
from participation.budgeting import actions, queries
from participation.budgeting.rules.life import Check
from participation.core.db import execute, fetch, fetch_value
from participation.core.errors import Refused
from tests.budgeting.factories import TEXT, checked, make_budget, place, propose
from tests.people import create_person


def desk(found, proposal=None):
    return f"{found.url}/check" + (f"/{proposal}" if proposal else "")


async def one(found, proposal):
    return next(p for p in await queries.projects(found.id) if p.proposal_id == proposal)


async def test_a_proposal_becomes_a_project_with_office_cost_and_reason(emin, visitor):
    found = await make_budget()
    number = await propose(found, "Brunnen")
    assert "Wird noch geprüft" in (await visitor.get(found.url)).text
    page = desk(found, number)
    answer = await emin.submit(page, f"{page}/assignment", {"office": "Fachbereich Grün"})
    assert answer.headers["location"] == page
    fields = {"check": "accepted", "cost": "12.500,50", "reason": "Die Leitung liegt **daneben**."}
    assert (await emin.submit(page, f"{page}/finding", fields)).status_code == 303
    text = (await visitor.get(f"{found.url}/projects/{number}")).text
    assert "12.500,50 Euro" in text
    assert "<strong>daneben</strong>" in text
    assert "Machbar" in text
    entries = await fetch(
        "SELECT act, actor_id, details::text FROM audit_entry WHERE act LIKE 'budget.%' ORDER BY id"
    )
    assert [row["act"] for row in entries] == ["budget.created", "budget.assigned", "budget.checked"]
    assert entries[2]["actor_id"] == emin.id
    assert "1250050" in entries[2]["details"]
    assert "daneben" not in entries[2]["details"]


async def test_what_does_not_go_says_why_and_the_proposal_shows_it(visitor):
    found = await make_budget()
    number = await checked(found, "Seilbahn", None, reason="Sie kostet mehr als 20 Millionen Euro.")
    for page in (found.url, f"{found.url}/projects/{number}"):
        assert "Sie kostet mehr als 20 Millionen Euro." in (await visitor.get(page)).text
    assert "Nicht möglich" in (await visitor.get(f"/proposals/{number}")).text


WRONG = [
    ({"check": ""}, "Bitte wählen Sie eine der Möglichkeiten."),
    ({"check": "accepted"}, "braucht Kosten über 0 Euro"),
    ({"check": "accepted", "cost": "0"}, "braucht Kosten über 0 Euro"),
    ({"check": "accepted", "cost": "-5"}, "Bitte nennen Sie einen Betrag"),
    ({"check": "accepted", "cost": "viel"}, "Bitte nennen Sie einen Betrag"),
    ({"check": "refused", "reason": " "}, "warum es nicht geht"),
    ({"check": "refused", "reason": "x" * 5001}, "höchstens 5000"),
]


@pytest.mark.parametrize(("fields", "sentence"), WRONG)
async def test_half_a_finding_is_refused_and_what_was_typed_is_kept(emin, fields, sentence):
    found = await make_budget()
    number = await propose(found, "Brunnen")
    page = desk(found, number)
    await emin.submit(page, f"{page}/assignment", {"office": "Fachbereich Grün"})
    answer = await emin.post(f"{page}/finding", {"reason": "Steht noch da.", **fields})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert fields.get("reason", "Steht noch da.").strip() in answer.text
    assert (await one(found, number)).check is Check.OPEN


async def test_only_editors_and_whoever_was_asked_may_check(alma, bora, emin, visitor):
    found = await make_budget()
    number = await propose(found, "Brunnen")
    person = Actor(emin.id, "E", frozenset({"editor"}))
    await actions.assign(person, found, number, "Fachbereich Grün", bora.id)
    for browser in (alma, visitor):
        assert (await browser.get(desk(found, number))).status_code == 403
        assert (await browser.get(desk(found))).status_code == 403
        assert (
            await browser.post(f"{desk(found, number)}/finding", {"check": "refused", "reason": "x"})
        ).status_code == 403
    page = desk(found, number)
    assert (await bora.get(desk(found))).status_code == 200
    answer = await bora.submit(page, f"{page}/finding", {"check": "accepted", "cost": "900"})
    assert answer.status_code == 303
    assert (await bora.post(f"{page}/assignment", {"office": "Mein Amt"})).status_code == 403
    assert (await one(found, number)).cost == 90000


async def test_after_the_ballot_is_made_nothing_about_it_changes(emin):
    found = await make_budget()
    number = await checked(found, "Brunnen", 30_000_00)
    assert (await emin.submit(found.url, f"{found.url}/vote")).status_code == 303
    found = await queries.budget(found.id)
    for url, fields in (
        (f"{desk(found, number)}/finding", {"check": "accepted", "cost": "1"}),
        (f"{desk(found, number)}/assignment", {"office": "Anderes Amt"}),
        (f"{found.url}/vote", {}),
    ):
        answer = await emin.post(url, fields)
        assert answer.status_code == 409, url
        assert "steht schon fest" in answer.text
    assert (await one(found, number)).cost == 30_000_00
    assert await fetch_value("SELECT count(*) FROM poll") == 1


@pytest.mark.parametrize(
    ("projects", "key"), [({}, "budget-nothing-accepted"), ({"Brunnen": "open"}, "budget-still-open")]
)
async def test_without_checked_projects_there_is_no_ballot(db, projects, key):
    found = await make_budget()
    for title in projects:
        await propose(found, title)
    with pytest.raises(Refused) as refused:
        await actions.open_vote(None, found, TEXT)
    assert refused.value.key == key
    assert await fetch_value("SELECT count(*) FROM poll") == 0


async def test_without_a_phase_to_vote_in_there_is_no_ballot(db):
    found = await make_budget()
    await checked(found, "Brunnen", 30_000_00)
    await execute("DELETE FROM phase WHERE kind = 'vote'")
    with pytest.raises(Refused) as refused:
        await actions.open_vote(None, found, TEXT)
    assert refused.value.key == "budget-no-hours"


async def test_each_pot_gets_the_proposals_of_its_district_and_the_city_the_others(db, visitor):
    where = await place()
    north = await fetch_value(
        "INSERT INTO district (slug, name, name_key) VALUES ('nord', 'Nordstadt', 'nordstadt') RETURNING id"
    )
    south = await fetch_value(
        "INSERT INTO district (slug, name, name_key) VALUES ('sued', 'Südstadt', 'sudstadt') RETURNING id"
    )
    city = await make_budget(where, title="Für alle")
    pot = await make_budget(where, title="Für die Nordstadt", district_id=north)
    await propose(city, "Brunnen", district_id=north)
    await propose(city, "Bühne", district_id=south)
    await propose(city, "Bänke")
    assert [p.title for p in await queries.projects(pot.id)] == ["Brunnen"]
    assert [p.title for p in await queries.projects(city.id)] == ["Bühne", "Bänke"]
    text = (await visitor.get("/consultations/geld/budget")).text
    assert text.index("Für alle") < text.index("Für die Nordstadt")


async def test_an_editor_makes_a_pot_and_nonsense_is_refused(emin, alma):
    await place()
    new, here = "/consultations/geld/budget/new", "/consultations/geld/budget"
    assert (await alma.get(new)).status_code == 403
    answer = await emin.submit(new, here, {"title": "", "amount": "nichts", "step": "101", "most": "-1"})
    assert answer.status_code == 422
    for name in ("title", "amount", "step", "most"):
        assert f'href="#{name}"' in answer.text
    answer = await emin.submit(new, here, {"title": "Für alle", "amount": "80.000", "rule": "greedy"})
    assert answer.status_code == 303
    row = (await fetch("SELECT title, amount, method, rule FROM budget"))[0]
    assert tuple(row) == ("Für alle", 8000000, "knapsack", "greedy")
    assert (await alma.get(here)).status_code == 303


async def test_a_draft_is_a_secret_of_the_editors(visitor, emin):
    found = await make_budget(await place(published_at=None))
    assert (await visitor.get(found.url)).status_code == 404
    assert (await emin.get(found.url)).status_code == 200


async def test_a_hidden_proposal_shows_no_word_of_it(visitor, db):
    found = await make_budget()
    number = await checked(found, "Etwas Verbotenes", 100)
    await execute(
        "UPDATE proposal SET hidden_at = now(), hidden_rule = 'x', hidden_rule_slug = 'x' WHERE id = $1",
        number,
    )
    for page in (found.url, f"{found.url}/projects/{number}"):
        assert "Etwas Verbotenes" not in (await visitor.get(page)).text


async def test_people_without_a_name_for_it_cannot_be_asked(emin):
    found = await make_budget()
    number = await propose(found, "Brunnen")
    stranger = await create_person("Fremde")
    answer = await emin.post(
        f"{desk(found, number)}/assignment", {"office": "Amt", "assignee": str(stranger)}
    )
    assert answer.status_code == 422
    assert await fetch_value("SELECT count(*) FROM budget_project") == 0
