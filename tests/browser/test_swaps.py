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
