"""Published minutes: versions and their differences, checksum, sources, PDF."""

import hashlib
import io
import re

from pypdf import PdfReader

from participation.core import pdf
from participation.core.db import execute, fetch_value, statements
from participation.forums.agenda.queries import agenda_of
from participation.forums.minutes import pages
from tests.forums.minutes_factories import DRAFT, PAGE, evening, published


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


async def test_reading_the_minutes_costs_four_statements_and_the_draft_a_bounded_number(edda, dirk, visitor):
    await published(edda, dirk)
    for url, reader, most in ((PAGE, visitor, 4), (DRAFT, dirk, 18)):
        await reader.get(url)
        noted: list[str] = []
        token = statements.set(noted)
        try:
            await reader.get(url)
        finally:
            statements.reset(token)
        assert len(noted) <= most, (url, noted)
    assert (await agenda_of(1)).rows
