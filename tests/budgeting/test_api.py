"""Budgets for programs."""

import pytest

from participation.budgeting.rules.life import Method
from participation.core.db import execute
from tests.budgeting.factories import cast, decided, end, make_budget, voting


async def test_programs_read_a_budget_with_what_became_of_each_project(visitor):
    found, keys = await decided()
    (item,) = (await visitor.get("/api/v1/budgets")).json()["items"]
    assert item["id"] == found.id
    assert (item["amount"], item["stage"], item["consultation"]) == (found.amount, "decided", "geld")
    told = (await visitor.get(f"/api/v1/budgets/{found.id}")).json()
    assert told["voted"] == 12
    by_title = {one["title"]: one for one in told["projects"]}
    assert set(by_title) == set(keys)
    assert by_title["Brunnen"]["built"]
    assert by_title["Brunnen"]["supporters"] == 7
    assert not by_title["Bühne"]["built"]
    assert by_title["Bühne"]["missing"] > 0
    assert told["spent"] == sum(one["cost"] for one in told["projects"] if one["built"])


async def test_nothing_is_told_before_the_end_or_of_a_few(visitor):
    found, keys = await voting(Method.APPROVAL)
    await cast(found, *[[keys["Brunnen"]]] * 4)
    for _ in range(2):
        told = (await visitor.get(f"/api/v1/budgets/{found.id}")).json()
        assert told["voted"] is None
        assert {one["built"] for one in told["projects"]} == {None}
        assert {one["supporters"] for one in told["projects"]} == {None}
        await end(found)


async def test_a_draft_is_not_there_and_pages_go_on(visitor, emin):
    first = await make_budget()
    await make_budget(first.consultation_id, title="Noch ein Topf")
    page = (await visitor.get("/api/v1/budgets?limit=1&consultation=geld")).json()
    assert [one["id"] for one in page["items"]] == [first.id]
    rest = (await visitor.get(f"/api/v1/budgets?cursor={page['next_cursor']}")).json()
    assert [one["title"] for one in rest["items"]] == ["Noch ein Topf"]
    assert rest["next_cursor"] is None
    assert (await visitor.get("/api/v1/budgets?consultation=nirgends")).json()["items"] == []
    await execute("UPDATE consultation SET published_at = NULL")
    assert (await visitor.get("/api/v1/budgets")).json()["items"] == []
    for person in (visitor, emin):
        answer = await person.get(f"/api/v1/budgets/{first.id}")
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "cursor=x", "cursor=-1"])
async def test_nonsense_is_400(visitor, db, query):
    assert (await visitor.get(f"/api/v1/budgets?{query}")).status_code == 400
