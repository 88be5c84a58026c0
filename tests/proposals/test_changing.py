"""Who wrote a proposal may say it better, with the former words in sight, or take it back."""

import asyncio
import re
from datetime import timedelta

import pytest

from participation.core import clock
from participation.core.db import execute, fetch, fetch_value
from participation.core.differences import Change, differences
from tests.proposals.factories import consultation, found, proposal

LATER = timedelta(hours=2)
WORDS = {"title": "Schatten für die Haltestelle", "body": "Vier Linden und eine lange Bank würden genügen."}


@pytest.fixture
async def mine(alma) -> str:
    """Alma's proposal, as it was an hour ago and still is."""
    number = await proposal(await consultation(), author=alma.id)
    return f"/proposals/{number}"


async def change(browser, url, **fields):
    page = (await browser.get(f"{url}/edit")).text
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    return await browser.post(f"{url}/edit", {"version": version, **WORDS, **fields})


async def test_a_slip_is_mended_within_the_hour_and_leaves_no_trace(alma, visitor, mine):
    assert (await change(alma, mine)).status_code == 303
    page = (await visitor.get(mine)).text
    assert "Vier Linden" in page
    assert "Was sich geändert hat" not in page
    assert await fetch_value("SELECT count(*) FROM proposal_version") == 0


async def test_a_later_change_shows_word_by_word_what_was_there(alma, visitor, mine):
    with clock.frozen(clock.now() + LATER):
        await change(alma, mine)
        page = (await visitor.get(mine)).text
        assert "Was sich geändert hat" in page
        page = (await visitor.get(f"{mine}/versions")).text
    assert re.search(r"<del>.*gestrichen:.*Drei ?<", page)
    assert re.search(r"<ins>.*neu:.*Vier ?<", page)
    assert "Fassung 2 vom" in page
    assert len(await found("Linden")) == 1


async def test_only_another_place_changed_is_no_new_wording(alma, mine):
    with clock.frozen(clock.now() + LATER):
        await change(alma, mine)
        await change(alma, mine, place="Lindenallee 4")
    assert await fetch_value("SELECT count(*) FROM proposal_version") == 1


async def test_where_moderation_reads_first_nothing_is_changed_behind_its_back(alma, mine):
    await execute(
        "INSERT INTO premoderation (kind, number, since) SELECT 'consultation', id, now() FROM consultation"
    )
    answer = await change(alma, mine)
    assert answer.status_code == 409
    assert "liest die Moderation jeden Text zuerst" in answer.text


async def test_nobody_else_changes_or_withdraws_it(alma, bora, carla, visitor, mine):
    for browser in (bora, carla, visitor):
        assert (await browser.get(f"{mine}/edit")).status_code == 403
        assert (await browser.post(f"{mine}/edit", {"version": "1", **WORDS})).status_code == 403
        assert (await browser.post(f"{mine}/withdrawal", {"sure": "1"})).status_code == 403
    assert await fetch_value("SELECT version FROM proposal WHERE withdrawn_at IS NULL") == 1


async def test_what_the_city_has_taken_up_stays_as_it_is(alma, mine):
    await execute("UPDATE proposal SET status = 'examined'")
    assert (await alma.get(f"{mine}/edit")).status_code == 409
    assert (await alma.post(f"{mine}/edit", {"version": "1", **WORDS})).status_code == 409
    assert "Drei Linden" in (await alma.get(mine)).text


async def test_two_windows_do_not_overwrite_each_other_and_no_text_is_lost(alma, mine):
    await change(alma, mine)
    answer = await alma.post(f"{mine}/edit", {"version": "1", **WORDS, "body": "Fünf Linden."})
    assert answer.status_code == 409
    assert "Fünf Linden." in answer.text
    assert "inzwischen an anderer Stelle geändert" in answer.text
    assert 'name="version" value="2"' in answer.text


async def test_many_changes_at_once_leave_one_story(alma, mine):
    token = await alma.token()

    async def send(n: int) -> int:
        fields = {"_token": token, "version": "1", **WORDS, "body": f"Text {n}."}
        headers = {"Origin": "http://127.0.0.1:8000"}
        return (await alma.http.post(f"{mine}/edit", data=fields, headers=headers)).status_code

    with clock.frozen(clock.now() + LATER):
        codes = await asyncio.gather(*[send(n) for n in range(2)])
    assert sorted(codes) == [303, 409]
    assert [row["number"] for row in await fetch("SELECT number FROM proposal_version")] == [1]


async def test_wrong_input_keeps_the_text(alma, mine):
    answer = await change(alma, mine, title=" ", body="Bleibt stehen.")
    assert answer.status_code == 422
    assert "Bleibt stehen." in answer.text
    assert 'href="#title"' in answer.text


async def test_words_that_were_a_case_for_moderation_stay_out_of_sight(alma, visitor, mine):
    report = {
        "reason": "personal-data",
        "text": "Da steht eine Nummer.",
        "good_faith": "1",
        "email": "v@example.org",
    }
    number = mine.rsplit("/", 1)[1]
    assert (
        await visitor.post(f"/report?kind=proposal&id={number}", {**report, "kind": "proposal", "id": number})
    ).status_code == 303
    with clock.frozen(clock.now() + LATER):
        await change(alma, mine)
        page = (await visitor.get(f"{mine}/versions")).text
    assert "bleibt deshalb verborgen" in page
    assert "Drei" not in page


async def test_withdrawing_asks_once_more_and_then_it_is_gone_everywhere(alma, bora, visitor, mine):
    await bora.post(f"{mine}/comments", {"body": "Ein Kommentar über Linden."})
    assert (await alma.post(f"{mine}/withdrawal", {})).status_code == 422
    assert (await alma.post(f"{mine}/withdrawal", {"sure": "1"})).status_code == 303
    assert (await visitor.get(mine)).status_code == 410
    for url in (f"{mine}/versions", f"{mine}/edit"):
        assert (await alma.get(url)).status_code == 404
    assert "Linden" not in (await visitor.get("/search?q=Linden")).text.split("<main", 1)[1].replace(
        "„Linden“", ""
    ).replace('value="Linden"', "")
    assert (await bora.post(f"{mine}/support", {})).status_code == 409
    assert (await alma.post(f"{mine}/withdrawal", {"sure": "1"})).status_code in {404, 409}


async def test_it_can_be_taken_back_when_it_can_no_longer_be_changed(alma, bora, mine):
    await execute("UPDATE proposal SET status = 'examined'")
    shown = (await alma.get(mine)).text
    assert f'href="{mine}/edit"' not in shown
    assert f'href="{mine}/withdrawal"' in shown
    assert f'href="{mine}/withdrawal"' not in (await bora.get(mine)).text
    assert 'name="sure"' in (await alma.get(f"{mine}/withdrawal")).text
    assert (await bora.get(f"{mine}/withdrawal")).status_code == 403
    assert (await alma.post(f"{mine}/withdrawal", {"sure": "1"})).status_code == 303
    assert (await bora.get(mine)).status_code == 410


async def test_versions_of_a_hidden_proposal_are_hidden_too(alma, visitor, mine):
    with clock.frozen(clock.now() + LATER):
        await change(alma, mine)
    await execute("UPDATE proposal SET hidden_at = now(), hidden_rule = 'Regel', hidden_rule_slug = 'regel'")
    assert (await visitor.get(f"{mine}/versions")).status_code == 404
    assert (await alma.get(f"{mine}/edit")).status_code == 404


def test_differences_are_told_by_words_and_unchanged_lines_by_their_number():
    old = "Eins\n\nZwei\n\nDrei\n\nDer alte Satz steht hier.\n\nFünf"
    rows = differences(old, old.replace("alte", "neue"), around=0)
    assert [row.skipped for row in rows] == [6, 0, 2]
    assert [(run.change, run.text) for run in rows[1].runs] == [
        (Change.SAME, "Der "),
        (Change.OUT, "alte "),
        (Change.IN, "neue "),
        (Change.SAME, "Satz steht hier."),
    ]
