"""The pages of proposals over HTTP, with and without htmx."""

import re

import pytest

from participation.core import clock
from participation.core.db import execute, fetch_value
from participation.core.kinds import Tombstone
from proposals import actions
from tests.proposals.factories import consultation, district, proposal
from tests.proposals.test_list import titles

LIST = "/consultations/stadtgruen/proposals"
PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


def shown_supports(text: str, number: int) -> int:
    return int(re.search(rf'id="proposal-{number}" data-supports="(\d+)"', text)[1])


# --- the way of a proposal ----------------------------------------------------------------------------------


async def test_alma_proposes_bora_supports_comments_and_takes_back(alma, bora, visitor):
    await consultation()
    answer = await alma.submit(
        f"{LIST}/new", LIST, {"title": "Bank am Brunnen", "body": "Mit **Lehne**.", "category": "plaetze"}
    )
    assert answer.status_code == 303
    url = answer.headers["location"]
    number = int(url.rsplit("/", 1)[1])
    page = await visitor.get(url)
    assert "Bank am Brunnen" in page.text
    assert "<strong>Lehne</strong>" in page.text
    assert "von Alma R." in page.text
    assert shown_supports(page.text, number) == 0
    assert "Bank am Brunnen" in (await visitor.get(LIST + "?q=Bänke")).text

    assert (await bora.submit(url, f"{url}/support")).status_code == 303
    page = await bora.get(url)
    assert shown_supports(page.text, number) == 1
    assert "Danke, Ihre Unterstützung zählt" in page.text
    answer = await bora.submit(url, f"{url}/comments", {"body": "Gute Idee", "stance": "for"})
    assert answer.status_code == 303
    assert answer.headers["location"].startswith(f"{url}#comment-")
    page = await visitor.get(url)
    assert "Gute Idee" in page.text
    assert "1 dafür, 0 dagegen, 0 abwägend" in page.text
    assert (await bora.submit(url, f"{url}/support/withdraw")).status_code == 303
    assert shown_supports((await visitor.get(url)).text, number) == 0


async def test_htmx_gets_the_article_with_the_new_count(alma):
    number = await proposal(await consultation())
    answer = await alma.post(f"/proposals/{number}/support", headers=PARTIAL)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith("<article")
    assert shown_supports(answer.text, number) == 1


async def test_htmx_gets_the_discussion_after_a_comment_and_the_errors_of_a_wrong_one(alma):
    number = await proposal(await consultation())
    answer = await alma.post(f"/proposals/{number}/comments", {"body": "Ja!"}, headers=PARTIAL)
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert 'id="comment-1"' in answer.text
    answer = await alma.post(f"/proposals/{number}/comments", {"body": "  "}, headers=PARTIAL)
    assert answer.status_code == 422
    assert "<html" not in answer.text
    assert "Schreiben Sie Ihren Kommentar." in answer.text


# --- wrong input --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "field", "sentence"),
    [
        ({"title": "", "body": "Text"}, "title", "Sagen Sie in einem Satz"),
        ({"title": "\u200b", "body": "Text"}, "title", "Sagen Sie in einem Satz"),
        ({"title": "x" * 121, "body": "Text"}, "title", "Er hat 121 Zeichen, möglich sind 120."),
        ({"title": "Bank", "body": " "}, "body", "Beschreiben Sie, was sich ändern soll."),
        ({"title": "Bank", "body": "y" * 20_001}, "body", "Er hat 20001 Zeichen, möglich sind 20000."),
        (
            {"title": "Bank", "body": "Text", "category": "mond"},
            "category",
            "Diese Auswahl gibt es hier nicht.",
        ),
        (
            {"title": "Bank", "body": "Text", "district": "mond"},
            "district",
            "Diese Auswahl gibt es hier nicht.",
        ),
        ({"title": "Bank", "body": "Text", "place": "z" * 121}, "place", "Der Ort ist zu lang"),
    ],
)
async def test_a_mistake_answers_422_with_the_text_kept_and_a_link_to_the_field(
    alma, fields, field, sentence
):
    await consultation()
    await district()
    answer = await alma.post(LIST, fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}"' in answer.text
    for name in ("title", "body", "place"):
        assert fields.get(name, "").strip() in answer.text
    assert await fetch_value("SELECT count(*) FROM proposal") == 0


async def test_a_title_of_120_and_a_body_of_20000_characters_are_taken(alma):
    await consultation()
    assert (await alma.post(LIST, {"title": "ü" * 120, "body": "ß " * 9_999 + "!"})).status_code == 303


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"body": ""}, "Schreiben Sie Ihren Kommentar."),
        ({"body": "c" * 10_001}, "Er hat 10001 Zeichen"),
        ({"body": "gut", "stance": "maybe"}, "Wählen Sie dafür, dagegen oder abwägend"),
        ({"body": "gut", "parent": "abc"}, "ist nicht mehr da"),
    ],
)
async def test_a_wrong_comment_answers_422_with_the_text_kept(alma, fields, sentence):
    number = await proposal(await consultation())
    answer = await alma.post(f"/proposals/{number}/comments", fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert fields["body"] in answer.text


async def test_an_answer_to_a_comment_that_is_not_there_keeps_the_text(alma):
    number = await proposal(await consultation())
    answer = await alma.post(f"/proposals/{number}/comments", {"body": "an dich", "parent": "77"})
    assert answer.status_code == 409
    assert "an dich" in answer.text
    assert await fetch_value("SELECT coalesce(sum(comments_count), 0) FROM thread") == 0


async def test_the_sixth_comment_in_a_minute_waits_and_keeps_its_text(alma):
    number = await proposal(await consultation())
    for n in range(5):
        assert (await alma.post(f"/proposals/{number}/comments", {"body": f"Satz {n}"})).status_code == 303
    answer = await alma.post(f"/proposals/{number}/comments", {"body": "Satz zu viel"})
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) >= 1
    assert "Satz zu viel" in answer.text


async def test_the_third_proposal_in_a_minute_waits_and_keeps_its_text(alma):
    await consultation()
    for n in range(2):
        assert (await alma.post(LIST, {"title": f"Bank {n}", "body": "Text"})).status_code == 303
    answer = await alma.post(LIST, {"title": "Bank zu viel", "body": "Text"})
    assert answer.status_code == 429
    assert "Bank zu viel" in answer.text


@pytest.mark.parametrize(
    "url",
    [
        "/proposals/0",
        "/proposals/99999999999999999999999",
        "/proposals/-1",
        "/proposals/abc",
        "/consultations/nirgends/proposals",
        "/comments/123",
        "/proposals/9223372036854775808",
    ],
)
async def test_nonsense_addresses_are_not_found(visitor, url):
    assert (await visitor.get(url)).status_code in {400, 404}


async def test_nonsense_in_the_address_of_the_list_is_harmless(visitor):
    await proposal(await consultation())
    for query in (
        "page=-4",
        "page=9999999999",
        "page=x",
        "sort='--",
        "status=zzz",
        "district=%00",
        "q=%27%26%7C!%3A*",
    ):
        answer = await visitor.get(f"{LIST}?{query}")
        assert answer.status_code == 200, query
    assert titles((await visitor.get(f"{LIST}?category=mond")).text) == []


# --- rights -------------------------------------------------------------------------------------------------

EVERYBODY = ("visitor", "alma", "carla", "emin", "ada", "konrad")
OPEN = {
    "collect": {"proposals", "support", "comments"},
    "examine": {"comments"},
    "inform": set(),
    "decide": set(),
    "implement": set(),
    "closed": set(),
}


@pytest.mark.parametrize("phase", OPEN)
async def test_who_may_do_what_in_which_phase(people, phase):
    number = await proposal(await consultation(phase=phase))
    acts = {
        "proposals": (LIST, {"title": "Bank", "body": "Text"}),
        "support": (f"/proposals/{number}/support", {}),
        "comments": (f"/proposals/{number}/comments", {"body": "Ja"}),
    }
    for name in EVERYBODY:
        browser = await people.person(name)
        for act, (url, fields) in acts.items():
            expected = 403 if name == "visitor" else 303 if act in OPEN[phase] else 409
            assert (await browser.post(url, fields)).status_code == expected, (name, act)
        expected = 403 if name == "visitor" else 200 if "proposals" in OPEN[phase] else 409
        assert (await browser.get(f"{LIST}/new")).status_code == expected
        assert (await browser.get(f"/proposals/{number}")).status_code == 200


async def test_what_is_in_a_draft_is_for_editors(visitor, alma, emin):
    number = await proposal(await consultation(published=False), "Geheimer Plan")
    for url in (LIST, f"/proposals/{number}", f"/api/v1/proposals/{number}"):
        assert (await visitor.get(url)).status_code == 404
        assert (await alma.get(url)).status_code == 404
    assert (await alma.post(f"/proposals/{number}/support")).status_code == 404
    assert (await emin.get(f"/proposals/{number}")).status_code == 200
    for url in ("/proposals", "/proposals?q=Geheimer", "/api/v1/proposals"):
        assert "Geheimer Plan" not in (await visitor.get(url)).text


async def test_a_hidden_proposal_is_a_tombstone_and_in_no_list(visitor, alma, carla):
    number = await proposal(await consultation(), "Unfug am Brunnen", "Ganz grober Unfug", author=alma.id)
    await alma.post(f"/proposals/{number}/comments", {"body": "Der Unfug ist meiner"})
    await actions.hide(number, Tombstone("Keine Angriffe auf Personen", "angriffe", clock.now()))
    for browser in (visitor, alma, carla):
        page = await browser.get(f"/proposals/{number}")
        assert page.status_code == 410
        assert "Keine Angriffe auf Personen" in page.text
        for url in (
            f"/proposals/{number}",
            LIST,
            "/proposals",
            f"/api/v1/proposals/{number}",
            "/api/v1/proposals",
        ):
            assert "Unfug" not in (await browser.get(url)).text, url
        assert titles((await browser.get(f"{LIST}?q=Unfug")).text) == []
    assert "Das ist Ihr Vorschlag" in (await alma.get(f"/proposals/{number}")).text
    assert (await alma.post(f"/proposals/{number}/comments", {"body": "noch da?"})).status_code == 410
    assert (await alma.post(f"/proposals/{number}/support")).status_code == 409
    await actions.restore(number)
    page = await visitor.get(f"/proposals/{number}")
    assert page.status_code == 200
    assert "Der Unfug ist meiner" in page.text


# --- for programs ---


async def test_the_interface_for_programs_pages_by_cursor_and_says_no_in_problem_json(visitor):
    number = await consultation()
    ids = [await proposal(number, f"P{n}") for n in range(5)]
    answer = await visitor.get("/api/v1/proposals?consultation=stadtgruen&limit=2")
    assert answer.status_code == 200
    seen = []
    cursor = ""
    while True:
        page = (await visitor.get(f"/api/v1/proposals?limit=2&cursor={cursor}")).json()
        seen += [entry["id"] for entry in page["items"]]
        if not page["next_cursor"]:
            break
        cursor = page["next_cursor"]
    assert seen == ids
    one = (await visitor.get(f"/api/v1/proposals/{ids[0]}")).json()
    assert one["title"] == "P0"
    assert one["consultation"] == "stadtgruen"
    for url in (
        "?limit=0",
        "?limit=x",
        "?cursor=x",
        "?consultation=nirgends",
        "/999999",
        "/9223372036854775808",
    ):
        answer = await visitor.get(f"/api/v1/proposals{url}")
        assert answer.status_code in {400, 404}, url
        assert answer.headers["content-type"].startswith("application/problem+json")
    schema = (await visitor.get("/api/openapi.json")).json()
    assert "/api/v1/proposals" in schema["paths"]


async def test_withdrawn_proposals_are_gone(visitor):
    number = await proposal(await consultation(), "Zurückgezogenes")
    await execute("UPDATE proposal SET withdrawn_at = now()")
    page = await visitor.get(f"/proposals/{number}")
    assert page.status_code == 410
    assert "Zurückgezogenes" not in page.text
    assert "Zurückgezogenes" not in (await visitor.get(LIST)).text
