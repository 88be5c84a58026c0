"""Texts by paragraph: reading, saying something, new versions, and that what was published stays."""

import asyncio
import hashlib
import re

import asyncpg
import pytest

from participation.core.audit import verify
from participation.core.db import execute, fetch, fetch_value, statements
from participation.plans import actions, queries
from participation.plans.forms import Draft
from tests.plans.factories import SOURCE, passage, place, text, version

CHANGED = SOURCE.replace("pflanzt Bäume", "pflanzt zweihundert Bäume")


# --- reading ------------------------------------------------------------------------------------------------


async def test_a_text_is_read_with_contents_numbers_and_permalinks(visitor):
    page = (await visitor.get(f"/texts/{await text()}")).text
    assert re.findall(r'<a href="#(s-[\d.]+)">', page) == ["s-1", "s-2"]
    assert re.findall(r'class="t-passage" id="(p-\d+)"', page) == ["p-1", "p-2", "p-3"]
    assert "Der Rat gibt Geld dafür." in page


async def test_a_draft_is_for_editors_alone(visitor, alma, emin):
    number = await text(publish=False)
    for url in (f"/texts/{number}", f"/texts/{number}/versions", f"/texts/{number}/versions/1"):
        assert (await visitor.get(url)).status_code == 404
    assert (await alma.get(f"/texts/{number}/edit")).status_code == 403
    assert "Die Stadt pflanzt" in (await emin.get(f"/texts/{number}/edit")).text
    assert "Der Plan" not in (await visitor.get("/consultations/plan/texts")).text
    assert "Der Plan" in (await emin.get("/consultations/plan/texts")).text


async def test_a_text_of_a_consultation_that_is_a_draft_is_secret(visitor, ada, emin):
    number = await text(where=await place(published_at=None))
    paragraph = await passage(number)
    for url in (f"/texts/{number}", f"/paragraphs/{paragraph}", f"/texts/{number}/versions/1/text.txt"):
        assert [(await one.get(url)).status_code for one in (visitor, ada, emin)] == [404, 404, 200]


async def test_the_consultation_leads_to_its_texts(visitor):
    await text()
    page = (await visitor.get("/consultations/plan")).text
    assert 'href="/consultations/plan/texts"' in page
    assert (await visitor.get("/consultations/plan/texts")).text.count("/texts/1") == 1


async def test_search_finds_the_newest_words_and_leads_to_the_paragraph(visitor):
    number = await text()
    await version(number, CHANGED)
    assert f"/paragraphs/{await passage(number)}" in (await visitor.get("/search?q=zweihundert")).text
    await version(number, SOURCE.replace("Bäume", "Hecken"))
    assert "/paragraphs/" not in (await visitor.get("/search?q=zweihundert")).text


async def test_pages_need_few_statements(alma):
    number = await text()
    await version(number, CHANGED)
    paragraph = await passage(number)
    for url in (
        f"/texts/{number}",
        f"/texts/{number}/versions",
        f"/paragraphs/{paragraph}",
        "/consultations/plan/texts",
    ):
        await alma.http.get(url)
        token = statements.set([])
        try:
            assert (await alma.http.get(url)).status_code == 200
            assert len(statements.get()) <= 5, (url, statements.get())
        finally:
            statements.reset(token)


# --- saying something ---------------------------------------------------------------------------------------


async def test_a_comment_stands_at_its_paragraph_and_is_counted_in_the_text(alma, visitor):
    number = await text()
    paragraph = await passage(number, "2")
    answer = await alma.post(f"/paragraphs/{paragraph}/comments", {"body": "Endlich.", "stance": "for"})
    assert answer.status_code == 303
    assert "Endlich." in (await visitor.get(f"/paragraphs/{paragraph}")).text
    page = (await visitor.get(f"/texts/{number}")).text
    assert re.search(rf'/paragraphs/{paragraph}">.*1 Kommentar', page)
    assert (await visitor.get("/comments/1")).headers["location"] == f"/paragraphs/{paragraph}#comment-1"


async def test_a_comment_that_fails_keeps_its_words(alma):
    paragraph = await passage(await text())
    answer = await alma.post(f"/paragraphs/{paragraph}/comments", {"body": "x" * 10_001})
    assert answer.status_code == 422
    assert "x" * 10_001 in answer.text


async def test_after_the_phase_nobody_comments_but_all_can_read(alma):
    paragraph = await passage(await text())
    await execute("UPDATE phase SET ends_at = now() - interval '1 minute'")
    answer = await alma.post(f"/paragraphs/{paragraph}/comments", {"body": "Zu spät."})
    assert answer.status_code == 409
    assert await fetch_value("SELECT count(*) FROM comment") == 0


async def test_where_moderation_reads_first_a_comment_waits(alma, visitor):
    paragraph = await passage(await text())
    await execute(
        "INSERT INTO premoderation (kind, number, since) SELECT 'consultation', id, now() FROM consultation"
    )
    assert (await alma.post(f"/paragraphs/{paragraph}/comments", {"body": "Wartet."})).status_code == 303
    assert "Wartet." not in (await visitor.get(f"/paragraphs/{paragraph}")).text
    assert await fetch_value("SELECT consultation_id FROM moderation_case") == 1


async def test_moderation_hides_a_comment_on_a_paragraph(alma, carla, visitor):
    paragraph = await passage(await text())
    await alma.post(f"/paragraphs/{paragraph}/comments", {"body": "Ein böses Wort."})
    report = {
        "kind": "comment",
        "id": "1",
        "reason": "insult",
        "text": "Böse.",
        "good_faith": "1",
        "email": "v@example.org",
    }
    assert (await visitor.post("/report?kind=comment&id=1", report)).status_code == 303
    assert "Der Plan, Absatz 1" in (await carla.get("/moderation/cases/1")).text


# --- versions -----------------------------------------------------------------------------------------------


async def test_a_new_version_keeps_comments_and_shows_what_changed_and_why(alma, visitor):
    number = await text()
    paragraph = await passage(number)
    await alma.post(f"/paragraphs/{paragraph}/comments", {"body": "Wie viele denn?"})
    await version(number, CHANGED.replace("Es wird kühler.\n\n", ""), "Sie haben nach der Zahl gefragt.")
    assert await passage(number) == paragraph
    assert "Wie viele denn?" in (await visitor.get(f"/paragraphs/{paragraph}")).text
    page = (await visitor.get(f"/texts/{number}/versions")).text
    assert "Sie haben nach der Zahl gefragt." in page
    assert re.search(r"<ins>.*neu:.*zweihundert", page)
    assert "Absatz 2</a>: gestrichen" in page
    assert "pflanzt Bäume" in (await visitor.get(f"/texts/{number}/versions/1")).text


async def test_a_paragraph_that_is_gone_is_read_and_takes_no_comment(alma, visitor):
    number = await text()
    paragraph = await passage(number, "2")
    await version(number, SOURCE.replace("Es wird kühler.\n\n", ""))
    page = (await visitor.get(f"/paragraphs/{paragraph}")).text
    assert "Es wird kühler." in page
    assert "nur bis Fassung 1" in page
    assert (await alma.post(f"/paragraphs/{paragraph}/comments", {"body": "Doch."})).status_code == 409


async def test_the_hash_on_the_page_is_that_of_the_file(visitor):
    number = await text()
    file = await visitor.http.get(f"/texts/{number}/versions/1/text.txt")
    assert hashlib.sha256(file.content).hexdigest() in (await visitor.get(f"/texts/{number}")).text
    assert file.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    "act",
    [
        "UPDATE plan_version SET source = 'anders'",
        "UPDATE plan_version SET published_at = NULL, canonical = NULL, sha256 = NULL",
        "UPDATE plan_version SET reason = 'anders'",
        "DELETE FROM plan_version",
        "DELETE FROM plan_text",
        "UPDATE plan_paragraph SET body = 'anders'",
        "DELETE FROM plan_paragraph WHERE number = '2'",
        "DELETE FROM plan_passage",
        "INSERT INTO plan_paragraph (version, position, level, number, body) VALUES (1, 99, 1, '9', 'dazu')",
    ],
)
async def test_the_database_itself_holds_a_published_version(db, act):
    await text()
    with pytest.raises(asyncpg.RestrictViolationError):
        await execute(act)


async def test_the_database_takes_no_hash_that_is_not_that_of_the_text(db):
    await text(publish=False)
    with pytest.raises(asyncpg.CheckViolationError):
        await execute(
            "UPDATE plan_version SET published_at = now(), canonical = 'a', sha256 = repeat('0', 64)"
        )


async def test_publishing_is_on_record_with_the_hash(db):
    number = await text()
    row = (await fetch("SELECT act, details::text AS details FROM audit_entry ORDER BY id"))[-1]
    assert row["act"] == "text.published"
    assert (await queries.text(number)).sha256 in row["details"]
    assert await verify() is None


# --- the desk -----------------------------------------------------------------------------------------------


async def test_an_editor_makes_a_text_and_publishes_it(emin, visitor):
    await place()
    answer = await emin.submit(
        "/consultations/plan/texts/new", "/consultations/plan/texts", {"title": "Der Plan", "source": SOURCE}
    )
    assert answer.headers["location"] == "/texts/1/edit#preview"
    answer = await emin.submit("/texts/1/edit", "/texts/1/publication", {})
    assert answer.status_code == 422
    answer = await emin.submit("/texts/1/edit", "/texts/1/publication", {"sure": "1"})
    assert answer.status_code == 303
    assert "Die Stadt pflanzt Bäume." in (await visitor.get("/texts/1")).text


async def test_a_new_version_needs_a_reason_and_keeps_what_was_typed(emin):
    await text()
    answer = await emin.post("/texts/1/edit", {"source": CHANGED, "reason": " ", "known": ""})
    assert answer.status_code == 422
    assert "zweihundert" in answer.text
    answer = await emin.submit(
        "/texts/1/edit", "/texts/1/edit", {"source": CHANGED, "reason": "Die Zahl steht fest."}
    )
    assert answer.status_code == 303
    page = (await emin.get("/texts/1/edit")).text
    assert re.search(r"<ins>.*zweihundert", page)
    assert (await emin.submit("/texts/1/edit", "/texts/1/publication", {"sure": "1"})).status_code == 303
    assert await fetch_value("SELECT count(*) FROM plan_version WHERE published_at IS NOT NULL") == 2


async def test_two_editors_do_not_overwrite_each_other(emin):
    await text(publish=False)
    known = (await queries.desk(1)).saved
    assert (await emin.post("/texts/1/edit", {"source": CHANGED, "known": known})).status_code == 303
    answer = await emin.post("/texts/1/edit", {"source": "Ganz andere Worte.", "known": known})
    assert answer.status_code == 409
    assert "Ganz andere Worte." in answer.text
    assert (await queries.desk(1)).source.startswith("# Ziele")
    assert (await emin.post("/texts/1/publication", {"sure": "1", "known": known})).status_code == 409


async def test_the_same_text_is_no_new_version(emin):
    await text()
    await actions.save(1, Draft(SOURCE, "Ohne Grund."), "")
    assert (await emin.submit("/texts/1/edit", "/texts/1/publication", {"sure": "1"})).status_code == 409


async def test_a_version_is_published_once_however_often_somebody_asks(emin):
    await text(publish=False)
    known, token = (await queries.desk(1)).saved, await emin.token()
    fields = {"_token": token, "sure": "1", "known": known}
    sent = [
        emin.http.post("/texts/1/publication", data=fields, headers={"Origin": "http://127.0.0.1:8000"})
        for _ in range(4)
    ]
    codes = sorted(answer.status_code for answer in await asyncio.gather(*sent))
    assert codes == [303, 409, 409, 409]
    assert await fetch_value("SELECT count(*) FROM plan_paragraph") == 5


async def test_markup_in_a_text_is_shown_and_never_run(visitor):
    number = await text(
        "# <script>alert(1)</script>\n\n<img src=x onerror=alert(1)> und [x](javascript:alert(1))"
    )
    for url in (f"/texts/{number}", f"/paragraphs/{await passage(number)}", f"/texts/{number}/versions"):
        page = (await visitor.get(url)).text
        assert "<script>alert" not in page
        assert "<img" not in page
        assert 'href="javascript' not in page


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("", "mindestens einen Absatz"),
        ("# Nur Titel", "mindestens einen Absatz"),
        ("x" * 10_001, "zu lang"),
        ("a\n\n" * 601, "Teilen Sie ihn auf"),
    ],
)
async def test_a_text_that_does_not_work_is_refused_and_kept(emin, source, said):
    await place()
    answer = await emin.post("/consultations/plan/texts", {"title": "Titel bleibt", "source": source})
    assert answer.status_code == 422
    assert said in answer.text
    assert "Titel bleibt" in answer.text
