"""The demo city as the product shows it. Nothing here writes: all tests look at the same city."""

import pytest

from participation.accounts.demo_logins import PASSWORD, PEOPLE
from participation.accounts.passwords import verify_password
from participation.core import clock
from participation.core.db import fetch, fetch_one
from participation.core.db import fetch_value as number
from participation.tools.demo.load import fill
from tests.emptying import empty

RUNNING = "SELECT number FROM agenda_item WHERE forum = $1 AND started_at IS NOT NULL AND ended_at IS NULL"


@pytest.fixture(scope="module")
async def city(pool):
    await fill(lambda _: None)
    yield
    await empty()


async def test_the_nine_logins_have_the_one_password(city):
    rows = await fetch("SELECT email, password_hash, is_demo FROM person WHERE email IS NOT NULL")
    assert {row["email"] for row in rows} == {f"{name}@example.org" for name, _ in PEOPLE}
    assert all(row["is_demo"] for row in rows)
    assert await verify_password(rows[0]["password_hash"], PASSWORD)
    assert len({row["password_hash"] for row in rows}) == 1


async def test_all_counts_are_those_of_the_rows(city):
    assert not await fetch(
        "SELECT id FROM proposal p WHERE supports_count <> (SELECT count(*) FROM support s WHERE s.proposal = p.id)"
    )
    assert await number("SELECT count(*) FROM support") > 5000
    assert not await fetch(
        """SELECT t.id FROM thread t WHERE comments_count <> (
               SELECT count(*) FROM comment c LEFT JOIN comment top ON top.id = c.parent
               WHERE c.thread = t.id AND c.hidden_at IS NULL AND top.hidden_at IS NULL)"""
    )
    assert not await fetch(
        "SELECT id FROM forum f WHERE last_seq <> (SELECT count(*) FROM forum_event e WHERE e.forum = f.id)"
    )


async def test_demo_logins_support_nothing_yet(city):
    assert not await fetch(
        "SELECT 1 FROM support s JOIN person p ON p.id = s.person WHERE p.email IS NOT NULL"
    )


async def test_the_city_is_as_large_as_promised(city):
    assert await number("SELECT count(*) FROM proposal") >= 60
    assert await number("SELECT count(*) FROM comment") >= 200
    assert await number("SELECT count(*) FROM consultation WHERE published_at <= now()") >= 3
    assert await number("SELECT count(*) FROM outcome") >= 3
    assert await number("SELECT count(*) FROM forum WHERE minutes_published_at IS NOT NULL") >= 1
    assert await number("SELECT count(*) FROM legal_page WHERE locale = 'en'") == 5


async def test_nothing_is_written_later_than_now(city):
    now = clock.now()
    for table in ("proposal", "comment", "message", "support", "report", "forum_event", "person"):
        assert await number(f"SELECT max(created_at) FROM {table}") <= now, table  # noqa: S608  # constants
    assert await number("SELECT max(decided_at) FROM decision") <= now
    assert await number("SELECT max(at) FROM audit_entry") <= now


async def test_ids_are_in_the_order_of_time(city):
    for table in ("proposal", "comment", "message", "moderation_case"):
        moment = "opened_at" if table == "moderation_case" else "created_at"
        rows = await fetch(f"SELECT {moment} AS moment FROM {table} ORDER BY id")  # noqa: S608  # constants
        moments = [row["moment"] for row in rows]
        assert moments == sorted(moments), table


async def test_stadtgruen_takes_proposals_today(city):
    assert await number(
        """SELECT count(*) FROM phase p JOIN consultation c ON c.id = p.consultation
           WHERE c.slug = 'stadtgruen' AND p.kind = 'collect' AND now() BETWEEN p.starts_at AND p.ends_at"""
    )


async def test_the_queue_has_cases_of_every_kind_and_every_state(city):
    kinds = await fetch("SELECT DISTINCT kind FROM moderation_case WHERE state = 'open'")
    assert {row["kind"] for row in kinds} == {"proposal", "comment", "message", "profile"}
    states = await fetch("SELECT DISTINCT state FROM moderation_case")
    assert {row["state"] for row in states} == {"open", "decided", "appealed", "closed"}
    assert await number(
        "SELECT count(*) FROM moderation_case WHERE claimed_by IS NOT NULL AND state = 'open'"
    )
    assert await number("SELECT count(*) FROM comment WHERE hidden_at IS NOT NULL") == 2


async def test_nobody_gets_mail_about_the_past(city):
    assert await number("SELECT count(*) FROM outbox_entry") == 0


async def test_the_live_forum_is_live(city):
    forum = await fetch_one("SELECT * FROM forum WHERE slug = 'demo'")
    assert forum["opened_at"] < clock.now() < forum["ends_at"]
    assert forum["closed_at"] is None
    assert await number(RUNNING, forum["id"]) == "2 b"


async def test_a_council_meeting_waits_for_its_chair_with_one_member_connected(city):
    rows = await fetch(
        """SELECT a.mode, a.left_at IS NULL AS there FROM attendance a JOIN forum f ON f.id = a.forum
           WHERE f.slug = 'verkehrsausschuss' AND f.opened_at IS NULL ORDER BY a.id"""
    )
    there = [row["mode"] for row in rows if row["there"]]
    assert sorted(there) == ["hall", "hall", "hall", "remote"]
    assert len(rows) == len(there) + 2  # one came from the network into the hall, one has left
    assert await number("SELECT count(*) FROM agenda_item WHERE NOT open_doors") == 1
