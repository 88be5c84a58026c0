"""Filling a database with the demo city, and what becomes of its live forum on another day."""

from datetime import timedelta

import pytest

from participation.core import clock
from participation.core.db import execute, fetch, fetch_one
from participation.core.db import fetch_value as number
from participation.core.persisted import recall
from participation.forums.agenda.actions import close_forum, start_break
from participation.forums.desk.actions import report_incident
from participation.forums.speakers import actions as speakers
from participation.forums.speakers.queries import floor_of
from participation.forums.speakers.rules import ListState
from participation.tools.demo import load, proposals
from participation.tools.demo.load import fill, is_empty, refresh

RUNNING = "SELECT number FROM agenda_item WHERE forum = $1 AND started_at IS NOT NULL AND ended_at IS NULL"


def quiet(_):
    pass


@pytest.fixture
async def city(db):
    await fill(quiet)


async def test_an_empty_database_is_filled_and_marked(db):
    assert await is_empty()
    said = []
    await fill(said.append)
    assert not await is_empty()
    assert await recall("demo") == "1"
    assert said


async def test_a_fill_that_breaks_leaves_an_empty_database(db, monkeypatch):
    async def broken(_):
        raise RuntimeError

    monkeypatch.setattr(proposals, "supports", broken)
    with pytest.raises(RuntimeError):
        await fill(quiet)
    assert await is_empty()
    assert await recall("demo") is None
    monkeypatch.undo()
    await load.fill(quiet)
    assert not await is_empty()


async def test_a_forum_of_yesterday_is_live_again_today(city):
    forum = await number("SELECT id FROM forum WHERE slug = 'demo'")
    await execute("UPDATE forum SET closed_at = now() WHERE id = $1", forum)
    await execute("UPDATE agenda_item SET started_at = now(), ended_at = now() WHERE forum = $1", forum)
    events = await number("SELECT count(*) FROM forum_event WHERE forum = $1", forum)
    with clock.frozen(clock.now() + timedelta(days=1, hours=3)):
        await refresh()
        row = await fetch_one("SELECT * FROM forum WHERE id = $1", forum)
        assert row["closed_at"] is None
        assert row["opened_at"] < clock.now() < row["ends_at"]
        assert await number(RUNNING, forum) == "2 b"
        newest = await number("SELECT max(created_at) FROM message WHERE forum = $1", forum)
        assert timedelta(0) <= clock.now() - newest < timedelta(minutes=2)
        assert await number("SELECT count(*) FROM forum_event WHERE forum = $1", forum) in range(
            events, events + 3
        )  # its open poll is opened anew


async def test_the_stage_of_yesterday_is_set_anew(city):
    forum = await number("SELECT id FROM forum WHERE slug = 'demo'")
    edda = await number("SELECT id FROM person WHERE email = 'edda@example.org'")
    floor = await floor_of(forum)
    assert len(floor.waiting) == 3
    now = clock.now()
    await speakers.call_next(forum, floor.waiting[0].voice.request, None, edda, now)
    await speakers.set_list(forum, ListState.CLOSED, edda, now)
    await start_break(forum, 10, edda, now)
    await report_incident(forum, "sound", edda, now)
    await close_forum(forum, edda, now)
    assert await number("SELECT count(*) FROM question WHERE state = 'owed'") == 3
    with clock.frozen(now + timedelta(days=1, hours=3)):
        await refresh()
        fresh = await floor_of(forum)
        assert (len(fresh.waiting), fresh.speaking, fresh.list) == (2, None, ListState.OPEN)
        assert all(clock.now() - w.voice.made_at < timedelta(minutes=20) for w in fresh.waiting)
        assert (
            await number(
                "SELECT count(*) FROM speech_request WHERE called_at IS NOT NULL AND forum = $1", forum
            )
            == 1
        )
        assert await number("SELECT count(*) FROM question WHERE state = 'submitted'") == 3
        assert await number("SELECT count(*) FROM forum_break WHERE ended_at IS NULL") == 0
        assert await number("SELECT count(*) FROM incident WHERE ended_at IS NULL") == 0
        counted = await number("SELECT max(counted_at) FROM presence_count WHERE forum = $1", forum)
        assert timedelta(0) <= clock.now() - counted < timedelta(minutes=10)


async def test_a_forum_that_is_still_running_is_left_alone(city):
    before = await fetch("SELECT * FROM forum ORDER BY id")
    await refresh()
    assert await fetch("SELECT * FROM forum ORDER BY id") == before


async def test_a_database_without_the_mark_is_never_refreshed(city):
    await execute("DELETE FROM persisted_setting")
    before = await fetch("SELECT * FROM forum ORDER BY id")
    with clock.frozen(clock.now() + timedelta(days=2)):
        await refresh()
    assert await fetch("SELECT * FROM forum ORDER BY id") == before
