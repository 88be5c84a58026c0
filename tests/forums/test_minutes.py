"""The minutes over HTTP: from the running log to what two people have approved."""

import asyncio
import hashlib
import io
import re
from datetime import timedelta

import pytest
from pypdf import PdfReader

from participation.core import pdf
from participation.core.clock import now, today
from participation.core.db import execute, fetch, fetch_value, statements
from participation.core.errors import Refused
from participation.forums.agenda.actions import close_forum, next_item
from participation.forums.agenda.queries import agenda_of
from participation.forums.desk.actions import count
from participation.forums.live_polls import actions as live_polls
from participation.forums.live_polls.actions import Asking
from participation.forums.live_polls.rules import Form
from participation.forums.minutes import actions, pages, queries
from participation.forums.minutes.rules import Hand
from participation.forums.promises import actions as promises
from participation.forums.promises.forms import Wording
from participation.forums.queries import forum_by_id
from participation.forums.questions import actions as questions
from participation.forums.questions.rules import QuestionState
from participation.forums.speakers import actions as speakers
from participation.forums.speakers.rules import Channel, Kind
from tests.forums.factories import forum

DRAFT = "/forums/demo/minutes/draft"
PAGE = "/forums/demo/minutes"


async def evening(chair, clerk, *, closed=True):
    """One item, two speakers, a question answered, a promise, a count."""
    forum_id = await forum("demo")
    await execute("UPDATE forum SET chair = $2 WHERE id = $1", forum_id, chair.id)
    await execute(
        "INSERT INTO forum_event (forum, seq, kind, subject_id, verb, created_at) VALUES ($1, 1, 'forum', $1, 'opened', $2)",
        forum_id,
        now(),
    )
    await execute("UPDATE forum SET last_seq = 1")
    await next_item(forum_id, None, chair.id, now())
    for card in (14, 15):
        asking = speakers.Asking(Channel.HALL, Kind.SPEECH, card=card)
        request = await speakers.ask(forum_id, asking, now())
        seen = await fetch_value("SELECT id FROM speech WHERE ended_at IS NULL")
        assert await speakers.call_next(forum_id, request, seen, chair.id, now())
    question = await questions.ask(forum_id, chair.id, "Bleibt der Bus?", now(), name_shown=False)
    await questions.set_state(forum_id, question, QuestionState.ANSWERED, chair.id, now())
    words = Wording("Der Überweg kommt.", "Verkehr", "", today() + timedelta(days=60))
    await promises.make(forum_id, words, clerk.id, now())
    await count(forum_id, 62, 5, clerk.id, now())
    if closed:
        await close_forum(forum_id, chair.id, now())
    return forum_id


async def published(edda, dirk):
    forum_id = await evening(edda, dirk)
    await dirk.submit(DRAFT, f"{PAGE}/review")
    await dirk.post(f"{PAGE}/versions/1/signature", {"hand": "clerk"})
    await edda.post(f"{PAGE}/versions/1/signature", {"hand": "chair"})
    assert (await edda.submit(DRAFT, f"{PAGE}/versions/1/publication")).status_code == 303
    return forum_id


async def test_from_the_log_to_the_published_minutes(edda, dirk, visitor):
    forum_id = await evening(edda, dirk, closed=False)
    page = (await dirk.get(DRAFT)).text
    for sentence in (
        "Es sprechen 2 Menschen: 2 im Saal.",
        "Bleibt der Bus?",
        "Zusage 1: Der Überweg kommt.",
        "62",
    ):
        assert sentence in page
    fields = {"body": "Frau Lindner erläutert die Probe.", "part": "debate"}
    assert (await dirk.submit(DRAFT, f"{PAGE}/notes", fields)).status_code == 303
    assert "Frau Lindner erläutert die Probe." in (await edda.get(DRAFT)).text
    head = {"lead": "Der Überweg kommt auf Probe.", "city": "Petra Lindner (Verkehr)", "council": "Konrad B."}
    assert (await dirk.submit(DRAFT, f"{PAGE}/head", head)).status_code == 303
    assert f'action="{PAGE}/review"' not in (await dirk.get(DRAFT)).text
    await close_forum(forum_id, edda.id, now())
    assert (await visitor.get(PAGE)).status_code == 404
    assert (await dirk.submit(DRAFT, f"{PAGE}/review")).status_code == 303
    assert (await visitor.get(f"{PAGE}/versions/1")).status_code == 404
    assert "in Prüfung" in (await edda.get(f"{PAGE}/versions/1")).text
    assert (await dirk.submit(DRAFT, f"{PAGE}/versions/1/signature")).status_code == 303
    assert (await visitor.get(PAGE)).status_code == 404
    assert (await edda.submit(DRAFT, f"{PAGE}/versions/1/signature")).status_code == 303
    answer = await edda.submit(DRAFT, f"{PAGE}/versions/1/publication")
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    page = (await visitor.get(PAGE)).text
    for words in (
        head["lead"],
        head["city"],
        "Frau Lindner erläutert die Probe.",
        "Es sprechen 2 Menschen",
        "Edda H.",
    ):
        assert words in page
    assert PAGE in (await visitor.get("/forums/demo")).text
    acts = [
        row["act"]
        for row in await fetch("SELECT act FROM audit_entry WHERE act LIKE 'minutes.%' ORDER BY id")
    ]
    assert acts == [
        "minutes.noted", "minutes.headed", "minutes.handed-in", "minutes.signed-clerk", "minutes.signed-chair",
        "minutes.published",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "verb", "sentence"),
    [
        ("question", "asked", "Bleibt der Bus?"),
        ("promise", "made", "Zusage 1: Der Überweg kommt."),
        ("speakers", "called", "Es sprechen"),
        ("forum", "opened", "Eröffnet um"),
    ],
)
async def test_an_entry_taken_out_of_the_log_takes_its_sentence_along(edda, dirk, kind, verb, sentence):
    await evening(edda, dirk)
    assert sentence in (await dirk.get(DRAFT)).text
    await execute("DELETE FROM forum_event WHERE kind = $1 AND verb = $2", kind, verb)
    assert sentence not in (await dirk.get(DRAFT)).text


async def test_a_poll_stands_in_the_minutes_with_hall_and_remote_apart(edda, dirk, alma):
    forum_id = await evening(edda, dirk, closed=False)
    asking = Asking(
        "Noch vor dem Sommer?", Form.YES_NO, (("yes", "Ja"), ("no", "Nein"), ("abstain", "Enthaltung"))
    )
    number = await live_polls.open_poll(forum_id, "/forums/demo#abstimmen", asking, edda.id, now())
    poll = await fetch_value("SELECT poll FROM live_poll WHERE id = $1", number)
    await alma.post("/forums/demo/ballot", {"option": "yes"})
    for person in (edda, dirk):
        await live_polls.enter_hands(forum_id, number, {"yes": 37, "no": 5, "abstain": 1}, person.id, now())
    assert "Noch vor dem Sommer?" not in (await dirk.get(DRAFT)).text
    await live_polls.close_poll(forum_id, number, edda.id, now())
    assert poll
    page = (await dirk.get(DRAFT)).text
    assert "Stimmungsbild, nicht bindend: „Noch vor dem Sommer?“" in page
    work = await queries.working(await forum_by_id(forum_id), "de")
    text = queries.text_of(work.document, "de")
    remote = await fetch_value("SELECT count(*) FROM poll_ballot WHERE poll = $1", poll)
    assert f"Ja: 37 im Saal, {remote} online und am Telefon, {37 + remote} zusammen." in text
    assert "Nein: 5 im Saal, 0 online und am Telefon, 5 zusammen." in text


async def test_a_changed_sentence_goes_with_its_entry_too(edda, dirk):
    forum_id = await evening(edda, dirk)
    url = f"{PAGE}/sentences/question:1"
    assert (await dirk.submit(url, url, {"body": "Der Bus bleibt.", "act": "save"})).status_code == 303
    assert "Der Bus bleibt." in (await dirk.get(DRAFT)).text
    await execute("DELETE FROM forum_event WHERE forum = $1 AND kind = 'question'", forum_id)
    assert "Der Bus bleibt." not in (await dirk.get(DRAFT)).text
    assert (await dirk.get(url)).status_code == 404


async def test_a_sentence_is_left_out_and_brought_back(edda, dirk):
    await evening(edda, dirk)
    url = f"{PAGE}/sentences/question:1"
    assert (await dirk.submit(url, url, {"act": "leave-out"})).status_code == 303
    page = (await dirk.get(DRAFT)).text
    assert "1 Satz ist weggelassen" in page
    work = await queries.working(await forum_by_id(1), "de")
    assert "Bus" not in queries.text_of(work.document, "de")
    assert (await dirk.submit(url, url, {"act": "reset"})).status_code == 303
    work = await queries.working(await forum_by_id(1), "de")
    assert "Bus" in queries.text_of(work.document, "de")


async def test_the_clerk_is_told_when_the_log_says_something_else_by_now(edda, dirk):
    forum_id = await evening(edda, dirk, closed=False)
    keys = re.findall(r"/minutes/sentences/(speech[^\"]+)\"", (await dirk.get(DRAFT)).text)
    url = f"{PAGE}/sentences/{keys[0]}"
    await dirk.submit(url, url, {"body": "Zwei Menschen sprechen lange.", "act": "save"})
    assert "inzwischen etwas anderes" not in (await dirk.get(DRAFT)).text
    request = await speakers.ask(forum_id, speakers.Asking(Channel.PHONE, Kind.SPEECH, name="Frau W."), now())
    seen = await fetch_value("SELECT id FROM speech WHERE ended_at IS NULL")
    await speakers.call_next(forum_id, request, seen, edda.id, now())
    page = (await dirk.get(DRAFT)).text
    assert "Zwei Menschen sprechen lange." in page
    assert "inzwischen etwas anderes" in page
    assert "Es sprechen 3 Menschen" in (await dirk.get(url)).text


async def test_two_clerks_at_one_sentence_do_not_overwrite_each_other(edda, dirk):
    await evening(edda, dirk)
    url = f"{PAGE}/sentences/question:1"
    seen = "Beantwortet wurde die Frage: „Bleibt der Bus?“"
    assert (await dirk.post(url, {"body": "Erster.", "act": "save", "seen": seen})).status_code == 303
    answer = await dirk.post(url, {"body": "Zweiter.", "act": "save", "seen": seen})
    assert answer.status_code == 409
    assert "Zweiter." in answer.text
    assert "Erster." in answer.text
    assert await fetch_value("SELECT body FROM minutes_edit") == "Erster."


@pytest.mark.parametrize("body", ["", "ü" * 2001])
async def test_a_sentence_without_words_or_too_long_is_422_and_kept(edda, dirk, body):
    await evening(edda, dirk)
    answer = await dirk.submit(DRAFT, f"{PAGE}/notes", {"body": body})
    assert answer.status_code == 422
    assert 'href="#body"' in answer.text
    assert body in answer.text


async def test_nothing_is_handed_in_while_the_evening_runs_and_only_one_at_a_time(edda, dirk):
    forum_id = await evening(edda, dirk, closed=False)
    found = await forum_by_id(forum_id)
    with pytest.raises(Refused, match="minutes-running"):
        await actions.hand_in(found, "", "de", dirk.id, now())
    await close_forum(forum_id, edda.id, now())
    handed = await asyncio.gather(
        *(actions.hand_in(found, "", "de", dirk.id, now()) for _ in range(6)), return_exceptions=True
    )
    assert [one for one in handed if one == 1] == [1]
    assert all(isinstance(one, Refused) for one in handed if one != 1)


async def test_one_person_in_both_offices_signs_once_however_fast(edda, dirk):
    forum_id = await evening(edda, dirk)
    await execute(
        "INSERT INTO role_grant (person, role, granted_at) VALUES ($1, 'chair', $2)", dirk.id, now()
    )
    await dirk.post(f"{PAGE}/review")
    tries = [actions.sign(forum_id, 1, hand, dirk.id, now()) for hand in (Hand.CHAIR, Hand.CLERK) * 4]
    done = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(one is None for one in done) == 1
    assert (await dirk.post(f"{PAGE}/versions/1/publication")).status_code == 409
    assert await fetch_value("SELECT count(*) FROM minutes_version WHERE published_at IS NOT NULL") == 0


async def test_the_database_itself_refuses_one_hand_for_two(edda, dirk):
    import asyncpg

    await evening(edda, dirk)
    await dirk.post(f"{PAGE}/review")
    with pytest.raises(asyncpg.CheckViolationError):
        await execute("UPDATE minutes_version SET chair_by = $1, clerk_by = $1", dirk.id)
    with pytest.raises(asyncpg.CheckViolationError):
        await execute("UPDATE minutes_version SET published_at = now()")


@pytest.mark.parametrize(
    ("who", "hand"), [("dirk", "chair"), ("edda", "clerk"), ("emin", "chair"), ("alma", "clerk")]
)
async def test_nobody_signs_in_an_office_they_do_not_hold(people, edda, dirk, who, hand):
    await evening(edda, dirk)
    await dirk.post(f"{PAGE}/review")
    person = await people.person(who)
    assert (await person.post(f"{PAGE}/versions/1/signature", {"hand": hand})).status_code == 403


async def test_a_returned_version_gives_its_number_to_the_next(edda, dirk, visitor):
    await evening(edda, dirk)
    await dirk.post(f"{PAGE}/review")
    answer = await edda.submit(DRAFT, f"{PAGE}/versions/1/return", {"reason": ""})
    assert answer.status_code == 422
    answer = await edda.submit(DRAFT, f"{PAGE}/versions/1/return", {"reason": "Punkt 1 fehlt das Ergebnis."})
    assert answer.status_code == 303
    assert "Punkt 1 fehlt das Ergebnis." in (await dirk.get(DRAFT)).text
    assert (await dirk.submit(DRAFT, f"{PAGE}/review")).status_code == 303
    rows = await fetch("SELECT number, returned_at IS NOT NULL AS gone FROM minutes_version ORDER BY id")
    assert [tuple(row) for row in rows] == [(1, True), (1, False)]


async def test_a_second_version_says_what_is_different_word_by_word(edda, dirk, visitor):
    await published(edda, dirk)
    url = f"{PAGE}/sentences/question:1"
    await dirk.submit(url, url, {"body": "Beantwortet wurde die Frage: „Bleibt die Bahn?“", "act": "save"})
    assert "Bleibt die Bahn?" not in (await visitor.get(PAGE)).text
    assert (await dirk.submit(DRAFT, f"{PAGE}/review", {"summary": ""})).status_code == 422
    await dirk.submit(DRAFT, f"{PAGE}/review", {"summary": "Es ging um die Bahn."})
    await dirk.post(f"{PAGE}/versions/2/signature", {"hand": "clerk"})
    await edda.post(f"{PAGE}/versions/2/signature", {"hand": "chair"})
    await dirk.post(f"{PAGE}/versions/2/publication")
    page = (await visitor.get(PAGE)).text
    assert "Fassung 2" in page
    assert f'href="{PAGE}/versions/1"' in page
    assert "Bleibt der Bus?" in (await visitor.get(f"{PAGE}/versions/1")).text
    text = (await visitor.get(f"{PAGE}/versions/2/changes")).text
    assert re.search(r"<del><span[^>]*>gestrichen: </span>[^<]*der Bus", text)
    assert re.search(r"<ins><span[^>]*>neu: </span>[^<]*die Bahn", text)
    assert "Zeilen unverändert" in text


async def test_the_checksum_is_that_of_the_text_which_everybody_can_load(edda, dirk, visitor):
    await published(edda, dirk)
    answer = await visitor.get(f"{PAGE}/versions/1/text")
    checksum = hashlib.sha256(answer.content).hexdigest()
    assert checksum == await fetch_value("SELECT sha256 FROM minutes_version")
    page = (await visitor.get(PAGE)).text
    assert " ".join(checksum[place : place + 4] for place in range(0, 64, 4)) in page
    assert "Der Überweg kommt." in answer.text
    details = await fetch_value("SELECT details::text FROM audit_entry WHERE act = 'minutes.published'")
    assert checksum in details


async def test_a_published_version_stays_as_it_is_whatever_happens_to_the_log(edda, dirk, visitor):
    await published(edda, dirk)
    before = (await visitor.get(f"{PAGE}/versions/1/text")).content
    await execute("DELETE FROM forum_event WHERE kind IN ('question', 'speakers')")
    await execute("UPDATE question SET body = 'Anders'")
    assert (await visitor.get(f"{PAGE}/versions/1/text")).content == before


async def test_with_sources_each_sentence_leads_to_its_entry(edda, dirk, visitor):
    await published(edda, dirk)
    assert "/minutes/log#entry-" not in (await visitor.get(PAGE)).text
    entries = re.findall(r"/minutes/log#entry-(\d+)", (await visitor.get(f"{PAGE}?sources=1")).text)
    log = (await visitor.get(f"{PAGE}/log")).text
    assert entries
    assert all(f'id="entry-{entry}"' in log for entry in entries)


async def test_the_log_is_for_those_at_work_until_the_minutes_are_public(edda, dirk, visitor, alma):
    await evening(edda, dirk)
    assert (await visitor.get(f"{PAGE}/log")).status_code == 404
    assert (await alma.get(f"{PAGE}/log")).status_code == 404
    assert "Das Forum ist geschlossen." in (await dirk.get(f"{PAGE}/log")).text


async def test_the_pdf_is_tagged_and_says_the_same_in_the_same_order(edda, dirk, visitor):
    await published(edda, dirk)
    answer = await visitor.get(f"{PAGE}.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.content))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "de"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title.startswith("Niederschrift – Bürgerforum Nordstadt")
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    order = [
        text.index(words)
        for words in ("Sitzungs", "Der Überweg kommt.", "Verlauf", "Es sprechen 2", "Prüfsumme")
    ]
    assert order == sorted(order)
    assert (await visitor.get("/forums/demo/minutes.pdf")).content == answer.content


async def test_without_the_systems_library_the_page_is_there_to_print(edda, dirk, visitor, monkeypatch):
    await published(edda, dirk)
    monkeypatch.setattr(pdf, "available", lambda: False)
    answer = await visitor.get(f"{PAGE}.pdf")
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    page = (await visitor.get(PAGE)).text
    assert "kein PDF machen" in page
    assert "PDF, barrierefrei" not in page


async def test_a_published_version_is_written_as_pdf_once(edda, dirk, visitor, monkeypatch):
    await published(edda, dirk)
    calls = []

    async def counted(*args, **kw):
        calls.append(args)
        return b"%PDF-"

    pages._written_before.clear()
    monkeypatch.setattr(pdf, "as_pdf", counted)
    for _ in range(3):
        await visitor.get(f"{PAGE}.pdf")
    pages._written_before.clear()
    assert len(calls) == 1


@pytest.mark.parametrize("name", ["visitor", "alma", "carla", "konrad", "emin", "ada"])
async def test_the_draft_is_for_chair_and_clerk(people, name):
    await forum("demo", closed=True)
    person = await people.person(name)
    assert (await person.get(DRAFT)).status_code == 403
    for act in (
        "head",
        "notes",
        "review",
        "sentences/when",
        "versions/1/signature",
        "versions/1/publication",
    ):
        assert (await person.post(f"{PAGE}/{act}")).status_code == 403, act


async def test_the_chair_reads_along_but_does_not_write(edda, dirk):
    await evening(edda, dirk)
    assert f'action="{PAGE}/notes"' not in (await edda.get(DRAFT)).text
    assert (await edda.post(f"{PAGE}/notes", {"body": "Ich auch.", "part": "debate"})).status_code == 403


async def test_reading_the_minutes_costs_three_statements_and_the_draft_a_fixed_number(edda, dirk, visitor):
    await published(edda, dirk)
    for url, reader, most in ((PAGE, visitor, 3), (DRAFT, dirk, 16)):
        await reader.get(url)
        noted: list[str] = []
        token = statements.set(noted)
        try:
            await reader.get(url)
        finally:
            statements.reset(token)
        assert len(noted) == most, url
    assert (await agenda_of(1)).rows
