"""What an evening had no time for is taken along to the next one in its district, and the submitter is told."""

import asyncio
from datetime import timedelta

import pytest

from participation.core.clock import frozen, now
from participation.core.db import execute, fetch, fetch_value
from participation.core.errors import Refused
from participation.forums.agenda.actions import close_forum, next_item, open_forum
from participation.forums.topics import actions, carrying
from participation.forums.topics.queries import topic_by_id
from tests.forums.topic_factories import coming, topic
from tests.people import create_person


async def district(slug, name):
    return await fetch_value(
        "INSERT INTO district (slug, name, name_key) VALUES ($1, $2, $1) RETURNING id", slug, name
    )


async def evening(author):
    """Closed after its second topic; ids of the three, and the slug of the next forum."""
    nord = await district("nord", "Nordstadt")
    forum_id, _ = await coming(days=40, district=nord)
    titles = [("Überweg", author), ("Bänke", None), ("Laterne", author)]
    topics = [await topic(forum_id, who, title) for title, who in titles]
    for number in topics:
        await actions.accept(number, 1, now())
    with frozen(now() + timedelta(days=40)):
        await open_forum(forum_id, 1, now())
        running = None
        for _ in range(2):  # the report, and the first topic
            await next_item(forum_id, running, 1, now())
            running = await fetch_value(
                "SELECT id FROM agenda_item WHERE forum = $1 AND started_at IS NOT NULL AND ended_at IS NULL",
                forum_id,
            )
        await close_forum(forum_id, 1, now())
    following, slug = await coming(days=100, district=nord)
    return nord, topics, following, slug


async def test_what_was_not_reached_is_offered_and_comes_first(dirk, alma):
    _, (_, benches, lamp), following, slug = await evening(alma.id)
    newer = await topic(following, title="Neues Thema")
    await actions.accept(newer, 1, now())
    work = f"/forums/{slug}/topics/work"
    page = (await dirk.get(work)).text
    assert "Laterne" in page
    assert "Überweg" not in page
    assert "Bitte sagen Sie es Erika Muster selbst" in page
    mails = await fetch_value("SELECT count(*) FROM outbox_entry")
    for number in (benches, lamp):
        answer = await dirk.post(f"/forums/{slug}/topics/carried", {"topic": number})
        assert answer.status_code == 303
    rows = await fetch(
        "SELECT title FROM agenda_item WHERE forum = $1 AND subject_kind = 'topic' ORDER BY position",
        following,
    )
    assert [row["title"] for row in rows] == ["Bänke", "Laterne", "Neues Thema"]
    assert await fetch_value("SELECT count(*) FROM outbox_entry") == mails + 1  # who came on paper is rung up
    assert (await dirk.post(f"/forums/{slug}/topics/carried", {"topic": lamp})).status_code == 409
    old = await topic_by_id(lamp)
    text = (await alma.get(f"/topics/{lamp}")).text
    assert f'href="/topics/{old.carried_to}"' in text
    new = await topic_by_id(old.carried_to)
    assert (new.author, new.root, new.state, new.carried_from) == (alma.id, lamp, "accepted", lamp)
    assert "war leider keine Zeit mehr" not in text


async def test_another_district_a_hidden_topic_and_one_that_was_reached_are_not_taken_along(db):
    author = await create_person("Alma R.")
    _, (crossing, benches, lamp), following, _ = await evening(author)
    elsewhere, _ = await coming(days=90, district=await district("sued", "Südstadt"))
    await execute("UPDATE topic SET hidden_at = now() WHERE id = $1", benches)
    for forum_id, number in ((elsewhere, lamp), (following, benches), (following, crossing)):
        with pytest.raises(Refused, match="topic-carried"):
            await carrying.carry(forum_id, number, 1, now())


async def test_many_who_press_at_once_take_it_along_once(db):
    author = await create_person("Alma R.")
    nord, (_, _, lamp), following, _ = await evening(author)
    other, _ = await coming(days=120, district=nord)
    acts = [carrying.carry(forum_id, lamp, 1, now()) for forum_id in (following, other) * 3]
    answers = await asyncio.gather(*acts, return_exceptions=True)
    assert sum(isinstance(answer, int) for answer in answers) == 1
    assert sum(isinstance(answer, Refused) for answer in answers) == 5
