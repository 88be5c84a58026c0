"""Making polls, codes, paper and questionnaires in a real browser: no barrier, no sideways scrolling, by keyboard."""

import re

import pytest

from tests.server import Person, Server, sign_in


def find(site: Server, word: str) -> str:
    return re.search(rf'href="(/polls/\d+)">[^<]*{word}', Person(site).get("/polls"))[1]


@pytest.fixture(scope="module")
def staff(site: Server) -> dict[str, Person]:
    return {name: sign_in(site, name) for name in ("emin", "dirk", "alma")}


@pytest.fixture(scope="module")
def places(site: Server, staff: dict[str, Person]) -> dict[str, str]:
    emin = staff["emin"]
    draft = emin.submit("/polls/new", "/polls", {"title": "Wohin mit der Bank?", "kind": "score"})
    whole = emin.submit("/polls/new", "/polls", {"title": "Fragen zur Bank", "kind": "questionnaire"})
    return {
        "{coded}": find(site, "Beirat"),
        "{papered}": find(site, "Wochenmarkt"),
        "{questions}": find(site, "Innenstadt"),
        "{draft}": draft,
        "{whole}": whole,
    }


VISITS = (
    ("visitor", "{coded}"),
    ("visitor", "{papered}"),
    ("visitor", "{questions}"),
    ("alma", "{questions}"),
    ("alma", "{questions}/questions/1"),
    ("alma", "{questions}/questions/3"),
    ("alma", "{questions}/review"),
    ("emin", "/polls/manage"),
    ("emin", "/polls/new"),
    ("emin", "{draft}"),
    ("emin", "{whole}"),
    ("emin", "{coded}/edit"),
    ("emin", "{coded}/codes"),
    ("dirk", "{coded}/paper"),
    ("dirk", "{coded}/paper/ballots"),
    ("dirk", "/verifications"),
)


@pytest.mark.parametrize(("who", "url"), VISITS)
async def test_a_page_has_no_barrier(window, staff, places, site, who, url):
    here = await window()
    if who in staff:
        cookie = staff[who].http.cookies["session"]
        await here.context.add_cookies([{"name": "session", "value": cookie, "url": site.base}])
    for name, address in places.items():
        url = url.replace(name, address)
    assert await here.goto(url) == 200
    found = await here.axe()
    await here.page.emulate_media(color_scheme="dark")
    found += [f"dark {line}" for line in await here.axe("color-contrast")]
    await here.page.set_viewport_size({"width": 320, "height": 640})
    found += [f"320 px: {line}" for line in await here.overflow()]
    assert not found, "\n".join(found)
    assert not here.troubles, "\n".join(here.troubles)


async def test_the_code_of_a_sheet_comes_into_its_field_and_out_of_the_address(window, places):
    here = await window()
    await here.goto(f"{places['{coded}']}#ABCD-EFGH-JKMN-PQRS")
    assert await here.page.input_value("#code") == "ABCD-EFGH-JKMN-PQRS"
    assert "#" not in here.page.url


async def test_a_questionnaire_is_answered_by_keyboard_alone(window, places, site, staff):
    here = await window()
    cookie = staff["alma"].http.cookies["session"]
    await here.context.add_cookies([{"name": "session", "value": cookie, "url": site.base}])
    await here.goto(f"{places['{questions}']}/questions/1")
    await here.page.focus("#answer")
    await here.page.keyboard.press("Space")
    await here.page.focus("main form button[type=submit]")
    await here.page.keyboard.press("Enter")
    await here.page.wait_for_url(re.compile(r"/questions/[23]$"))
    assert await here.page.locator("h1").count() == 1


async def test_a_sheet_is_one_page_and_its_code_leads_to_a_receipt_without_barriers(
    window, staff, places, site
):
    here, coded = await window(), places["{coded}"]
    cookie = {"name": "session", "value": staff["emin"].http.cookies["session"], "url": site.base}
    await here.context.add_cookies([cookie])
    await here.goto(f"{coded}/codes")
    await here.page.fill("[name=number]", "3")
    async with here.page.expect_navigation():
        await here.page.press("[name=number]", "Enter")
    codes = await here.page.locator(".t-code").all_inner_texts()
    assert len(codes) == 3
    assert b"/Count 3" in await here.page.pdf(prefer_css_page_size=True)
    await here.context.clear_cookies()
    await here.goto(coded)
    await here.page.fill("[name=code]", codes[0])
    await here.page.locator("[name^=answer-]").first.fill("1")
    async with here.page.expect_navigation():
        await here.page.locator("form.t-ballot button").last.click()
    assert here.page.url.endswith("/receipt")
    assert await here.page.get_by_text("stimmen Sie einfach noch einmal ab").count() == 0
    found = await here.axe()
    await here.page.emulate_media(color_scheme="dark")
    found += [f"dark {line}" for line in await here.axe("color-contrast")]
    await here.page.set_viewport_size({"width": 320, "height": 640})
    found += [f"320 px: {line}" for line in await here.overflow()]
    assert not found, "\n".join(found)
    await here.page.emulate_media(color_scheme="light")
    assert b"/Count 1" in await here.page.pdf(prefer_css_page_size=True)
