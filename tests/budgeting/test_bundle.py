"""The bundle of a budget: ballots with their receipts, and the money recounted from them."""

import json

import pytest

from participation.budgeting.rules.life import Method, Rule
from participation.core.db import execute
from polls import publishing, signing
from polls.bundling import pack
from polls.verifying.main import verify
from polls.verifying.reading import files_of_zip
from tests.budgeting.factories import cast, decided, end, voting


async def bundle_of(found):
    await publishing.publish_missing()
    made = await publishing.content(found.poll_id)
    assert made is not None
    return files_of_zip(made)


@pytest.mark.parametrize("rule", list(Rule))
@pytest.mark.parametrize("method", [Method.APPROVAL, Method.KNAPSACK])
async def test_the_money_is_in_the_bundle_and_comes_out_the_same(visitor, method, rule):
    found, keys = await decided(method, rule=rule)
    files = await bundle_of(found)
    stated = json.loads(files["result.json"])["money"]
    assert stated["voters"] == 12
    assert set(stated["winners"]) <= set(keys.values())
    assert stated["spent"] <= found.amount
    report, *_ = verify(files, signing.public_key())
    assert not report.findings


async def test_points_are_recounted_too(visitor):
    found, keys = await voting(Method.POINTS)
    await cast(found, *[{keys["Brunnen"]: 3, keys["Bühne"]: 7}] * 6, *[{keys["Bänke"]: 10}] * 3)
    files = await bundle_of(await end(found))
    assert json.loads(files["result.json"])["money"]["voters"] == 9
    assert not verify(files, signing.public_key())[0].findings


@pytest.mark.parametrize("name", ["winners", "spent", "share"])
async def test_other_money_than_the_ballots_give_is_noticed(visitor, name, monkeypatch):
    """A city that signs a wrong result is found out by whoever recounts; here our own check would not publish it."""
    found, keys = await decided()
    wrong = {"winners": [keys["Bühne"]], "spent": 1, "share": "1/3"}[name]
    seen = []

    def lying(description, stated, *rest, **more):
        stated["money"][name] = wrong
        seen.append(pack(description, stated, *rest, **more))
        return seen[0]

    monkeypatch.setattr(publishing.bundling, "pack", lying)
    await publishing.publish_missing()
    assert await publishing.content(found.poll_id) is None
    assert verify(files_of_zip(seen[0]), signing.public_key())[0].findings


async def test_until_the_money_is_worked_out_there_is_no_bundle(visitor):
    found, _ = await decided()
    await execute("DELETE FROM budget_result")
    await publishing.publish_missing()
    assert await publishing.content(found.poll_id) is None


async def test_each_ballot_stands_beside_its_receipt_and_the_page_says_so_before(alma):
    found, keys = await voting()
    page = (await alma.get(found.url)).text
    assert "Neben jedem Stimmzettel steht dann seine Prüfnummer." in page
    await alma.submit(found.url, f"{found.url}/ballot", {"answer": keys["Brunnen"]})
    await cast(found, *[[keys["Bänke"]]] * 6)
    await end(found)
    rows = (await bundle_of(found))["ballots-full.csv"].decode()
    assert keys["Brunnen"] in rows
    assert "/recount" in (await alma.get(found.url)).text
