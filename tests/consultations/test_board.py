"""News, dates and documents: put up by editors, shown to all, in feeds and calendars, with a poster to hang up."""

import re
from datetime import timedelta
from xml.etree import ElementTree as ET

import icalendar
import pytest

from participation.consultations.actions import Contact, add_event, add_news
from participation.consultations.desk.board_forms import is_address
from participation.core import clock
from participation.core.db import fetch, fetch_value
from tests.consultations.desk import begin, day, form_of
from tests.consultations.factories import DAY, make_consultation

ATOM = "{http://www.w3.org/2005/Atom}"
BOARD = "/consultations/baeume/edit/board"
DATE = {"date_title": "Rundgang", "date_day": day(3), "date_time": "18:30", "date_place": "Brunnen"}


async def calendar(visitor, url="/consultations/baeume/dates.ics"):
    answer = await visitor.http.get(url)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return list(icalendar.Calendar.from_ical(answer.content).walk("VEVENT"))


async def test_news_are_put_up_read_in_a_feed_and_removed(emin, visitor):
    await make_consultation()
    sent = {"news_title": "Los & <b>auf</b>", "news_body": "Es **geht** los."}
    assert (await emin.submit(BOARD, "/consultations/baeume/news", sent)).status_code == 303
    text = (await visitor.get("/consultations/baeume")).text
    assert "Los &amp; &lt;b&gt;auf&lt;/b&gt;" in text
    assert 'type="application/atom+xml"' in text
    answer = await visitor.http.get("/consultations/baeume/news.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ET.fromstring(answer.content)  # noqa: S314  # our own feed
    assert feed.find(f"{ATOM}title").text == "Mehr Bäume"
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == "Los & <b>auf</b>"
    assert "<strong>geht</strong>" in entry.find(f"{ATOM}content").text
    link = entry.find(f"{ATOM}link").get("href")
    assert re.search(r"#(news-\d+)$", link)[1] in text
    tag = {"If-None-Match": answer.headers["etag"]}
    assert (await visitor.http.get("/consultations/baeume/news.atom", headers=tag)).status_code == 304
    number = await fetch_value("SELECT id FROM news")
    url = f"/consultations/baeume/news/{number}/removal"
    assert (await emin.submit(BOARD, url)).status_code == 303
    assert (await emin.post(url)).status_code == 409
    assert "Los &amp;" not in (await visitor.get("/consultations/baeume")).text


async def test_a_feed_without_news_is_whole(visitor):
    number = await make_consultation()
    await add_news(number, "Morgen", "Geheim", at=clock.now() + DAY)
    feed = ET.fromstring((await visitor.http.get("/consultations/baeume/news.atom")).content)  # noqa: S314
    assert not feed.findall(f"{ATOM}entry")
    assert feed.find(f"{ATOM}updated").text


async def test_a_date_stands_in_calendars_and_keeps_its_identity_when_it_is_cancelled(emin, visitor):
    await make_consultation()
    assert (await emin.submit(BOARD, "/consultations/baeume/dates", DATE)).status_code == 303
    (before,) = await calendar(visitor)
    assert (str(before["SUMMARY"]), str(before["LOCATION"])) == ("Rundgang", "Brunnen")
    assert f"{before['DTSTART'].dt:%Y-%m-%d %H:%M}" == f"{day(3)} 18:30"
    assert str(before["STATUS"]) == "CONFIRMED"
    assert "Rundgang" in (await visitor.get("/")).text
    number = await fetch_value("SELECT id FROM event")
    url = f"/consultations/baeume/dates/{number}/cancellation"
    assert (await emin.submit(BOARD, url)).status_code == 303
    (after,) = await calendar(visitor)
    assert str(after["UID"]) == str(before["UID"])
    assert int(after["SEQUENCE"]) == int(before["SEQUENCE"]) + 1
    assert str(after["STATUS"]) == "CANCELLED"
    assert "Fällt aus" in (await visitor.get("/consultations/baeume")).text
    assert "Rundgang" not in (await visitor.get("/")).text
    assert (await emin.post(url)).status_code == 409


async def test_what_has_taken_place_cannot_be_cancelled(emin):
    number = await make_consultation()
    event = await add_event(number, clock.now() - DAY, "Gestern")
    assert (await emin.post(f"/consultations/baeume/dates/{event}/cancellation")).status_code == 409


async def test_documents_are_links_that_lead_nowhere_else(emin, visitor):
    await make_consultation()
    sent = {
        "document_title": "Beschluss",
        "document_url": "https://rat.example/a.pdf",
        "document_note": "PDF",
    }
    assert (await emin.submit(BOARD, "/consultations/baeume/documents", sent)).status_code == 303
    text = (await visitor.get("/consultations/baeume")).text
    assert 'href="https://rat.example/a.pdf" rel="noopener noreferrer"' in text
    number = await fetch_value("SELECT id FROM consultation_document")
    url = f"/consultations/baeume/documents/{number}/removal"
    assert (await emin.submit(BOARD, url)).status_code == 303
    assert "Beschluss" not in (await visitor.get("/consultations/baeume")).text


@pytest.mark.parametrize("url", ["https://rat.example/a.pdf", "https://rat.example:8443/a?b=c#d", "/help"])
def test_good_addresses(url):
    assert is_address(url)


@pytest.mark.parametrize(
    "url",
    [
        "", "javascript:alert(1)", "data:text/html,x", "http://rat.example/a", "//rat.example/a", "/\\rat.example",
        "https://", "https://rat", "https://stadt.example@boese.example/", "https://rat.example/a b",
        'https://rat.example/"onclick=', "https://[rat.example/", "https://rat.example:port/", "ftp://rat.example/",
        "https:\\\\rat.example", "HTTPS", "\u202ehttps://rat.example/",
    ],
)  # fmt: skip
def test_addresses_that_hide_something_are_refused(url):
    assert not is_address(url)


@pytest.mark.parametrize(
    ("part", "fields", "field"),
    [
        ("news", {"news_body": "Text"}, "news_title"),
        ("news", {"news_title": "Kopf"}, "news_body"),
        ("dates", {**DATE, "date_title": ""}, "date_title"),
        ("dates", {**DATE, "date_day": ""}, "date_day"),
        ("dates", {**DATE, "date_time": "25:00"}, "date_day"),
        ("dates", {**DATE, "date_day": day(-1)}, "date_day"),
        ("documents", {"document_title": "x", "document_url": "javascript:alert(1)"}, "document_url"),
        ("documents", {"document_url": "https://rat.example/"}, "document_title"),
    ],
)
async def test_a_mistake_is_told_at_its_field_and_what_was_typed_is_kept(emin, part, fields, field):
    await make_consultation()
    answer = await emin.submit(BOARD, f"/consultations/baeume/{part}", fields)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    kept = form_of(answer, f"/consultations/baeume/{part}")
    assert all(kept[name].strip() == value for name, value in fields.items() if value)
    assert not await fetch("SELECT 1 FROM news UNION ALL SELECT 1 FROM event")


async def test_nobody_takes_a_thing_of_another_consultation(emin):
    number = await make_consultation()
    await make_consultation("anderswo")
    event = await add_event(number, clock.now() + DAY, "Rundgang")
    news = await add_news(number, "Neu", "Text")
    assert (await emin.post(f"/consultations/anderswo/dates/{event}/cancellation")).status_code == 409
    assert (await emin.post(f"/consultations/anderswo/news/{news}/removal")).status_code == 409
    assert await fetch_value("SELECT count(*) FROM event WHERE cancelled_at IS NULL") == 1
    assert await fetch_value("SELECT count(*) FROM news") == 1


async def test_nothing_of_a_draft_can_be_taken_along(emin, visitor):
    slug = await begin(emin)
    for person in (visitor, emin):
        for path in ("dates.ics", "news.atom", "poster"):
            assert (await person.http.get(f"/consultations/{slug}/{path}")).status_code == 404


async def test_a_poster_says_what_where_and_until_when(visitor):
    await make_consultation(
        lead="Wo fehlt Schatten?", open_points=["wo sie stehen"], contact=Contact("H. Brandt", phone="0555 1")
    )
    text = (await visitor.get("/consultations/baeume/poster")).text
    for words in (
        "Wo fehlt Schatten?", "Mitreden bis", "wo sie stehen", "0555 1", "<wbr>consultations/<wbr>baeume", "<path d=",
    ):  # fmt: skip
        assert words in text, words


async def test_the_page_says_what_comes_next(visitor):
    later = clock.now() + timedelta(days=12)
    from participation.consultations.actions import PhaseDraft
    from tests.consultations.factories import collecting

    phases = [collecting(), PhaseDraft("examine", "Prüfen", later, note="Die Stadt antwortet.")]
    await make_consultation(phases=phases, audience="Alle im Viertel")
    text = (await visitor.get("/consultations/baeume")).text
    for words in ("Als Nächstes:", "Die Stadt antwortet.", "Alle im Viertel"):
        assert words in text
