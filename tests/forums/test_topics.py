"""Topics: limits that hold among many at once, the way onto the agenda, and what is hidden."""

import asyncio
from datetime import timedelta

import pytest
from litestar.exceptions import NotFoundException

from participation.core import kinds
from participation.core.clock import frozen, now, today
from participation.core.db import execute, fetch, fetch_value
from participation.core.errors import Refused
from participation.core.html import render_text
from participation.core.kinds import Tombstone
from participation.forums.agenda.actions import close_forum, next_item, open_forum
from participation.forums.setup import actions as setup
from participation.forums.setup.forms import SectionForm
from participation.forums.setup.queries import sections_of
from participation.forums.topics import actions
from participation.forums.topics.forms import Statement, Verdict
from participation.forums.topics.queries import topic_by_id
from participation.forums.topics.rules import Channel, Limits, Refusal, TopicState, Wish
from tests.forums.topic_factories import coming, setting, topic
from tests.people import create_person

S = TopicState


async def agenda(forum_id):
    rows = await fetch("SELECT number, title FROM agenda_item WHERE forum = $1 ORDER BY position", forum_id)
    return [(row["number"], row["title"]) for row in rows]


async def state(topic_id):
    return (await topic_by_id(topic_id)).state


async def say(topic_id, text="Die Stadt stellt im Mai ein Schild auf."):
    await actions.set_statement(
        topic_id, Statement(text, "Fachbereich Verkehr"), await render_text(text), 1, now()
    )


async def test_accepted_topics_are_items_and_keep_their_identity(db):
    forum_id, _ = await coming()
    first, second = await topic(forum_id), await topic(forum_id, title="Mehr Bänke")
    await actions.accept(first, 1, now())
    item = await fetch_value("SELECT item FROM topic WHERE id = $1", first)
    await actions.accept(second, 1, now())
    await actions.move(second, -1, 1, now())
    assert await agenda(forum_id) == [
        ("1", "Bericht aus der letzten Sitzung"),
        ("2 a", "Mehr Bänke"),
        ("2 b", "Der Überweg an der Lindenschule"),
        ("3", "Planungen und Baustellen im Stadtteil"),
        ("4", "Anregungen und Wünsche"),
    ]
    assert await fetch_value("SELECT item FROM topic WHERE id = $1", first) == item
    row = await fetch("SELECT subject_kind, subject_id FROM agenda_item WHERE id = $1", item)
    assert tuple(row[0]) == ("topic", first)


async def test_sections_change_the_agenda_and_a_foreign_item_stays(db):
    forum_id, _ = await coming()
    await setup.add_section(forum_id, SectionForm("Neues Bad", "", 15), 1, now())
    await execute("INSERT INTO agenda_item (forum, position, title) VALUES ($1, 99, 'Vom Rat')", forum_id)
    report = "INSERT INTO agenda_item (forum, position, title, subject_kind) VALUES ($1, 98, 'Zusagen', 'promises')"
    await execute(report, forum_id)
    sections = await sections_of(forum_id)
    await setup.move_section(forum_id, sections[-1].id, -1, 1, now())
    await setup.drop_section(forum_id, sections[0].id, 1, now())
    assert [title for _, title in await agenda(forum_id)] == [
        "Zusagen",
        "Planungen und Baustellen im Stadtteil",
        "Neues Bad",
        "Anregungen und Wünsche",
        "Vom Rat",
    ]
    await setup.drop_section(forum_id, sections[1].id, 1, now())
    assert "topics" in {one.kind for one in await sections_of(forum_id)}


async def test_a_forum_with_items_but_no_sections_keeps_its_items(db):
    forum_id, _ = await coming()
    await execute("DELETE FROM forum_section")
    await execute("DELETE FROM agenda_item")
    await execute(
        "INSERT INTO agenda_item (forum, position, title, planned_minutes) VALUES ($1, 1, 'Alt', 30)",
        forum_id,
    )
    await actions.accept(await topic(forum_id), 1, now())
    assert await agenda(forum_id) == [("1", "Alt"), ("2 a", "Der Überweg an der Lindenschule")]


async def test_a_person_hands_in_three_however_fast(db):
    forum_id, _ = await coming()
    alma = await create_person("Alma R.")
    made = await asyncio.gather(
        *(topic(forum_id, alma, f"Thema {n}") for n in range(8)), return_exceptions=True
    )
    assert sorted(str(one) for one in made if isinstance(one, Refused)) == ["topics-of-person"] * 5
    assert await fetch_value("SELECT count(*) FROM topic") == 3


async def test_fifteen_topics_fit_and_the_first_come_are_in(db):
    forum_id, _ = await coming()
    people = [await create_person(f"Mensch {n}") for n in range(18)]
    made = await asyncio.gather(*(topic(forum_id, one) for one in people), return_exceptions=True)
    assert sum(isinstance(one, int) for one in made) == 15
    refused = [one for one in made if isinstance(one, Refused)]
    assert {one.key for one in refused} == {"topics-full"}


async def test_the_same_name_on_paper_counts_as_one_person_and_a_club_as_one_club(db):
    forum_id, _ = await coming()
    for _ in range(3):
        await topic(forum_id)
    with pytest.raises(Refused, match="topics-of-person"):
        await topic(forum_id, name="ERIKA  MUSTER")
    for n in range(5):
        await topic(forum_id, name=f"Mensch {n}", association="Bürgerverein Nord e. V.")
    with pytest.raises(Refused, match="topics-of-association"):
        await topic(forum_id, name="Jemand", association="bürgerverein nord e.v.")


async def test_what_was_refused_or_withdrawn_does_not_count(db):
    forum_id, _ = await coming()
    alma = await create_person("Alma R.")
    first, second, _third = [await topic(forum_id, alma, f"Thema {n}") for n in range(3)]
    await actions.withdraw(first, alma, now())
    await actions.refuse(second, Verdict(Refusal.SINGLE_CASE, None, ""), 1, now())
    assert await topic(forum_id, alma, "Noch eins")
    assert await topic(forum_id, alma, "Und noch eins")


async def test_paper_counts_from_the_day_it_came(db):
    forum_id, _ = await coming(days=10)
    alma = await create_person("Alma R.")
    with pytest.raises(Refused, match="topics-late"):
        await topic(forum_id, alma)
    with pytest.raises(Refused, match="topics-late"):
        await topic(forum_id)
    assert await topic(forum_id, received_on=today() - timedelta(days=12))


async def test_the_city_changes_the_rules_of_one_forum(db):
    forum_id, _ = await coming(days=10)
    await actions.set_limits(forum_id, Limits(now() + timedelta(days=5), most=1), 1)
    assert await topic(forum_id)
    with pytest.raises(Refused, match="topics-full"):
        await topic(forum_id, name="Zweite Person")


@pytest.mark.parametrize("what", ["draft", "cancelled", "begun"])
async def test_a_forum_that_does_not_come_takes_no_topic(db, what):
    forum_id, _ = await coming(published=what != "draft")
    if what == "cancelled":
        await setup.cancel(forum_id, "Sturm", 1, now())
    if what == "begun":
        await open_forum(forum_id, 1, now())
    with pytest.raises(Refused, match="topics-closed"):
        await topic(forum_id)


async def test_merging_takes_those_along_that_were_merged_before(db):
    forum_id, _ = await coming()
    one, two, three = [await topic(forum_id, title=f"Thema {n}") for n in range(3)]
    await actions.merge(one, two, 1, now())
    await actions.merge(two, three, 1, now())
    assert [(await topic_by_id(n)).merged_into for n in (one, two)] == [three, three]
    other, _ = await coming(days=80)
    foreign = await topic(other)
    for target in (three, one, foreign, 999):
        with pytest.raises(Refused, match="topic-target"):
            await actions.merge(three, target, 1, now())
    await actions.reopen(one, 1, now())
    assert await state(one) is S.SUBMITTED


async def test_who_is_content_with_the_answer_takes_the_topic_off_the_agenda(db):
    forum_id, _ = await coming()
    alma, bora = await create_person("Alma R."), await create_person("Bora Y.")
    number = await topic(forum_id, alma)
    await actions.accept(number, 1, now())
    with pytest.raises(Refused, match="topic-no-statement"):
        await actions.say_wish(number, Wish.SETTLED, now(), person=alma)
    await say(number)
    with pytest.raises(NotFoundException):
        await actions.say_wish(number, Wish.SETTLED, now(), person=bora)
    assert await state(number) is S.ACCEPTED
    await actions.say_wish(number, Wish.SETTLED, now(), person=alma)
    assert await state(number) is S.SETTLED
    assert ("2 a", "Der Überweg an der Lindenschule") not in await agenda(forum_id)
    await actions.say_wish(number, Wish.DEBATE, now(), person=alma)
    assert ("2 a", "Der Überweg an der Lindenschule") in await agenda(forum_id)


async def test_a_matter_comes_a_third_time_only_with_new_facts(db):
    root = None
    for days in (30, 60):
        forum_id, _ = await coming(days=days, title=f"Forum {days}")
        number = await topic(forum_id)
        await actions.set_root(number, root, 1)
        await actions.accept(number, 1, now())
        await say(number)
        await open_forum(forum_id, 1, now())
        for _ in range(3):
            running = await fetch_value(
                "SELECT id FROM agenda_item WHERE forum = $1 AND started_at IS NOT NULL AND ended_at IS NULL",
                forum_id,
            )
            await next_item(forum_id, running, 1, now())
        await close_forum(forum_id, 1, now())
        root = root or number
    forum_id, _ = await coming(days=90)
    third = await topic(forum_id)
    await actions.set_root(third, root, 1)
    with pytest.raises(Refused, match="topic-had-its-turn"):
        await actions.accept(third, 1, now())
    assert await state(third) is S.SUBMITTED
    fresh = await topic(forum_id, new_facts="Seit Mai ist dort eine Umleitung.")
    await actions.set_root(fresh, root, 1)
    await actions.accept(fresh, 1, now())
    unrelated = await topic(forum_id, title="Etwas anderes")
    await actions.accept(unrelated, 1, now())


async def test_what_is_hidden_leaves_the_agenda_too(db, visitor):
    forum_id, slug = await coming()
    number = await topic(forum_id)
    await actions.accept(number, 1, now())
    await say(number)
    await setup.publish_agenda(forum_id, 1, now())
    kind = kinds.get("topic")
    await kind.hide(number, Tombstone("Regel 3, persönliche Angaben", "regel-3", now()))
    pages = (
        f"/forums/{slug}",
        f"/forums/{slug}/topics",
        f"/forums/{slug}/agenda",
        f"/topics/{number}",
        "/search?q=Überweg",
    )
    for url in pages:
        page = (await visitor.get(url)).text
        assert "an der Lindenschule" not in page, url
        assert "Morgens hält" not in page, url
    assert "Regel 3" in (await visitor.get(f"/topics/{number}")).text
    await actions.move(number, 1, 1, now())
    assert "Lindenschule" not in str(await agenda(forum_id))
    await kind.restore(number)
    assert ("2 a", "Der Überweg an der Lindenschule") in await agenda(forum_id)
    assert "an der Lindenschule" in (await visitor.get("/search?q=Überweg")).text


async def test_two_drafts_of_the_same_name_get_two_addresses_and_codes(db):
    made = await asyncio.gather(*(coming(title="Bürgerforum Nordstadt") for _ in range(4)))
    assert len({slug for _, slug in made}) == 4
    assert await fetch_value("SELECT count(DISTINCT code) FROM forum") == 4


async def test_a_draft_is_seen_by_nobody_but_its_editors(db, visitor, emin):
    _, slug = await coming(published=False)
    for path in ("", "/topics", "/agenda", "/topics/new", "/screen", "/questions", "/calendar.ics"):
        assert (await emin.get(f"/forums/{slug}{path}")).status_code == 404, path
    assert slug not in (await visitor.get("/forums")).text
    assert "Bürgerforum Nordstadt" not in (await visitor.get("/search?q=Bürgerforum")).text
    assert (await emin.get(f"/forums/{slug}/setup")).status_code == 200
    assert (await visitor.get(f"/forums/{slug}/setup")).status_code == 403


async def test_a_cancelled_forum_cannot_be_opened_and_can_come_back(db, edda):
    forum_id, _ = await coming()
    await setup.cancel(forum_id, "Die Halle hat einen Wasserschaden.", 1, now())
    with pytest.raises(Refused):
        await open_forum(forum_id, edda.id, now())
    with pytest.raises(Refused, match="forum-not-coming"):
        await setup.change(forum_id, setting(), "", 1, now())
    await setup.reinstate(forum_id, 1, now())
    await setup.change(forum_id, setting(), "", 1, now())
    await open_forum(forum_id, edda.id, now())
    with pytest.raises(Refused, match="forum-not-coming"):
        await setup.cancel(forum_id, "Zu spät", 1, now())
    with frozen(now() + timedelta(days=400)), pytest.raises(Refused):
        await setup.reinstate(forum_id, 1, now())


async def test_an_office_hands_in_a_topic_under_its_own_name(db, visitor):
    forum_id, _ = await coming()
    number = await topic(forum_id, channel=Channel.OFFICE, name="Fachbereich Grün")
    assert "Fachbereich Grün" in (await visitor.get(f"/topics/{number}")).text
