"""From the draft of a forum to its agenda: topics online and on paper, one sent elsewhere, over HTTP alone."""

import re
import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import icalendar
import pytest

from participation.core.clock import today
from tests.server import Person, Server, first_link, sign_in

pytestmark = pytest.mark.processes

DAY = today() + timedelta(days=45)
FORUM = {
    "district": "westend",
    "place": "Turnhalle am Ring",
    "day": DAY.isoformat(),
    "dial_in": "0555 12345-90, PIN 4711",
}


def event(person: Person, forum: str) -> icalendar.Event:
    (found,) = icalendar.Calendar.from_ical(person.http.get(f"{forum}/calendar.ics").content).walk("VEVENT")
    return found


def prepared(emin: Person, visitor: Person) -> str:
    """The address of a published forum; a stream from elsewhere was refused on the way."""
    word = secrets.token_hex(3)
    title = {"title": f"Bürgerforum Westend {word}"}
    page = emin.post(
        "/forums",
        {**emin.form("/forums/new", "/forums"), **FORUM, **title, "stream_url": "https://evil.example/live"},
    )
    assert page.status_code == 422
    assert 'href="#stream_url"' in page.text
    assert 'value="https://evil.example/live"' in page.text
    setup = emin.submit("/forums/new", "/forums", {**FORUM, **title})
    forum = setup.removesuffix("/setup")
    visitor.get(forum, 404)
    visitor.get(f"{forum}/calendar.ics", 404)
    emin.submit(setup, f"{forum}/publication")
    assert forum in visitor.get("/forums")
    return forum


def handed_in(person: Person, forum: str, title: str, **fields: str) -> str:
    return person.submit(
        f"{forum}/topics/new", f"{forum}/topics", {"title": title, "body": "Bitte um Auskunft.", **fields}
    )


def test_from_a_topic_on_paper_and_online_to_the_agenda(city: Server):
    emin, dirk, alma, visitor = (
        sign_in(city, "emin"),
        sign_in(city, "dirk"),
        sign_in(city, "alma"),
        Person(city),
    )
    forum = prepared(emin, visitor)
    work = f"{forum}/topics/work"

    online = handed_in(alma, forum, "Licht am Westendplatz", name_shown="1")
    assert first_link(city.mail_to("alma@example.org", "Licht am Westendplatz")).endswith(online)
    assert "wird geprüft" in visitor.get(online)

    paper = {
        "channel": "paper",
        "title": "Bänke am Ring",
        "body": "Wir werden nicht jünger.",
        "contact": "0555 99",
    }
    entering = f"{forum}/topics/entries"
    nameless = dirk.post(entering, {**dirk.form(work, entering), **paper})
    assert nameless.status_code == 422
    assert "Ohne Namen geht es nicht" in nameless.text
    on_paper = dirk.submit(work, entering, {**paper, "name": "Erika Muster"}).removesuffix("/work")
    page = visitor.get(on_paper)
    assert "auf Papier angemeldet" in page
    assert "Erika Muster" not in page
    assert "0555 99" not in page

    refused_elsewhere(city, emin, dirk, alma, visitor, forum)

    for topic in (online, on_paper):
        dirk.submit(f"{topic}/work", f"{topic}/acceptance")
        dirk.submit(
            f"{topic}/work",
            f"{topic}/statement",
            {"statement": f"Die Antwort **steht** bei {topic}.", "office": "Fachbereich Grün"},
        )
    assert first_link(city.mail_to("alma@example.org", "schriftlich Stellung genommen")).endswith(online)
    bora = sign_in(city, "bora")
    token = bora.form("/help", "/language")["_token"]
    assert bora.post(f"{online}/wish", {"_token": token, "wish": "settled"}).status_code == 404
    dirk.submit(f"{on_paper}/work", f"{on_paper}/wish", {"wish": "debate"})

    assert "Bänke am Ring" not in visitor.get(f"{forum}/agenda")
    before = event(visitor, forum)
    assert "Bänke am Ring" not in str(before["DESCRIPTION"])
    emin.submit(f"{forum}/setup", f"{forum}/agenda/publication")
    page = visitor.get(f"{forum}/agenda")
    assert page.index("Licht am Westendplatz") < page.index("Bänke am Ring")
    assert "<strong>steht</strong>" in page
    assert "2 a" in visitor.get(forum)

    alma.submit(online, f"{online}/wish", {"wish": "settled"})
    page = visitor.get(f"{forum}/agenda")
    assert page.index("Bänke am Ring") < page.index("Vorab beantwortet") < page.index("Licht am Westendplatz")

    moved_and_cancelled(city, emin, visitor, forum, before)


def refused_elsewhere(
    city: Server, emin: Person, dirk: Person, alma: Person, visitor: Person, forum: str
) -> None:
    """No without an address of who helps is not accepted from anybody."""
    word = secrets.token_hex(3)
    body = emin.submit(
        "/competence",
        "/competence",
        {
            "name": f"Hafengesellschaft {word}",
            "covers": "Kräne und Kais",
            "words": "Kran, Kai",
            "phone": "0555 777",
        },
    ).partition("#body-")[2]
    crane = handed_in(alma, forum, "Der Kran quietscht nachts")
    page = dirk.get(f"{crane}/work")
    assert f"Vielleicht zuständig: Hafengesellschaft {word}" in page
    assert "Im Text steht: kran" in page
    form = dirk.form(f"{crane}/work", f"{crane}/refusal")
    alone = dirk.post(f"{crane}/refusal", {**form, "refusal": "other-body", "explanation": "Nicht bei uns."})
    assert alone.status_code == 422
    assert "Nicht bei uns." in alone.text
    dirk.submit(f"{crane}/work", f"{crane}/refusal", {"refusal": "other-body", "body_in_charge": body})
    assert first_link(city.mail_to("alma@example.org", "wer Ihnen weiterhilft")).endswith(crane)
    for page in (visitor.get(crane), visitor.get(f"{forum}/topics")):
        assert f"Hafengesellschaft {word}" in page
        assert "0555 777" in page


def test_one_person_hands_in_three_topics_however_fast_and_to_whichever_process(city: Server):
    emin, bora, visitor = sign_in(city, "emin"), sign_in(city, "bora"), Person(city)
    forum = prepared(emin, visitor)
    form = bora.form(f"{forum}/topics/new", f"{forum}/topics")
    sent = [{**form, "title": f"Thema {n}", "body": "Bitte um Auskunft."} for n in range(16)]
    with ThreadPoolExecutor(8) as threads:
        answers = [
            one.status_code for one in threads.map(lambda one: bora.post(f"{forum}/topics", one), sent)
        ]
    assert sorted(answers) == [303] * 3 + [409] * 13
    assert len(set(re.findall(r'id="topic-(\d+)"', visitor.get(f"{forum}/topics")))) == 3
    late = bora.post(f"{forum}/topics", sent[0])
    assert "Mehr Themen kann eine Person" in late.text
    assert "Bitte um Auskunft." in late.text


def moved_and_cancelled(
    city: Server, emin: Person, visitor: Person, forum: str, before: icalendar.Event
) -> None:
    later = (DAY + timedelta(days=1)).isoformat()
    emin.submit(f"{forum}/setup", f"{forum}/setup", {"day": later, "starts": "19:00"})
    after = event(visitor, forum)
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["DTSTART"].dt == before["DTSTART"].dt + timedelta(hours=23, minutes=30)
    assert "2 a Bänke am Ring" in str(after["DESCRIPTION"])
    feed = icalendar.Calendar.from_ical(visitor.http.get("/districts/westend/forums.ics").content)
    assert after["UID"] in [one["UID"] for one in feed.walk("VEVENT")]
    emin.submit(f"{forum}/setup", f"{forum}/cancellation", {"reason": "Die Turnhalle wird gebraucht."})
    gone = event(visitor, forum)
    assert (gone["UID"], str(gone["STATUS"])) == (before["UID"], "CANCELLED")
    assert gone["SEQUENCE"] > after["SEQUENCE"]
    assert "Die Turnhalle wird gebraucht." in visitor.get(forum)
    assert "Fällt aus" in visitor.get("/forums")
    assert "Die Turnhalle wird gebraucht." in city.mail_to("alma@example.org", "fällt leider aus")
