"""With a script the same forms answer in place: no new page, and the focus stays where it was."""

MARK = "window.sameDocument = true"


async def an_open_proposal(here):
    """One that Bora has not supported."""
    await here.goto("/consultations/stadtgruen/proposals?sort=newest")
    address = await here.page.get_attribute("main a[href^='/proposals/']", "href")
    await here.goto(address)
    await here.page.evaluate(MARK)
    return int(await here.page.get_attribute("article[data-supports]", "data-supports"))


async def test_support_counts_in_place_and_can_be_taken_back(window):
    here = await window("bora")
    before = await an_open_proposal(here)
    for expected in (before + 1, before):
        await here.page.click("#support-act")
        await here.page.wait_for_selector(f"article[data-supports='{expected}']")
    assert await here.page.evaluate("window.sameDocument")
    assert await here.page.evaluate("document.activeElement.id") == "support-act"
    assert not here.troubles


async def test_a_comment_appears_in_place_and_an_empty_one_says_why_not(window):
    here = await window("bora")
    await an_open_proposal(here)
    form = "#comments form:has(#comment-new)"
    await here.page.click(f"{form} button[type=submit]")
    await here.page.wait_for_selector("text=Schreiben Sie Ihren Kommentar.")
    await here.page.fill(f"{form} [name=body]", "Ohne neue Seite gesagt.")
    await here.page.click(f"{form} button[type=submit]")
    await here.page.wait_for_selector("#comments article:has-text('Ohne neue Seite gesagt.')")
    assert await here.page.evaluate("window.sameDocument")
    assert not await here.axe()
    assert not here.troubles


async def test_a_new_comment_says_so_and_takes_the_focus(window):
    here = await window("carla", viewport={"width": 360, "height": 640})
    await an_open_proposal(here)
    form = "#comments form:has(#comment-new)"
    await here.page.fill(f"{form} [name=body]", "Das sieht man auch am Telefon.")
    await here.page.click(f"{form} button[type=submit]")
    said = here.page.locator("#comments [role=status]", has_text="Ihr Kommentar ist veröffentlicht.")
    await said.wait_for()
    mine = here.page.locator("article[id^=comment-]:focus", has_text="Das sieht man auch am Telefon.")
    assert await mine.count() == 1
    assert await here.page.evaluate(IN_SIGHT, await said.element_handle())
    assert not await here.axe()
    assert not here.troubles


IN_SIGHT = """(element) => {
    const box = element.getBoundingClientRect();
    return box.top >= 0 && box.bottom <= innerHeight;
}"""


async def test_an_old_page_is_answered_by_one_page_that_keeps_the_text(window):
    here = await window("carla")
    await an_open_proposal(here)
    form = "#comments form:has(#comment-new)"
    await here.page.evaluate(
        "document.querySelectorAll('[name=_token]').forEach((token) => { token.value = 'old'; })"
    )
    await here.page.fill(f"{form} [name=body]", "Lange offen.\nUnd doch nicht verloren.")
    await here.page.click(f"{form} button[type=submit]")
    await here.page.get_by_role("heading", name="Bitte noch einmal senden").wait_for()
    for once in ("header.t-header", "main", "h1", "footer"):
        assert await here.page.locator(once).count() == 1, once
    assert await here.page.evaluate("document.activeElement.localName") == "h1"
    await here.page.click("main form[action$='/comments'] button[type=submit]")
    await here.page.locator("article[id^=comment-]", has_text="Und doch nicht verloren.").wait_for()
    assert await here.page.locator("[role=status]", has_text="Ihr Kommentar ist veröffentlicht.").count() == 1
    assert not here.troubles
