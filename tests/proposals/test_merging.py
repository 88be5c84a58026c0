"""A duplicate goes into its twin: the supports move, nobody counts twice, and it can be taken back for a while."""

import asyncio
from datetime import timedelta

import pytest

from participation.accounts.actor import Actor
from participation.core import clock, outbox
from participation.core.db import execute, fetch, fetch_one, fetch_value
from participation.core.kinds import Tombstone
from participation.core.mail import mail_folder
from proposals import actions, similar
from proposals.changing import withdraw
from proposals.merging import actions as merging
from proposals.merging.rules import UNDO_WITHIN, No, Side, why_not
from tests.people import create_person
from tests.proposals.factories import consultation, proposal
from tests.proposals.test_support import leave, person, rows

LIST = "/consultations/stadtgruen/proposals"


@pytest.fixture
async def twins(alma, bora, carla):
    """Two proposals that want the same. Bora and Carla support the first, Carla and Dora the second."""
    here = await consultation()
    first = await proposal(here, "Drei Ulmen für die Haltestelle", author=alma.id)
    second = await proposal(here, "Bäume an der Haltestelle", author=bora.id)
    dora = await person("Dora")
    for who, number in ((bora, first), (carla, first), (carla, second), (dora, second)):
        await support(who.id, number)
    return first, second


async def support(who: int, number: int) -> None:
    await execute("INSERT INTO support (proposal, person, created_at) VALUES ($1, $2, now())", number, who)
    await execute("UPDATE proposal SET supports_count = supports_count + 1 WHERE id = $1", number)


async def join(carla, first, second):
    url = f"/proposals/{first}/merge"
    return await carla.submit(f"{url}?into={second}", url)


async def test_the_supports_move_once_and_come_back(twins, carla):
    first, second = twins
    page = (await carla.get(f"/proposals/{first}/merge?into={second}")).text
    assert "1 Mensch unterstützt beide" in page
    assert "Danach hat der bleibende 3 Unterstützungen" in page
    assert (await join(carla, first, second)).status_code == 303
    assert await rows(first) == (0, 0)
    assert await rows(second) == (3, 3)
    answer = await carla.submit(f"/proposals/{first}/merge", f"/proposals/{first}/merge/undo")
    assert answer.status_code == 303
    assert (await rows(first), await rows(second)) == ((2, 2), (2, 2))
    assert (await carla.post(f"/proposals/{first}/merge/undo")).status_code == 404


async def test_each_page_leads_to_the_other_and_the_merged_one_takes_nothing_new(twins, alma, carla, visitor):
    first, second = twins
    await alma.submit(f"/proposals/{first}", f"/proposals/{first}/comments", {"body": "Bitte bald."})
    await join(carla, first, second)
    page = (await visitor.get(f"/proposals/{first}")).text
    for words in ("Bäume an der Haltestelle", f'href="/proposals/{second}"', "Bitte bald.", "noindex"):
        assert words in page, words
    assert "/support" not in page
    assert f'href="/proposals/{first}"' in (await visitor.get(f"/proposals/{second}")).text
    for act in ("support", "support/withdraw"):
        answer = await alma.post(f"/proposals/{first}/{act}")
        assert answer.status_code == 409
        assert "mit einem anderen zusammengelegt" in answer.text
    answer = await alma.post(f"/proposals/{first}/comments", {"body": "Noch etwas"})
    assert answer.status_code == 409
    assert "Noch etwas" in answer.text


async def test_it_is_in_no_list_and_count_and_the_interface_says_where_it_went(twins, carla, emin, visitor):
    first, second = twins
    await join(carla, first, second)
    text = (await visitor.get(LIST)).text
    assert 'data-total="1"' in text
    assert "Drei Ulmen" not in text
    for url in ("/search?q=Ulmen", "/proposals", "/answers"):
        assert f'"/proposals/{first}"' not in (await visitor.get(url)).text, url
    here = await fetch_value("SELECT id FROM consultation")
    assert [
        one.id
        for one in await similar.similar(here, "Bäume an der Haltestelle", "Drei Linden und eine lange Bank")
    ] == [second]
    listed = (await visitor.get("/api/v1/proposals")).json()["items"]
    assert [(one["id"], one["merged_into"], one["supports"]) for one in listed] == [(second, None, 3)]
    assert (await visitor.get(f"/api/v1/proposals/{first}")).json()["merged_into"] == second
    assert (await emin.get(f"/proposals/{first}/answer")).status_code == 409


async def test_both_writers_are_told_and_of_the_way_back_too(twins, carla):
    first, second = twins
    await join(carla, first, second)
    await merging.undo(carla.id, first)
    before = set(mail_folder().glob("*.eml")) if mail_folder().exists() else set()
    await outbox.drain()
    mails = [path.read_text() for path in set(mail_folder().glob("*.eml")) - before]
    told = sorted(mail.split("To: ")[1].split("\n")[0].strip() for mail in mails)
    assert told == ["alma@example.org"] * 2 + ["bora@example.org"] * 2
    assert all(f"/proposals/{first}" in mail or f"/proposals/{second}" in mail for mail in mails)


async def test_the_threshold_counts_together_and_the_earlier_day_holds(twins, carla):
    first, second = twins
    await execute("UPDATE consultation SET answer_threshold = 3, answer_days = 30")
    await execute(
        "INSERT INTO answer_obligation (proposal, threshold, reached_at, due_on, office) VALUES ($1, 3, now(), $2, '')",
        first,
        clock.today() + timedelta(days=5),
    )
    await join(carla, first, second)
    due = await fetch_value("SELECT due_on FROM answer_obligation WHERE proposal = $1", second)
    assert due == clock.today() + timedelta(days=5)


async def test_whoever_took_the_support_back_or_left_meanwhile_does_not_come_back(twins, bora, carla):
    first, second = twins
    await join(carla, first, second)
    assert (await bora.post(f"/proposals/{second}/support/withdraw")).status_code == 303
    await leave(carla)
    assert await rows(second) == (1, 1)
    await merging.undo(carla.id, first)
    assert (await rows(first), await rows(second)) == ((0, 0), (1, 1))


async def test_merges_in_a_row_are_undone_from_the_last(twins, carla):
    first, second = twins
    third = await proposal(await fetch_value("SELECT id FROM consultation"), "Grün an der Haltestelle")
    await merging.merge(carla.id, first, second)
    await merging.merge(carla.id, second, third)
    assert await rows(third) == (3, 3)
    answer = await carla.post(f"/proposals/{first}/merge/undo")
    assert answer.status_code == 409
    assert "inzwischen selbst zusammengelegt" in answer.text
    await merging.undo(carla.id, second)
    await merging.undo(carla.id, first)
    assert [await rows(number) for number in (first, second, third)] == [(2, 2), (2, 2), (0, 0)]


async def test_a_twin_that_holds_others_is_not_withdrawn_and_a_merged_text_is_not_changed(
    twins, alma, bora, carla
):
    first, second = twins
    await join(carla, first, second)
    answer = await bora.post(f"/proposals/{second}/withdrawal", {"sure": "1"})
    assert answer.status_code == 409
    assert "andere aufgegangen" in answer.text
    sent = {"title": "Anders", "body": "Anders", "version": "1"}
    assert (await alma.post(f"/proposals/{first}/edit", sent)).status_code == 409
    assert (await alma.post(f"/proposals/{first}/withdrawal", {"sure": "1"})).status_code == 303
    answer = await carla.post(f"/proposals/{first}/merge/undo")
    assert answer.status_code == 404
    assert "Drei Ulmen" not in (await bora.get(f"/proposals/{second}")).text


async def test_a_merge_and_a_withdrawal_of_the_twin_at_once_leave_nobody_without_a_page(alma, carla):
    here = await consultation()
    author = Actor(alma.id, "Alma")
    outcomes = set()
    for _ in range(8):
        first, second = await proposal(here, "Eins"), await proposal(here, "Zwei", author=alma.id)
        await asyncio.gather(
            merging.merge(carla.id, first, second), withdraw(author, second), return_exceptions=True
        )
        row = await fetch_one("SELECT withdrawn_at FROM proposal WHERE id = $1", second)
        merged = await fetch_value("SELECT merged_into FROM proposal WHERE id = $1", first)
        outcomes.add((merged == second, row["withdrawn_at"] is not None))
    assert outcomes <= {(True, False), (False, True)}


async def test_after_fourteen_days_it_stays_and_who_supported_which_is_forgotten(twins, carla):
    first, second = twins
    await join(carla, first, second)
    assert await fetch_value("SELECT count(*) FROM merged_support") == 2
    await execute("UPDATE proposal_merge SET merged_at = merged_at - $1::interval", UNDO_WITHIN)
    assert (await carla.post(f"/proposals/{first}/merge/undo")).status_code == 409
    assert "nicht mehr rückgängig" in (await carla.get(f"/proposals/{first}/merge")).text
    await merging.forget()
    assert not await fetch("SELECT 1 FROM merged_support")


async def test_the_title_of_a_hidden_one_is_on_neither_page(twins, carla, visitor):
    first, second = twins
    await join(carla, first, second)
    tomb = Tombstone("Keine Angriffe", "angriffe", clock.now())
    for hidden, other in ((first, second), (second, first)):
        title = await fetch_value("SELECT title FROM proposal WHERE id = $1", hidden)
        await actions.hide(hidden, tomb)
        assert title not in (await visitor.get(f"/proposals/{other}")).text
        await actions.restore(hidden)


async def test_a_moderator_of_elsewhere_finds_nothing(twins, people, carla):
    first, second = twins
    other = await consultation("anderswo")
    number = await create_person("Mara", "mara@example.org")
    await execute(
        "INSERT INTO role_grant (person, role, scope_kind, scope_id, granted_at) VALUES ($1, 'moderator', 'consultation', $2, now())",
        number,
        other,
    )
    from tests.people import Browser, cookie_name, create_session

    mara = Browser(people.app, "mara", number)
    mara.http.cookies.set(cookie_name(), await create_session(number), domain="127.0.0.1")
    people.browsers["mara"] = mara
    assert (await mara.get(f"/proposals/{first}/merge")).status_code == 404
    assert (await mara.post(f"/proposals/{first}/merge", {"into": second})).status_code == 404
    stranger = await proposal(other, "Anderswo")
    answer = await carla.post(f"/proposals/{first}/merge", {"into": stranger})
    assert answer.status_code == 422
    assert await rows(second) == (2, 2)


def side(number=1, consultation=1, *, readable=True, merged=False, answered=False):
    return Side(number, consultation, readable, merged, answered)


@pytest.mark.parametrize(
    ("source", "target", "no"),
    [
        (side(), side(2), None),
        (side(), side(2, answered=True), None),
        (side(), None, No.TARGET),
        (side(), side(), No.TARGET),
        (side(), side(2, 2), No.TARGET),
        (side(), side(2, readable=False), No.TARGET),
        (side(), side(2, merged=True), No.TARGET),
        (side(readable=False), side(2), No.TARGET),
        (side(answered=True), side(2), No.TAKEN_UP),
        (side(merged=True), side(2), No.MERGED),
    ],
)
def test_what_may_go_into_what(source, target, no):
    assert why_not(source, target) is no
