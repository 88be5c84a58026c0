"""Over HTTP only: a visitor reports, a moderator hides, the author appeals, another moderator restores."""

import re

import pytest

from participation.core import db
from participation.core.db import execute, fetch, fetch_value
from tests.moderation.mails import mails
from tests.proposals.factories import consultation, proposal

FORM = {"reason": "insult", "text": "Das trifft mich.", "good_faith": "1", "email": "fremd@example.org"}
HIDE = {"action": "hide", "rule": "angriffe", "reason": "Der Satz beleidigt <einen> Menschen & mehr."}
KEEP = {"action": "keep", "rule": "angriffe", "reason": "Es war ein Zitat."}


@pytest.fixture(autouse=True)
async def _ready(wall, rules):
    return


def first_link(text: str) -> str:
    return re.search(r"https?://\S+", text).group().split("8000", 1)[1]


async def reported(browser, card, **fields) -> str:
    answer = await browser.submit(f"/report?kind=note&id={card.id}", "/report", {**FORM, **fields})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def test_from_a_report_to_the_restored_content(visitor, alma, carla, cem, wall):
    card = wall.add("Du Esel & <b>Rind</b>", alma.id)

    receipt = await reported(visitor, card)
    page = await visitor.get(receipt)
    assert page.status_code == 200
    assert "Du Esel" not in page.text
    ((subject, text),) = await mails("fremd@example.org")
    assert "Du Esel" not in text
    assert "Das trifft mich" not in text
    assert first_link(text) == receipt
    number = re.search(r"\d{4}-\d{4}", page.text).group()
    assert number in subject

    listing = await carla.get("/moderation")
    assert "Ein Fall wartet" in listing.text
    assert "Du Esel &amp; &lt;b&gt;Rind&lt;/b&gt;" in listing.text
    case = await carla.get("/moderation/cases/1")
    assert "Das trifft mich." in case.text
    assert "checked" not in case.text
    done = await carla.submit("/moderation/cases/1", "/moderation/cases/1/decision", HIDE)
    assert done.status_code == 303, done.text
    assert wall.notes[card.id].hidden
    assert wall.tombstones[card.id].rule == "Keine Angriffe auf Personen"
    after = await carla.get(done.headers["location"])
    assert "Der Beitrag ist nicht mehr zu sehen" in after.text

    ((subject, text),) = await mails("alma@example.org")
    assert "nicht mehr zu sehen" in subject
    assert HIDE["reason"] in text
    assert "fremd@example.org" not in text
    assert "Das trifft mich" not in text
    link = first_link(text)
    told = (await mails("fremd@example.org"))[-1][1]
    assert "nicht mehr zu sehen" in told
    assert first_link(told) == receipt
    assert (await visitor.get(receipt)).text.count("nicht mehr zu sehen")

    statement = await visitor.get(link)
    assert statement.status_code == 200
    assert statement.headers["cache-control"] == "no-store"
    assert statement.headers["referrer-policy"] == "no-referrer, strict-origin"
    for words in (
        "Regel 3: Keine Angriffe auf Personen",
        "ein Mensch, kein Programm",
        "sechs Monate",
        "Du Esel",
    ):
        assert words in statement.text
    assert "fremd@example.org" not in statement.text
    assert "Carla" not in statement.text

    empty = await visitor.submit(link, f"{link}/appeal", {"text": "  "})
    assert empty.status_code == 422
    sent = await visitor.submit(link, f"{link}/appeal", {"text": "Das war ein Zitat."})
    assert sent.status_code == 303
    assert f"{link}/appeal" not in (await visitor.get(link)).text
    twice = await visitor.post(f"{link}/appeal", {"text": "Noch einmal."})
    assert twice.status_code == 409

    waiting = await carla.get("/moderation/appeals")
    assert "nur für andere" in waiting.text
    assert "/moderation/cases/1/decision" not in (await carla.get("/moderation/cases/1")).text
    assert (await carla.post("/moderation/cases/1/decision", KEEP)).status_code == 403
    assert "Das war ein Zitat." in (await cem.get("/moderation/cases/1")).text
    restored = await cem.submit("/moderation/cases/1", "/moderation/cases/1/decision", KEEP)
    assert restored.status_code == 303
    assert not wall.notes[card.id].hidden
    subject, text = (await mails("alma@example.org"))[-1]
    assert "wieder zu sehen" in subject
    final = await visitor.get(first_link(text))
    assert "Es war ein Zitat." in final.text
    assert "wieder zu sehen" in (await mails("fremd@example.org"))[-1][1]
    ledger = await visitor.get("/transparency")
    assert "Einmal war der Widerspruch berechtigt" in ledger.text
    assert "1 davon ist wieder zu sehen" in ledger.text
    won = (await visitor.get(link)).text
    assert "hatten wir Ihren Beitrag ausgeblendet" in won
    assert "Neu schreiben" not in won
    assert "auf Dauer" not in won
    assert "Du Esel" not in ledger.text
    acts = await fetch("SELECT act, actor_id FROM audit_entry ORDER BY id")
    assert [tuple(act) for act in acts] == [("decision.made", carla.id), ("appeal.decided", cem.id)]


async def test_the_author_signed_in_needs_no_link_and_nobody_else_finds_it(alma, bora, carla, visitor, wall):
    await reported(bora, wall.add("Du Esel", alma.id))
    await carla.post("/moderation/cases/1/decision", HIDE)
    assert "/account/decisions/1" in (await alma.get("/account/decisions")).text
    assert (await alma.get("/account/decisions/1")).status_code == 200
    assert (await bora.get("/account/decisions/1")).status_code == 404
    assert (await visitor.get("/account/decisions/1")).status_code == 403
    assert (await bora.post("/account/decisions/1/appeal", {"text": "Für Alma."})).status_code == 404
    sent = await alma.submit("/account/decisions/1", "/account/decisions/1/appeal", {"text": "Nein."})
    assert sent.status_code == 303
    for page in ("/account/decisions", "/account/decisions/1"):
        assert "Bora" not in (await alma.get(page)).text
    assert not any("Bora" in text for _, text in await mails("alma@example.org"))


async def test_wrong_input_keeps_the_text_and_links_each_error(visitor, bora, carla, wall):
    card = wall.add("Etwas")
    fields = {"kind": "note", "id": str(card.id)}
    wrong = await visitor.post("/report", {**fields, "text": "mein Wort", "email": "kaputt"})
    assert wrong.status_code == 422
    for part in ("mein Wort", 'href="#reason"', 'href="#email"', 'href="#good_faith"', "kaputt"):
        assert part in wrong.text
    no_words = await visitor.post("/report", {**fields, **FORM, "reason": "other", "text": ""})
    assert (no_words.status_code, 'href="#text"' in no_words.text) == (422, True)
    no_mail = await visitor.post("/report", {**fields, **FORM, "email": ""})
    assert no_mail.status_code == 422
    spared = await visitor.post("/report", {**fields, **FORM, "email": "", "reason": "child-abuse"})
    assert spared.status_code == 303
    assert (await bora.post("/report", {**fields, **FORM, "email": ""})).status_code == 303
    long = await bora.post("/report", {**fields, **FORM, "text": "x" * 2001})
    assert long.status_code == 422

    url = "/moderation/cases/1/decision"
    for missing in ("action", "rule", "reason"):
        answer = await carla.post(url, {**HIDE, missing: " "})
        assert (answer.status_code, f'href="#{missing}"' in answer.text) == (422, True)
        if missing != "reason":
            assert "Der Satz beleidigt &lt;einen&gt; Menschen &amp; mehr." in answer.text
    assert (await carla.post(url, {**KEEP, "rule": ""})).status_code == 422
    assert await fetch_value("SELECT count(*) FROM decision") == 0


async def test_a_second_report_by_the_same_person_counts_once(bora, wall):
    card = wall.add("Etwas")
    receipt = await reported(bora, card)
    again = await bora.submit(f"/report?kind=note&id={card.id}", "/report", FORM)
    assert again.headers["location"] == receipt
    assert await fetch_value("SELECT count(*) FROM report") == 1


async def test_a_second_report_from_the_same_address_counts_once(visitor, carla, wall):
    card = wall.add("Etwas")
    receipt = await reported(visitor, card, email="fremd@example.org")
    assert await reported(visitor, card, email="Fremd@Example.org") == receipt
    assert len(await mails("fremd@example.org")) == 1
    await reported(visitor, card, email="zwei@example.org")
    assert await fetch_value("SELECT count(*) FROM report") == 2
    await carla.post("/moderation/cases/1/decision", KEEP)
    assert await reported(visitor, card, email="fremd@example.org") != receipt


async def test_only_who_writes_in_public_has_a_name_to_report(visitor, alma, bora, db):
    assert (await visitor.get(f"/report?kind=profile&id={alma.id}")).status_code == 404
    place = await consultation()
    await proposal(place, author=alma.id)
    assert (await visitor.get(f"/report?kind=profile&id={alma.id}")).status_code == 200
    assert (await visitor.get(f"/report?kind=profile&id={bora.id}")).status_code == 404
    await execute("UPDATE consultation SET published_at = NULL")
    for kind, number in (("profile", alma.id), ("proposal", 1)):
        assert (await visitor.get(f"/report?kind={kind}&id={number}")).status_code == 404


async def test_hidden_words_cannot_be_read_through_the_report_form(visitor, carla, wall):
    await reported(visitor, wall.add("Geheimnis"))
    await carla.post("/moderation/cases/1/decision", HIDE)
    for answer in (
        await visitor.get("/report?kind=note&id=1"),
        await visitor.post("/report", {"kind": "note", "id": "1", **FORM}),
    ):
        assert answer.status_code == 409
        assert "Geheimnis" not in answer.text


async def test_the_second_to_decide_hears_who_was_first(visitor, carla, cem, wall):
    await reported(visitor, wall.add("Etwas"))
    assert (await carla.post("/moderation/cases/1/decision", KEEP)).status_code == 303
    late = await cem.post("/moderation/cases/1/decision", HIDE)
    assert late.status_code == 409
    assert "Carla M." in late.text
    assert "&lt;einen&gt; Menschen" in late.text
    assert not wall.notes[1].hidden


async def test_a_refused_decision_keeps_every_word(visitor, alma, carla, wall):
    await reported(visitor, wall.add("Du Esel", alma.id))
    answer = await carla.post("/moderation/cases/1/decision", {**HIDE, "action": "mask", "passages": "Esel"})
    assert answer.status_code == 422
    assert 'action="/moderation/cases/1/decision"' in answer.text
    assert "&lt;einen&gt; Menschen" in answer.text


async def test_only_guests_are_asked_whether_it_was_them(visitor, bora, wall):
    card = wall.add("Etwas")
    first, second = await reported(visitor, card), await reported(bora, card)
    assert "Haben Sie nichts gemeldet" in (await mails("fremd@example.org"))[0][1]
    assert "Haben Sie nichts gemeldet" not in (await mails("bora@example.org"))[0][1]
    silent = await reported(visitor, card, reason="child-abuse", email="")
    for path, told in ((first, True), (second, True), (silent, False)):
        assert ("Wir schreiben Ihnen" in (await visitor.get(path)).text) is told


async def test_a_claim_is_seen_by_the_other_and_can_be_given_back(visitor, carla, cem, wall):
    await reported(visitor, wall.add("Etwas"))
    taken = await carla.submit("/moderation", "/moderation/cases/1/claim")
    assert taken.status_code == 303
    assert "bei Carla M." in (await cem.get("/moderation")).text
    assert "gerade übernommen" in (await cem.get("/moderation/cases/1")).text
    refused = await cem.post("/moderation/cases/1/claim")
    assert (refused.status_code, "Carla M." in refused.text) == (409, True)
    assert (await carla.post("/moderation/cases/1/release")).status_code == 303
    assert (await cem.post("/moderation/cases/1/claim")).status_code == 303


ROLES = ("visitor", "alma", "carla", "dirk", "edda", "konrad", "emin", "ada")
STAFF_GET = ("/moderation", "/moderation/appeals", "/moderation/cases/1")
STAFF_POST = (
    "/moderation/cases/1/claim",
    "/moderation/cases/1/release",
    "/moderation/cases/1/decision",
)
PUBLIC = ("/rules", "/transparency", "/report?kind=note&id=1")


@pytest.mark.parametrize("role", ROLES)
async def test_only_moderators_moderate(role, people, visitor, wall):
    await reported(visitor, wall.add("Etwas"))
    browser = await people.person(role)
    for url in PUBLIC:
        assert (await browser.get(url)).status_code == 200, url
    for url in STAFF_GET:
        answer = await browser.get(url)
        assert answer.status_code == (200 if role == "carla" else 403), url
        assert ("/login?next=" in answer.text) == (role == "visitor")
    for url in STAFF_POST:
        answer = await browser.post(url, HIDE)
        assert answer.status_code == (303 if role == "carla" else 403), url


@pytest.mark.parametrize(
    "url",
    [
        "/report",
        "/report?kind=note&id=99",
        "/report?kind=nothing&id=1",
        "/report?kind=note&id=-1",
        "/report?kind=note&id=%00",
        "/report?kind=note&id=99999999999999999999",
        "/decisions/aaaaaaaaaaaaaaaaaaaaaa",
        "/decisions/%F0%9F%A6%8A",
        "/reports/1/0000",
        "/reports/999999999999999999999999/0000",
    ],
)
async def test_nonsense_is_not_found(url, visitor):
    assert (await visitor.get(url)).status_code == 404


async def test_nonsense_is_not_found_by_moderators_either(carla, wall):
    for url in ("/moderation/cases/9", "/moderation/cases/-1", "/moderation/cases/99999999999999999999"):
        assert (await carla.get(url)).status_code == 404
    for url in ("/moderation/cases/9/claim", "/moderation/cases/9/decision"):
        assert (await carla.post(url, HIDE)).status_code == 404
    for query in ("filter=x", "page=-1", "page=9e9", "sort=%00", "q=%25", "page=99"):
        assert (await carla.get(f"/moderation?{query}")).status_code == 200


async def test_case_and_queue_cost_a_fixed_number_of_statements(visitor, carla, wall):
    async def count(url):
        noted: list[str] = []
        token = db.statements.set(noted)
        try:
            await carla.get(url)
        finally:
            db.statements.reset(token)
        return [line for line in noted if "UPDATE session" not in line and "live" not in line.lower()[:400]]

    for n in range(3):
        wall.add(f"Zettel {n}")
    await reported(visitor, wall.notes[1])
    few = len(await count("/moderation"))
    for n in (2, 3):
        await reported(visitor, wall.notes[n], email=f"nr{n}@example.org")
        await reported(visitor, wall.notes[1], email=f"auch{n}@example.org")
    assert len(await count("/moderation")) == few
    assert few <= 5
    assert len(await count("/moderation/cases/1")) <= 5


async def test_pages_speak_english_too(visitor, carla, alma, wall):
    await reported(visitor, wall.add("Etwas", alma.id))
    await execute("UPDATE person SET locale = 'en' WHERE id = $1", alma.id)
    await carla.post("/moderation/cases/1/decision", HIDE)
    subject, text = (await mails("alma@example.org"))[-1]
    assert "No attacks on people" in text
    assert subject.startswith("Your contribution")
    visitor.http.cookies.set("language", "en", domain="127.0.0.1")
    assert "Rules for the conversation" in (await visitor.get("/rules")).text
    assert "No attacks on people" in (await visitor.get("/transparency")).text
