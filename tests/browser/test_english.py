"""On English pages a screen reader still reads the texts of the city and of people as German."""


async def english(window):
    here = await window()
    await here.goto("/")
    await here.page.click("button[name=language][value=en]")
    assert await here.page.get_attribute("html", "lang") == "en"
    return here


async def test_contributions_are_marked_as_german(window):
    here = await english(window)
    await here.goto("/consultations/stadtgruen/proposals")
    assert await here.page.locator("ol.t-proposals h3:not([lang=de])").count() == 0
    await here.page.click("ol.t-proposals h3 a")
    assert await here.page.get_attribute("h1", "lang") == "de"
    assert await here.page.locator(".t-prose:not([lang=de])").count() == 0
    assert not await here.axe("valid-lang", "html-lang-valid")


async def test_what_the_product_says_is_english(window):
    here = await english(window)
    for url in ("/", "/consultations/stadtgruen"):
        await here.goto(url)
        assert await here.page.locator("main h1[lang=de], main h2[lang=de]").count() >= 1
        for kicker in await here.page.locator(".t-story .t-kicker").all_inner_texts():
            assert kicker.lower().startswith("consultation · "), kicker
    steps = await here.page.locator(".t-steps b").all_inner_texts()
    assert steps[:2] == ["Inform", "Collect proposals"]


async def test_in_german_nothing_is_marked(window):
    here = await window()
    await here.goto("/consultations/stadtgruen")
    assert await here.page.locator("main [lang]").count() == 0
