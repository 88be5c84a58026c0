"""While somebody writes a proposal: kept by itself, with what is alike beside it, and never touched."""

NEW = "/consultations/stadtgruen/proposals/new"
SHORT = {"width": 360, "height": 780}


async def test_what_is_typed_is_kept_and_a_twin_is_shown_without_touching_the_fields(window):
    here = await window("bora", viewport=SHORT)
    await here.goto(NEW)
    await here.page.locator("#title").press_sequentially("Schatten für die Haltestelle Lindenallee", delay=5)
    await here.page.wait_for_selector("#similar a:has-text('Schatten für die Haltestelle Lindenallee')")
    await here.page.wait_for_selector("#drafted:has-text('Entwurf gespeichert um')")
    await here.page.locator("#body").press_sequentially("Drei Linden", delay=5)
    async with here.page.expect_response("**/proposals/draft"):
        pass
    await here.page.locator("#body").press_sequentially(" und eine Bank", delay=5)
    assert await here.page.evaluate("document.activeElement.id") == "body"
    assert await here.page.input_value("#body") == "Drei Linden und eine Bank"
    async with here.page.expect_response("**/proposals/draft"):
        pass
    assert not await here.axe()
    await here.goto(NEW)
    assert await here.page.input_value("#body") == "Drei Linden und eine Bank"
    assert not here.troubles


async def test_the_preview_is_one_press_away_and_leads_back_to_the_same_words(window):
    here = await window("alma", viewport=SHORT)
    await here.goto(NEW)
    await here.page.fill("#title", "Eine Bank am Brunnen")
    await here.page.fill("#body", "Bitte **bald**.")
    await here.page.click("button:has-text('Vorschau')")
    await here.page.wait_for_selector("#preview strong:has-text('bald')")
    assert await here.page.input_value("#body") == "Bitte **bald**."
    assert not await here.axe()
    await here.page.click("button:has-text('Entwurf löschen')")
    await here.page.wait_for_selector("text=Ihr Entwurf ist gelöscht.")
    assert not here.troubles
