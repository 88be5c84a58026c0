"""The page of the council: its district first, what is owed there, and its own words under their mark."""

import re
from datetime import timedelta

import pytest

from participation.accounts.actor import Actor
from participation.core.clock import frozen, now, today
from participation.core.db import execute, fetch_value, statements
from participation.core.html import render_text
from participation.forums.agenda.actions import next_item
from participation.forums.council.rules import NEAR, THRESHOLD, chosen, missing
from participation.forums.promises import actions as promises
from participation.forums.promises.forms import Wording
from participation.forums.questions import actions as questions
from participation.forums.setup import actions as setup
from participation.forums.speakers import actions as speakers
from participation.forums.speakers.rules import Channel, Kind
from proposals import actions as proposals
from proposals.forms import NewProposal
from tests.consultations.factories import make_consultation
from tests.forums.factories import forum
from tests.forums.topic_factories import coming, topic
from tests.proposals.factories import consultation, proposal

KNOWN = ["hafen", "nord", "sued"]


async def district(slug, name):
    return await fetch_value(
        "INSERT INTO district (slug, name, name_key) VALUES ($1, $2, $1) RETURNING id", slug, name
    )


async def main(person, url="/council"):
    return re.search(r"<main.*</main>", (await person.get(url)).text, re.DOTALL)[0]


@pytest.mark.parametrize(
    ("asked", "own", "shown"),
    [
        ("", ["nord"], "nord"),
        ("", ["gone", "sued"], "sued"),
        ("hafen", ["nord"], "hafen"),
        ("all", ["nord"], ""),
        ("nowhere", [], ""),
        ("' OR 1=1 --", ["nord"], "nord"),
    ],
)
def test_the_own_district_comes_first(asked, own, shown):
    assert chosen(asked, own, KNOWN) == shown


def test_near_is_below_the_threshold():
    assert 0 < NEAR < THRESHOLD
    assert (missing(NEAR), missing(THRESHOLD), missing(THRESHOLD + 5)) == (THRESHOLD - NEAR, 0, 0)


async def test_a_member_sees_what_waits_and_what_is_owed_in_the_own_district(konrad):
    north, south = await district("nord", "Nordstadt"), await district("sued", "Südstadt")
    await execute(
        """INSERT INTO role_grant (person, role, scope_kind, scope_id, granted_at)
           VALUES ($1, 'council', 'district', $2, now())""",
        konrad.id,
        north,
    )
    evening = await forum("demo", closed=True, district=north)
    await execute("UPDATE forum SET closed_at = NULL WHERE id = $1", evening)
    owed = await questions.ask(evening, None, "Bleibt die Haltestelle?", now(), name_shown=False)
    await questions.owe(evening, owed, "Fachbereich Verkehr", today() + timedelta(days=3), 1, now())
    promise = Wording("Die Laterne wird repariert.", "Stadtwerke", "", today() + timedelta(days=5), None)
    await promises.make(evening, promise, 1, now())
    next_one, slug = await coming(district=north, title="Bürgerforum Nordstadt, Winter")
    await topic(next_one, title="Der Überweg")
    far, _ = await coming(district=south, title="Bürgerforum Südstadt")
    await topic(far, title="Fernes Thema")

    page = await main(konrad)
    for words in (
        "Nordstadt</h1>",
        "Bleibt die Haltestelle?",
        "Die Laterne wird repariert.",
        "Der Überweg",
        slug,
    ):
        assert words in page, words
    assert "Fernes Thema" not in page
    assert "Keine Antwort und keine Zusage ist überfällig." in page
    assert "Fernes Thema" in await main(konrad, "/council?district=sued")
    assert "Fernes Thema" in await main(konrad, "/council?district=all")
    await execute("UPDATE session SET expires_at = expires_at + interval '30 days'")
    with frozen(now() + timedelta(days=8)):
        assert "2 Antworten und Zusagen sind überfällig." in await main(konrad)


async def test_drafts_and_hidden_words_stay_out(konrad):
    draft, slug = await coming(published=False)
    shown, _ = await coming(days=60)
    await setup.cancel(shown, "Sturm", 1, now())
    page = await main(konrad)
    assert slug not in page
    assert draft


async def test_proposals_shortly_before_the_threshold_are_shown_with_what_is_missing(konrad):
    place = await make_consultation("gruen")
    for supports in (NEAR - 1, NEAR, THRESHOLD - 1, THRESHOLD):
        await execute(
            """INSERT INTO proposal (consultation, title, body, body_html, renderer, supports_count, created_at, published_at)
               VALUES ($1, $2, 'x', 'x', 1, $3, now(), now())""",
            place,
            f"Vorschlag mit {supports}",
            supports,
        )
    page = await main(konrad)
    assert f"sonst gilt hier {THRESHOLD}" in page
    assert f"noch 1 bis {THRESHOLD}" in page
    assert page.index(f"Vorschlag mit {THRESHOLD - 1}<") < page.index(f"Vorschlag mit {NEAR}<")
    for other in (NEAR - 1, THRESHOLD):
        assert f"Vorschlag mit {other}<" not in page
    await execute("UPDATE consultation SET answer_threshold = $2 WHERE id = $1", place, NEAR + 1)
    page = await main(konrad)
    assert f"noch 1 bis {NEAR + 1}" in page
    assert f"Vorschlag mit {THRESHOLD - 1}<" not in page


async def test_the_word_of_a_member_carries_the_mark_with_the_name_and_without(konrad, alma, visitor):
    await forum("demo")
    wall = "/forums/demo/questions"
    await konrad.submit("/forums/demo", wall, {"question": "Was kostet es?", "name_shown": "1"})
    await konrad.submit("/forums/demo", wall, {"question": "Und ohne Namen?"})
    await alma.submit("/forums/demo", wall, {"question": "Ich auch?", "name_shown": "1"})
    page = (await visitor.get(wall)).text
    assert page.count("(Stadtrat)") == 1
    assert "Konrad B. (Stadtrat)" in page
    assert page.count("Jemand aus dem Stadtrat") == 1
    assert "Das steht immer dabei" in (await konrad.get("/forums/demo")).text
    assert "Das steht immer dabei" not in (await alma.get("/forums/demo")).text
    await konrad.submit("/forums/demo", "/forums/demo/messages", {"body": "Guten Abend"})
    assert "Stadtrat</span>" in (await visitor.get("/forums/demo")).text
    _, slug = await coming()
    sent = {"title": "Der Überweg", "body": "Bitte um Auskunft.", "name_shown": "1"}
    answer = await konrad.submit(f"/forums/{slug}/topics/new", f"/forums/{slug}/topics", sent)
    assert 'class="t-office">Stadtrat<' in (await visitor.get(answer.headers["location"])).text
    answer = await konrad.submit(
        f"/forums/{slug}/topics/new", f"/forums/{slug}/topics", {**sent, "name_shown": ""}
    )
    page = (await visitor.get(answer.headers["location"])).text
    assert 'class="t-office">Stadtrat<' in page
    assert "Konrad" not in page


async def test_a_member_on_the_speaker_list_is_known_as_one(konrad, alma, visitor):
    forum_id = await forum("demo")
    await next_item(forum_id, None, konrad.id, now())
    for person in (konrad, alma):
        asking = speakers.Asking(Channel.HOME, Kind.SPEECH, person=person.id)
        await speakers.ask(forum_id, asking, now())
    page = (await visitor.get("/forums/demo")).text
    assert "Konrad B. (Stadtrat)" in page
    assert page.count("(Stadtrat)") == 1


async def test_a_proposal_over_the_threshold_waits_until_the_city_has_answered(konrad):
    number = await consultation()
    made = await proposal(number, title="Bäume am Ring")
    assert "Bäume am Ring" not in await main(konrad)
    await execute(
        "INSERT INTO answer_obligation (proposal, threshold, office, reached_at, due_on)"
        " VALUES ($1, 5, 'Fachbereich Grün', now(), CURRENT_DATE - 3)",
        made,
    )
    page = await main(konrad)
    assert "Bäume am Ring" in page
    assert "Fachbereich Grün" in page
    assert "1 Antwort oder Zusage ist überfällig" in page
    await execute("UPDATE proposal SET hidden_at = now()")
    assert "Bäume am Ring" not in await main(konrad)


async def test_the_pages_before_the_evening_cost_few_statements(konrad, alma, dirk, emin):
    forum_id, slug = await coming()
    for number in range(12):
        await topic(forum_id, title=f"Thema {number}", name=f"Mensch {number}")
    base = f"/forums/{slug}"
    noted = []
    token = statements.set(noted)
    try:
        for person, url, most in (
            (alma, base, 5),
            (alma, f"{base}/topics", 5),
            (alma, f"{base}/topics/new", 6),
            (alma, f"{base}/agenda", 5),
            (alma, "/topics/1", 4),
            (alma, f"{base}/calendar.ics", 2),
            (dirk, f"{base}/topics/work", 5),
            (dirk, "/topics/1/work", 7),
            (emin, f"{base}/setup", 6),
            (konrad, "/council", 11),
            (alma, "/forums", 7),
        ):
            noted.clear()
            assert (await person.http.get(url)).status_code == 200
            assert len(noted) <= most, (url, len(noted), noted)
    finally:
        statements.reset(token)


MEMBERS = "/council/members"


async def test_administrators_say_who_sits_in_the_council_and_for_which_districts(ada, alma):
    north, south = await district("nord", "Nordstadt"), await district("sued", "Südstadt")
    assert (await alma.get("/council")).status_code == 403
    fields = {"email": "ALMA@example.org", "districts": [str(north), "999", "x"]}
    assert (await ada.submit(MEMBERS, MEMBERS, fields)).status_code == 303
    assert "<h1>Nordstadt</h1>" in await main(alma)
    assert (await ada.post(f"{MEMBERS}/{alma.id}", {"districts": str(south)})).status_code == 303
    assert "<h1>Südstadt</h1>" in await main(alma)
    sent = {"title": "Ein Brunnen", "body": "Für heiße Tage.", "name_shown": "1"}
    forum_id, slug = await coming()
    await alma.submit(f"/forums/{slug}/topics/new", f"/forums/{slug}/topics", sent)
    number = await fetch_value("SELECT id FROM topic WHERE forum = $1", forum_id)
    assert (await ada.post(f"{MEMBERS}/{alma.id}/ending")).status_code == 303
    assert (await alma.get("/council")).status_code == 403
    assert 't-office">Stadtrat' in (await ada.get(f"/topics/{number}")).text  # the mark stays
    assert (await ada.post(f"{MEMBERS}/{alma.id}", {"districts": str(south)})).status_code == 404
    assert await fetch_value("SELECT count(*) FROM role_grant WHERE person = $1", alma.id) == 0


@pytest.mark.parametrize("email", ["", "nobody@example.org"])
async def test_an_address_without_an_account_is_told_and_the_ticks_stay(ada, email):
    north = await district("nord", "Nordstadt")
    answer = await ada.submit(MEMBERS, MEMBERS, {"email": email, "districts": str(north)})
    assert answer.status_code == 422
    assert f'value="{north}" checked' in answer.text
    assert await fetch_value("SELECT count(*) FROM role_grant WHERE role = 'council'") == 0


async def test_a_proposal_of_a_member_carries_the_mark(konrad, alma, visitor):
    number = await consultation()
    for person, mark in ((konrad, True), (alma, False)):
        sent = NewProposal(f"Bäume von {person.id}", "Mehr Schatten.")
        actor = Actor(person.id, "Name", roles=frozenset({"council"} if mark else set()))
        made = await proposals.create(actor, number, sent, await render_text(sent.body))
        assert ("t-office" in (await visitor.get(f"/proposals/{made}")).text) is mark
    other = made
    await execute(
        "INSERT INTO proposal_pen (proposal, person, joined_at) VALUES ($1, $2, now())", other, konrad.id
    )
    page = (await visitor.get(f"/proposals/{other}")).text
    assert "darunter Stadtrat" in page
