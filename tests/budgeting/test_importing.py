"""A budget from elsewhere gets the pages of our own, and our files come back as what they were."""

import pytest

from participation.budgeting import queries
from participation.budgeting.rules.life import Method, Rule, Stage
from participation.core.db import fetch_value
from participation.tools.importing import ImportFailed
from participation.tools.importing_budgets import import_budget
from tests.budgeting.factories import cast, end, place, voting

APPROVAL = """META
key;value
description;Somewhere
budget;1000.50
vote_type;approval
PROJECTS
project_id;cost;name;selected
A/1;600;Brücke über den Bach;1
b2;300.25;Bänke;0
C 3;500;Bühne;0
VOTES
voter_id;vote
1;A/1,b2
2;A/1,b2
3;A/1,b2
4;C 3
5;C 3
6;b2
"""
POINTS = APPROVAL.replace("approval", "cumulative").replace("voter_id;vote", "voter_id;vote;points")


def quiet(_):
    pass


async def bring(tmp_path, text, slug="geld", **more):
    path = tmp_path / "file.pb"
    path.write_text(text, encoding="utf-8")
    return await import_budget(path, slug, more.get("title", ""), more.get("rule", Rule.EQUAL_SHARES), quiet)


async def test_a_file_becomes_a_budget_with_a_result_and_a_why_for_each_project(visitor, tmp_path):
    await place()
    done = await bring(tmp_path, APPROVAL, title="Wie in Anderswo")
    assert (done.projects, done.ballots) == (3, 6)
    found = await queries.budget(done.budget_id)
    assert (found.stage, found.amount, found.method) == (Stage.DECIDED, 100050, Method.APPROVAL)
    known = {one.title: one for one in await queries.projects(found.id)}
    assert {one.key: one.cost for one in known.values()} == {"p1": 60000, "b2": 30025, "p2": 50000}
    assert "Wie in Anderswo" in (await visitor.get(found.url)).text
    for one in known.values():
        text = (await visitor.get(f"{found.url}/projects/{one.proposal_id}")).text
        assert "Warum wird es" in text


async def test_our_own_file_comes_back_with_the_same_result(visitor, tmp_path):
    found, keys = await voting(Method.POINTS)
    await cast(found, *[{keys["Brunnen"]: 6, keys["Bänke"]: 4}] * 7, *[{keys["Bühne"]: 10}] * 5)
    found = await end(found)
    text = (await visitor.get(f"{found.url}/result.pb")).text
    done = await bring(tmp_path, text)
    assert await queries.results(await queries.budget(done.budget_id)) == await queries.results(found)


async def test_files_that_make_no_sense_change_nothing(db, tmp_path):
    await place()
    broken = {
        "no votes": APPROVAL.split("VOTES", maxsplit=1)[0],
        "part of a cent": APPROVAL.replace("1000.50", "1000.505"),
        "unknown project": APPROVAL.replace("6;b2", "6;mond"),
        "half points": POINTS.replace("1;A/1,b2", "1;A/1,b2;1.5,1").replace("\n2;", "\nx;"),
        "nothing": "",
    }
    for name, text in broken.items():
        with pytest.raises(ImportFailed):
            await bring(tmp_path, text)
        assert await fetch_value("SELECT count(*) FROM budget") == 0, name
    with pytest.raises(ImportFailed):
        await bring(tmp_path, APPROVAL, slug="nirgends")
    assert await fetch_value("SELECT count(*) FROM proposal") == 0
