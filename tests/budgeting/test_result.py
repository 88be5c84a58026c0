"""The result and its pages: what is built, what is not, and why; as files that others can count again."""

import csv
import io

import pytest

from participation.budgeting import queries, tallying
from participation.budgeting.rules.equal_shares import equal_shares
from participation.budgeting.rules.greedy import greedy
from participation.budgeting.rules.life import Method, Rule, Stage
from participation.budgeting.wording import STEPS, STEPS_TICKS
from participation.core.db import execute, fetch, fetch_value, statements
from polls.formats import pabulib
from tests.budgeting.factories import cast, checked, decided, end, make_budget, voting
from tests.people import create_person

# Twelve people have 5,000 euros each. Seven want fountain and benches, five want the stage.


async def page(browser, found, key=None):
    return (await browser.get(found.url + (f"/projects/{key}" if key else ""))).text


async def test_the_result_says_in_a_sentence_picture_and_table_what_is_built(visitor):
    found, keys = await decided()
    text = await page(visitor, found)
    assert "2 von 3 Projekten werden gebaut</h1>" in text
    assert "12 Menschen haben abgestimmt." in text
    assert "Vergeben sind 40.000 Euro von 60.000 Euro." in text
    assert '<rect class="bar"' in text
    assert "1.428,57 Euro" in text  # the benches: 10,000 over seven people
    assert "Wer dafür stimmte, hatte zusammen noch 25.000 Euro übrig. Es fehlten 25.000 Euro" in text
    assert f"{found.url}/projects/{keys['Bühne']}" in text


async def test_a_project_that_is_built_says_at_which_price(visitor):
    found, keys = await decided()
    text = await page(visitor, found, keys["Bänke"])
    assert "Warum wird es gebaut?" in text
    assert "Alle 7, die dafür stimmten, zahlen je 1.428,57 Euro aus ihrem Anteil." in text
    assert "Preis für jede Person, die es will" in text
    assert "5.000,00 Euro" in text


async def test_who_could_not_pay_in_full_is_counted_too(visitor):
    found, keys = await decided(fans={"Brunnen+Bänke": 5, "Brunnen": 4, "Bühne": 3})
    text = await page(visitor, found, keys["Brunnen"])
    assert "In voller Höhe konnten das" in text or "Alle 9, die dafür stimmten" in text
    assert "Gewählt als Nummer" in text


async def test_a_project_that_is_not_built_says_how_many_euros_and_people_were_missing(visitor):
    found, keys = await decided()
    text = await page(visitor, found, keys["Bühne"])
    assert "Warum wird es nicht gebaut?" in text
    assert "Es fehlten 25.000 Euro, das sind die Anteile von 5 weiteren Menschen." in text
    assert "Für „Bühne“ stimmten 5 Menschen." in text
    assert '<rect class="bar"' in text


async def test_greedy_tells_how_many_votes_were_missing(visitor):
    found, keys = await decided(rule=Rule.GREEDY)
    text = await page(visitor, found, keys["Bühne"])
    assert "Als es an der Reihe war, waren noch 20.000 Euro da. Es fehlten 30.000 Euro." in text
    assert "So viele Stimmen mehr hätten gereicht" in text
    assert "nach Stimmen" in await page(visitor, found)


async def test_what_is_left_goes_by_votes_and_says_so(visitor):
    found, keys = await decided(fans={"Brunnen": 5, "Bühne": 4, "Bänke": 6}, amount=90_000_00)
    result = (await queries.results(found))["equal-shares"]
    rest = [key for key in result.winners if result.verdicts[key].by == "rest"]
    assert rest
    text = await page(visitor, found, rest[0])
    assert "wird vom Rest gebaut" in text
    assert "Warum wird es gebaut?" in text
    assert keys["Bänke"] in result.winners


async def test_the_stored_result_is_that_of_the_published_ballots(db):
    found, _ = await decided(Method.APPROVAL)
    ballots, costs = await queries.ballots(found.poll_id), await tallying.costs_of(found)
    results = await queries.results(found)
    assert results["equal-shares"] == equal_shares(costs, found.amount, ballots)
    assert results["greedy"] == greedy(costs, found.amount, ballots)


async def test_a_budget_is_counted_once_and_its_proposals_say_what_became_of_them(db):
    found, keys = await decided()
    assert not await tallying.tally(found.id)
    assert await fetch_value("SELECT count(*) FROM budget_result") == 2
    status = {row["id"]: row["status"] for row in await fetch("SELECT id, status FROM proposal")}
    assert status[int(keys["Brunnen"])] == "accepted"
    assert status[int(keys["Bühne"])] == "received"


async def test_before_the_count_nothing_is_told(visitor):
    found, keys = await voting()
    await cast(found, *[[keys["Brunnen"]]] * 6)
    assert "Menschen haben abgestimmt" in await page(visitor, found)
    for name in ("result.pb", "result.csv"):
        assert (await visitor.get(f"{found.url}/{name}")).status_code == 404
    await execute(
        "UPDATE poll SET closes_at = now() - interval '1 second', opens_at = now() - interval '1 day'"
    )
    assert (await queries.budget(found.id)).stage is Stage.COUNTING
    text = await page(visitor, found)
    assert "werden geöffnet und gezählt" in text
    assert "Warum" not in await page(visitor, found, keys["Brunnen"])


async def test_few_ballots_show_nothing(visitor):
    found, keys = await decided(fans={"Brunnen": 4})
    text = await page(visitor, found)
    assert "Zu wenige Stimmen für ein Ergebnis" in text
    assert "Warum" not in await page(visitor, found, keys["Brunnen"])
    for name in ("result.pb", "result.csv"):
        assert (await visitor.get(f"{found.url}/{name}")).status_code == 404


async def test_small_numbers_are_not_shown_apart(visitor):
    found, keys = await decided(fans={"Brunnen": 9, "Bühne": 3})
    for text in (await page(visitor, found), await page(visitor, found, keys["Bühne"])):
        assert "weniger als 5" in text
    rows = csv.DictReader(
        io.StringIO((await visitor.get(f"{found.url}/result.csv")).content.decode("utf-8-sig")), delimiter=";"
    )
    numbers = {row["title"]: row["supporters"] for row in rows}
    assert numbers == {"Brunnen": "9", "Bühne": "", "Bänke": "0"}


@pytest.mark.parametrize("method", Method)
async def test_the_file_for_others_counts_to_the_same_result(visitor, method):
    found, keys = await voting(method)
    if method is Method.POINTS:
        choices = [{keys["Brunnen"]: 6, keys["Bänke"]: 4}] * 7 + [{keys["Bühne"]: 10}] * 5
    else:
        choices = [[keys["Brunnen"], keys["Bänke"]]] * 7 + [[keys["Bühne"]]] * 5
    await cast(found, *choices)
    found = await end(found)
    answer = await visitor.get(f"{found.url}/result.pb")
    assert "attachment" in answer.headers["content-disposition"]
    read = pabulib.read(answer.text.splitlines())
    assert read.names[keys["Bühne"]] == "Bühne"
    ours, theirs = await queries.results(found), (read.costs, read.budget, read.ballots)
    for rule in (equal_shares, greedy):
        again = rule(*theirs)
        result = ours[again.rule]
        assert again.winners == result.winners
        assert {key: 100 * one.price for key, one in again.verdicts.items()} == {
            key: one.price for key, one in result.verdicts.items()
        }
    selected = {
        line.split(";")[0] for line in answer.text.split("VOTES")[0].splitlines() if line.endswith(";1")
    }
    assert selected == set(ours[found.rule].winners)


async def test_the_file_names_no_voter(visitor):
    found, keys = await voting()
    await create_person("Wählerin mit Namen")
    await cast(found, *[[keys["Brunnen"]]] * 3, *[[keys["Bänke"]]] * 3)
    found = await end(found)
    votes = (await visitor.get(f"{found.url}/result.pb")).text.split("VOTES\n")[1].splitlines()[1:]
    assert [line.split(";")[0] for line in votes] == ["1", "2", "3", "4", "5", "6"]
    assert [line.split(";")[1] for line in votes] == sorted(line.split(";")[1] for line in votes)


async def test_a_title_cannot_break_the_files(visitor):
    title = '=Bänke; mit\nUmbruch "und" Komma,'
    found, keys = await voting(Method.APPROVAL, costs={title: 100, "Bühne": 200})
    await cast(found, *[[keys[title]]] * 6)
    found = await end(found)
    read = pabulib.read((await visitor.get(f"{found.url}/result.pb")).text.splitlines())
    assert read.names[keys[title]] == " ".join(title.split())
    assert "'=Bänke" in (await visitor.get(f"{found.url}/result.csv")).text


async def test_a_receipt_is_found_beside_the_result(visitor, alma):
    found, keys = await voting()
    await cast(found, *[[keys["Brunnen"]]] * 5)
    answer = await alma.submit(found.url, f"{found.url}/ballot", {"answer": keys["Bänke"]})
    assert answer.headers["location"].startswith(f"/polls/{found.poll_id}/receipt")
    page = (await alma.get(answer.headers["location"])).text
    receipt = page.split("Ihre Prüfnummer: ")[1][:19]
    assert "<svg" in page
    assert f'href="{found.url}"' in page
    await end(found)
    for typed, told in (
        (receipt.lower(), "ist in der Liste"),
        ("ABCD-ABCD-ABCD-ABCD", "ist nicht in der Liste"),
    ):
        answer = await visitor.submit(found.url, f"/polls/{found.poll_id}/check", {"receipt": typed})
        assert told in (await visitor.get(answer.headers["location"])).text
    assert receipt in (await visitor.get(f"/polls/{found.poll_id}/receipts")).text.split()


async def test_a_refused_project_stands_beside_the_result_with_its_reason(visitor):
    found = await make_budget(method=Method.APPROVAL)
    await checked(found, "Seilbahn", None, reason="Zu teuer.")
    found, keys = await voting(Method.APPROVAL, where=found.consultation_id, title="Anderer Topf")
    assert keys
    other = next(one for one in await queries.budgets(found.consultation_id) if one.id != found.id)
    assert "Zu teuer." in await page(visitor, other)


async def test_result_and_project_cost_six_statements(visitor):
    found, keys = await decided()
    for key in (None, keys["Brunnen"]):
        await page(visitor, found, key)
        token = statements.set([])
        try:
            await page(visitor, found, key)
            assert len(statements.get()) <= 6, statements.get()
        finally:
            statements.reset(token)


async def test_pages_speak_english_where_somebody_chose_it(visitor):
    found, keys = await decided()
    await visitor.post("/language", {"language": "en", "next": found.url})
    assert "2 of 3 projects will be built</h1>" in await page(visitor, found)
    assert "Why will it not be built?" in await page(visitor, found, keys["Bühne"])


def test_every_step_of_the_rules_has_a_sentence():
    import re
    from pathlib import Path

    source = Path("participation/budgeting/rules/explain.py").read_text()
    keys = set(re.findall(r'Step\("([a-z-]+)"', source)) | {"rest-chosen", "greedy-chosen", "support"}
    assert keys == set(STEPS)
    assert set(STEPS_TICKS) <= keys | {"bought-all", "no-room-ever"}


@pytest.mark.parametrize("number", [0, 10**9, 10**18, 10**30])
async def test_what_is_not_there_is_404(alma, emin, number):
    found, _ = await decided()
    for answer in (
        await alma.get(f"/budgets/{number}"),
        await alma.get(f"{found.url}/projects/{number}"),
        await alma.get(f"/budgets/{number}/result.pb"),
        await alma.post(f"/budgets/{number}/ballot", {"answer": "1"}),
        await emin.get(f"/budgets/{number}/check"),
        await emin.post(f"{found.url}/check/{number}/finding"),
    ):
        assert answer.status_code == 404
