"""A meeting of the council, by keyboard, by dragging, on a narrow phone, without scripts and in English."""

import asyncio

import pytest

from tests.server import Server, sign_in

MEETING = "/forums/verkehrsausschuss"


@pytest.fixture
async def meeting(site: Server) -> str:
    """Its first item runs."""

    def begin() -> None:
        edda = sign_in(site, "edda")
        page = edda.get(f"{MEETING}/chair")
        if f'action="{MEETING}/opening"' in page:
            edda.submit(f"{MEETING}/chair", f"{MEETING}/opening")
            edda.submit(f"{MEETING}/chair", f"{MEETING}/agenda/next")

    await asyncio.to_thread(begin)
    return MEETING


async def order(page) -> list[str]:
    return await page.locator("#queue .t-queue__who").all_inner_texts()


async def first_is(page, words: str) -> None:
    await page.wait_for_selector(f"#queue li:first-child:has-text('{words}')")


async def test_the_chair_leads_by_keys_by_dragging_and_by_buttons(window, site, meeting):
    desk, chair = await window("dirk"), await window("edda")
    await desk.goto(f"{meeting}/desk")
    for card in ("21", "22", "23"):
        await desk.page.fill("#card", card)
        if card == "22":
            await desk.page.check("[name=no_recording]")
        await desk.page.click("form[action$='/desk/requests'] button[type=submit]")
        await desk.page.wait_for_selector(f"#hall-list li:has-text('{card}')")
    assert await desk.axe() == []
    await chair.goto(f"{meeting}/chair")
    assert "nicht aufgezeichnet" in await chair.page.inner_text("#queue")
    reasons = chair.page.locator("#move select option")
    reason = await reasons.nth(1).get_attribute("value")
    await chair.page.select_option("#move select", reason)
    rows = chair.page.locator("#queue li[data-request]")
    await rows.nth(2).drag_to(rows.nth(0))
    await first_is(chair.page, "Karte 23")
    await chair.page.select_option("#move select", reason)
    await chair.page.locator("#queue button[name=down]").first.click()
    await first_is(chair.page, "Karte 21")
    await chair.page.keyboard.press("u")
    await first_is(chair.page, "Karte 23")
    await chair.page.keyboard.press("w")
    await chair.page.wait_for_selector("#floor:has-text('Karte 23')")
    await chair.page.keyboard.press("p")
    await chair.page.wait_for_selector("#stop:has-text('Uhr weiter')")
    assert await chair.axe() == []
    assert chair.troubles == desk.troubles == []


async def test_a_poll_is_counted_twice_opened_again_and_read_in_english(window, site, meeting):
    desk, chair = await window("dirk"), await window("edda")
    phone = await window("alma", java_script_enabled=False, viewport={"width": 320, "height": 640})
    await chair.goto(f"{meeting}/chair")
    await chair.page.click("#poll summary:has-text('Frage stellen')")
    await chair.page.fill("#poll-new [name=question]", "Tempo 30 auch nachts?")
    await chair.page.click("#poll-open")
    await chair.page.wait_for_selector("#poll-hold")
    await chair.page.click("#poll-hold button")
    await chair.page.wait_for_selector("#poll-show")
    assert "Alle können wieder abstimmen" in await chair.page.inner_text("#undo")
    assert await chair.axe() == []
    await chair.page.click("#undo button")
    await chair.page.wait_for_selector("#poll-close")
    await phone.goto(meeting)
    await phone.page.click("button[name=language][value=en] >> nth=0")
    await phone.goto(meeting)
    await phone.page.check("#poll-mine input[value=yes]")
    await phone.page.click("#poll-mine .t-poll-send button")
    assert "Your vote counts" in await phone.page.inner_text("main")
    await desk.goto(f"{meeting}/desk")
    for here, url, hands, told in (
        (desk, "desk", "4", "Ihre Zählung ist da"),
        (chair, "chair", "3", "weichen ab"),
        (chair, "chair", "4", "stimmen überein"),
    ):
        await here.goto(f"{meeting}/{url}")
        for field, number in (("yes", hands), ("no", "1"), ("abstain", "0")):
            await here.page.fill(f"#hands-{field}", number)
        await here.page.locator("form[action$='/hands'] button[type=submit]").first.click()
        await here.page.wait_for_selector(f"#hands-state:has-text('{told}')")
    await chair.page.click("#poll-close button")
    await chair.page.wait_for_selector("#poll .t-poll-sum:has-text('6')")
    await phone.goto(f"{meeting}/polls")
    text = await phone.page.inner_text("main")
    assert "Hall 5" in " ".join(text.split())
    assert await phone.page.evaluate("document.scrollingElement.scrollWidth") == 320
    assert chair.troubles == desk.troubles == []


async def test_attendance_on_a_narrow_phone_and_what_a_remote_member_hinders(window, site, meeting):
    here, chair = await window("dirk", viewport={"width": 320, "height": 640}), await window("edda")
    await here.goto(f"{meeting}/attendance")
    assert await here.overflow() == []
    assert await here.axe() == []
    assert "Konrad" in await here.page.inner_text("table")
    await here.page.fill("#name", "Petra Lindner")
    await here.page.check("input[type=radio][name=mode][value=hall]")
    await here.page.click("form[action$='/attendance'] button[type=submit]")
    await here.page.wait_for_selector("tr:has-text('Petra Lindner')")
    await chair.goto(f"{meeting}/chair")
    await chair.page.click("#poll summary:has-text('rage stellen')")
    await chair.page.fill("#poll-new [name=question]", "Wer vertritt uns im Beirat?")
    await chair.page.check("#poll-new [name=effect][value=secret]")
    await chair.page.click("#poll-open")
    await chair.page.wait_for_selector("#errors:has-text('zugeschaltet')")
    assert await chair.page.input_value("#poll-new [name=question]") == "Wer vertritt uns im Beirat?"
    assert await chair.axe() == []
