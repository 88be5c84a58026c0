"""Every page of the moderators at a phone's and a desk's width."""

import os
import re
from pathlib import Path

import pytest

from participation.core.clock import today
from tests.browser.test_keyboard import tab_to

PAGES = (
    "/moderation",
    "/moderation/texts",
    "/moderation/watch",
    "/moderation/second-looks",
    "/moderation/appeals",
    "/moderation/first",
    "/moderation/handover",
    "/moderation/team",
    "/moderation/bulk?case={case}&action=hide",
    "/moderation/cases/{case}",
    "/rules",
    "/transparency",
    f"/transparency/{today().year}",
)


@pytest.mark.parametrize("width", [360, 1280])
async def test_moderators_pages_fit_and_axe_finds_nothing(window, width):
    here = await window("carla", viewport={"width": width, "height": 900})
    await here.goto("/moderation")
    case = re.search(r"/moderation/cases/(\d+)/claim", await here.page.content()).group(1)
    for url in PAGES:
        assert await here.goto(url.format(case=case)) == 200, url
        for fold in await here.page.locator("main details").all():
            await fold.evaluate("element => { element.open = true; }")
        assert not await here.overflow(), url
        assert not await here.axe(), url
        if folder := os.environ.get("PICTURES"):
            name = re.sub(r"\W+", "-", url.split("?")[0].strip("/"))
            await here.page.screenshot(path=str(Path(folder) / f"{name}-{width}.png"), full_page=True)
    assert not here.troubles


async def test_a_slip_in_a_rule_is_mended_without_a_mouse(window):
    """A real change would ask everybody else in the city too, whom other tests are watching."""
    here = await window("ada")
    await here.goto("/rules/einmal/edit")
    assert not await here.axe()
    await tab_to(here, "title")
    await here.page.keyboard.press("End")
    await here.page.keyboard.type(" und reicht")
    await tab_to(here, "slip")
    await here.page.keyboard.press("Space")
    await here.page.keyboard.press("Tab")
    async with here.page.expect_navigation():
        await here.page.keyboard.press("Enter")
    assert "Einmal genügt und reicht" in await here.page.inner_text("main")
    assert "reicht" in await here.page.inner_text("main ins")
    assert await here.page.locator(".t-asked").count() == 0
    assert not here.troubles


async def test_shifts_and_reading_first_work_without_a_mouse(window):
    here = await window("carla")
    await here.goto("/moderation/first")
    reading = here.page.locator("main li", has_text="Wieder sofort erscheinen lassen")
    before = await reading.count()
    await here.page.locator("main li form button").last.focus()
    async with here.page.expect_navigation():
        await here.page.keyboard.press("Enter")
    assert await reading.count() == before + 1
    await here.page.locator("main li form button").nth(before).focus()
    async with here.page.expect_navigation():
        await here.page.keyboard.press("Enter")
    await here.goto("/moderation/handover")
    await tab_to(here, "taker")
    await tab_to(here, "text")
    await here.page.keyboard.type("Nur mit Tasten übergeben.")
    await here.page.keyboard.press("Tab")
    async with here.page.expect_navigation():
        await here.page.keyboard.press("Enter")
    assert "Nur mit Tasten übergeben." in await here.page.inner_text("main")
    assert not here.troubles
