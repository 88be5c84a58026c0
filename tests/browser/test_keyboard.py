"""With the keyboard alone."""

FOCUSED = (
    "document.activeElement.getAttribute('href') || document.activeElement.name || document.activeElement.id"
)


async def tab_to(here, wanted, most=80):
    """Presses Tab until the focus is there; fails where it never comes."""
    seen = []
    for _ in range(most):
        await here.page.keyboard.press("Tab")
        seen.append(await here.page.evaluate(FOCUSED))
        if seen[-1] == wanted:
            return
    raise AssertionError(f"{wanted} is not reached by Tab: {seen}")


async def test_the_first_stop_leads_past_the_header(window):
    here = await window()
    await here.goto("/consultations")
    await here.page.keyboard.press("Tab")
    assert await here.page.evaluate(FOCUSED) == "#inhalt"
    await here.page.keyboard.press("Enter")
    assert await here.page.evaluate("document.activeElement.id") == "inhalt"
    await here.page.keyboard.press("Tab")
    assert await here.page.evaluate("!!document.activeElement.closest('main')")


async def test_every_stop_is_visible_where_it_has_the_focus(window):
    here = await window("alma")
    await here.goto("/")
    for _ in range(25):
        await here.page.keyboard.press("Tab")
        seen = await here.page.evaluate(
            """() => {
                const element = document.activeElement, box = element.getBoundingClientRect();
                const style = getComputedStyle(element);
                return {what: element.outerHTML.slice(0, 120), area: box.width * box.height,
                        ring: parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none"};
            }"""
        )
        assert seen["area"] > 0, seen
        assert seen["ring"], seen


async def test_a_proposal_is_made_without_a_mouse(window):
    here = await window("alma")
    await here.goto("/consultations/stadtgruen/proposals/new")
    await tab_to(here, "title")
    await here.page.keyboard.type("Ein Trinkbrunnen, nur mit Tasten vorgeschlagen")
    await here.page.keyboard.press("Tab")
    await here.page.keyboard.type("Man kommt auch ohne Maus ans Wasser.")
    await here.page.keyboard.press("Tab")
    await tab_to(here, "place")
    async with here.page.expect_navigation():
        await here.page.keyboard.press("Enter")
    assert "nur mit Tasten" in await here.page.inner_text("h1")
    assert not here.troubles


async def test_a_mistake_takes_the_focus_to_its_summary_and_from_there_to_the_field(window):
    here = await window("alma")
    await here.goto("/consultations/stadtgruen/proposals/new")
    await here.page.fill("[name=body]", "Dieser Text bleibt stehen.")
    await here.page.click("main form button[type=submit]")
    await here.page.wait_for_selector("[role=alert], .t-errors, [data-focus], .kern-alert")
    assert await here.page.input_value("[name=body]") == "Dieser Text bleibt stehen."
    focused = await here.page.evaluate("document.activeElement.innerText")
    assert "Sagen Sie in einem Satz, worum es geht." in focused
    assert not await here.axe()
    await here.page.keyboard.press("Tab")
    await here.page.keyboard.press("Enter")
    assert await here.page.evaluate("document.activeElement.name") == "title"
