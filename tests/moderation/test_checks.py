from dataclasses import replace
from datetime import timedelta

import pytest

from moderation import checks
from moderation.watching import Watch, hosts, matches
from participation.core import clock, kinds, outbox
from participation.core.db import execute, fetch, fetch_one, fetch_value

WATCH = "/moderation/watch"


@pytest.fixture(autouse=True)
async def _ready(wall, rules, monkeypatch):
    async def recent(after, limit):
        return [number for number in sorted(wall.notes) if number > after][:limit]

    for kind in kinds.every():
        monkeypatch.setitem(kinds._kinds, kind.name, replace(kind, recent=None))
    monkeypatch.setitem(kinds._kinds, "note", replace(kinds._kinds["note"], recent=recent))
    await checks.examine_new()


async def examine() -> list[tuple[int, str, str]]:
    with clock.frozen(clock.now() + timedelta(seconds=10)):
        await checks.examine_new()
    rows = await fetch(
        """SELECT c.content_id, r.reason, r.text FROM report r JOIN moderation_case c ON c.id = r.case_id
           WHERE r.source = 'system' ORDER BY r.id"""
    )
    return [tuple(row) for row in rows]


async def test_what_was_there_before_is_left_alone_and_each_text_is_looked_at_once(wall):
    wall.add("Mehr Bäume an der Haltestelle in der Lindenallee")
    assert await checks.examine_new() == 0
    assert await examine() == []
    assert await fetch_value("SELECT count(*) FROM fingerprint") == 1
    assert await checks.examine_new() == 0


async def test_a_near_duplicate_is_put_before_people_and_stays(wall, alma, bora):
    wall.add("Mehr Bäume an der Haltestelle in der Lindenallee", alma.id)
    wall.add("mehr BÄUME an der Haltestelle, in der Kastanienallee!", bora.id)
    wall.add("Etwas ganz anderes über die Bücherei am Markt", bora.id)
    assert await examine() == [(2, "duplicate", "/notes/1")]
    assert wall.acts == []
    assert await fetch_value("SELECT state FROM moderation_case") == "open"


async def test_the_same_text_three_times_looks_like_advertising(wall, alma):
    for _ in range(3):
        wall.add("Kommt alle zu unserem großen Fest am Samstag", alma.id)
    assert [row[:2] for row in await examine()] == [(2, "duplicate"), (3, "spam")]


async def test_a_new_account_with_a_link_is_looked_at_once(wall, alma):
    wall.add("Seht euch https://x.example an", alma.id)
    wall.add("Und auch noch https://y.example dazu", alma.id)
    assert [row[:2] for row in await examine()] == [(1, "spam")]
    await execute("UPDATE person SET created_at = created_at - interval '30 days'")


async def test_rules_are_tried_saved_used_and_deleted(wall, alma, carla):
    assert (await alma.get(WATCH)).status_code == 403
    wall.add("Hier gibt es Gutscheine geschenkt")
    assert await examine() == []
    fields = {"pattern": "gutschein*", "reason": "spam", "sample": "Ein Gutschein"}
    for wrong in ({"pattern": "a*"}, {"pattern": "a*b*c*d"}, {"reason": ""}):
        assert (await carla.submit(WATCH, WATCH, {**fields, **wrong})).status_code == 422
    await alma.post("/account/name", {"display_name": "Gutscheinkönigin"})
    tried = await carla.submit(WATCH, WATCH, {**fields, "try": "1"})
    assert "Gutscheinkönigin" in tried.text, "names are new texts too"
    assert "wird es gefunden" in tried.text
    assert "Gutscheine geschenkt" in tried.text
    assert await fetch_value("SELECT count(*) FROM watch_rule") == 0
    assert (await carla.submit(WATCH, WATCH, fields)).status_code == 303
    wall.add("Noch ein GUTSCHEIN")
    assert await examine() == [(2, "spam", "gutschein*")]
    await carla.submit(WATCH, WATCH, {"drop": "1"})
    assert await fetch_value("SELECT count(*) FROM watch_rule") == 0


async def test_every_kind_that_people_write_names_what_is_new(db):
    from participation.discussion.queries import recent_ids as comments
    from participation.forums.chat.queries import recent_ids as messages
    from proposals.queries import recent_ids as proposals
    from tests.proposals.factories import consultation, proposal

    number = await proposal(await consultation())
    assert await proposals(0, 5) == [number]
    assert await proposals(number, 5) == []
    assert (await comments(0, 5), await messages(0, 5)) == ([], [])


async def test_fingerprints_are_forgotten_after_a_month(wall):
    wall.add("Mehr Bäume an der Haltestelle in der Lindenallee")
    await examine()
    with clock.frozen(clock.now() + timedelta(days=31)):
        await checks.forget_fingerprints()
    assert await fetch_value("SELECT count(*) FROM fingerprint") == 0


async def test_a_new_name_is_looked_at_again_and_a_common_one_is_no_copy(alma, bora, carla):
    await checks.examine_new()
    await carla.submit(WATCH, WATCH, {"pattern": "Gutschein*", "reason": "spam"})
    for browser in (alma, bora):
        await browser.post("/account/name", {"display_name": "Thomas Müller-Lüdenscheidt"})
    await outbox.drain()
    assert await fetch_value("SELECT count(*) FROM moderation_case") == 0
    await alma.post("/account/name", {"display_name": "Gutscheinkönig"})
    await outbox.drain()
    case = await fetch_one("SELECT kind, content_id FROM moderation_case")
    assert tuple(case) == ("profile", alma.id)


def test_addresses_are_found_as_people_write_them():
    for text in (
        "Mehr bei boese.example/angebot heute",
        "Mehr bei BOESE.example.",
        "siehe shop.boese.example:8080/x",
        "https://stadt.example@boese.example/x",
        "https://boese.example:443/x",
        "(www.boese.example)",
    ):
        assert matches(Watch(0, "boese.example", is_link=True, reason="spam"), text), text
    for text in (
        "nichtboese.example/x",
        "wer@boese.example",
        "boese.example.org/x",
    ):
        assert not matches(Watch(0, "boese.example", is_link=True, reason="spam"), text), text
    assert hosts("Der Bus hält hier.Das ist gut, z.B. um 7.30 Uhr.Danke") == []
    hosts("a." * 50_000)
    hosts("a" * 100_000)
