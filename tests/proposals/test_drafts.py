"""What somebody types is kept, shown as it will look, and read by nobody else."""

import json
from datetime import timedelta

from participation.core import clock
from participation.core.db import fetch_value
from participation.core.jobs import run_due_jobs
from proposals import jobs  # noqa: F401  # registers the work that is tried here
from tests.proposals.factories import consultation, proposal

NEW = "/consultations/stadtgruen/proposals/new"
DRAFT = "/consultations/stadtgruen/proposals/draft"
WORDS = {"title": "Bäume an der Haltestelle", "body": "Drei Linden **genügen**.", "place": "Lindenallee"}


async def test_a_draft_waits_for_its_writer_and_for_nobody_else(alma, bora):
    await consultation()
    answer = await alma.post(DRAFT, WORDS)
    assert answer.status_code == 303
    page = (await alma.get(NEW)).text
    assert 'value="Bäume an der Haltestelle"' in page
    assert "Drei Linden **genügen**." in page
    assert "Entwurf gespeichert um" in page
    assert "Drei Linden" not in (await bora.get(NEW)).text


async def test_the_preview_shows_the_text_as_it_will_look_without_a_script(alma):
    await consultation()
    answer = await alma.post(DRAFT, WORDS)
    page = (await alma.get(answer.headers["location"])).text
    assert "Noch nicht veröffentlicht" in page
    assert "<p>Drei Linden <strong>genügen</strong>.</p>" in page
    assert await fetch_value("SELECT count(*) FROM proposal") == 0


async def test_while_typing_only_the_places_beside_the_fields_are_answered(alma):
    number = await consultation()
    await proposal(number, "Bäume an der Haltestelle Lindenallee")
    answer = await alma.post(DRAFT, WORDS, headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert answer.status_code == 200
    assert "<textarea" not in answer.text
    assert "Bäume an der Haltestelle Lindenallee" in answer.text
    assert "Entwurf gespeichert um" in answer.text


async def test_saving_again_changes_the_one_draft_and_emptying_it_lets_it_go(alma):
    await consultation()
    await alma.post(DRAFT, WORDS)
    await alma.post(DRAFT, {**WORDS, "title": "Neu"})
    assert await fetch_value("SELECT array_agg(title) FROM proposal_draft") == ["Neu"]
    await alma.post(DRAFT, {"title": " ", "body": ""})
    assert await fetch_value("SELECT count(*) FROM proposal_draft") == 0


async def test_publishing_and_deleting_both_end_the_draft(alma):
    await consultation()
    await alma.post(DRAFT, WORDS)
    await alma.post("/consultations/stadtgruen/proposals", WORDS)
    assert await fetch_value("SELECT count(*) FROM proposal_draft") == 0
    await alma.post(DRAFT, WORDS)
    await alma.post(f"{DRAFT}/removal", {})
    assert await fetch_value("SELECT count(*) FROM proposal_draft") == 0


async def test_a_refused_proposal_keeps_the_draft(alma):
    await consultation()
    await alma.post(DRAFT, WORDS)
    answer = await alma.post("/consultations/stadtgruen/proposals", {**WORDS, "body": " "})
    assert answer.status_code == 422
    assert await fetch_value("SELECT count(*) FROM proposal_draft") == 1


async def test_a_draft_may_be_as_wrong_as_it_likes_but_not_endless(alma):
    await consultation()
    await alma.post(DRAFT, {"title": "x" * 3000, "body": "y" * 90_000, "category": "nein" * 90})
    assert await fetch_value("SELECT length(title) < 500 AND length(body) <= 40000 FROM proposal_draft")
    assert (await alma.get(NEW)).status_code == 200


async def test_a_draft_stands_in_the_copy_of_the_person_and_goes_with_old_age(alma, bora):
    await consultation()
    await alma.post(DRAFT, WORDS)
    kept = json.loads((await alma.get("/account/export")).text)["kept"]
    assert [draft["title"] for draft in kept["proposal_drafts"]] == ["Bäume an der Haltestelle"]
    assert json.loads((await bora.get("/account/export")).text)["kept"]["proposal_drafts"] == []
    with clock.frozen(clock.now() + timedelta(days=91)):
        await run_due_jobs()
    assert await fetch_value("SELECT count(*) FROM proposal_draft") == 0


async def test_outside_the_phase_nothing_is_drafted(alma, visitor):
    await consultation(phase="examine")
    assert (await alma.post(DRAFT, WORDS)).status_code == 409
    assert await fetch_value("SELECT count(*) FROM proposal_draft") == 0


async def test_what_arrives_after_its_publication_is_no_draft_any_more(alma, bora):
    await consultation()
    await alma.post("/consultations/stadtgruen/proposals", WORDS)
    late = await alma.post(DRAFT, WORDS, headers={"HX-Request": "true", "HX-Request-Type": "partial"})
    assert late.status_code == 200
    assert "Entwurf gespeichert um" not in late.text
    assert await fetch_value("SELECT count(*) FROM proposal_draft") == 0
    await bora.post(DRAFT, WORDS)
    with clock.frozen(clock.now() + timedelta(hours=1)):
        await alma.post(DRAFT, {**WORDS, "title": "Noch eine Idee"})
    assert await fetch_value("SELECT count(*) FROM proposal_draft") == 2
