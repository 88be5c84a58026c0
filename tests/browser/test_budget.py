"""The ballot on money: live with a script, by sending without one, and by keyboard."""

import re

from tests.browser.test_keyboard import tab_to
from tests.server import Person


def address(site):
    return Person(site).http.get("/consultations/buergerhaushalt/budget").headers["location"]


async def cheapest(here):
    """Ids of the boxes, the cheapest first."""
    return await here.page.evaluate(
        "[...document.querySelectorAll('[data-cost]')].sort((a, b) => a.dataset.cost - b.dataset.cost).map(box => box.id)"
    )


async def said(here):
    return await here.page.inner_text("[data-basket-sum]")


async def test_the_sum_follows_each_tick_and_says_what_is_too_much(window, site):
    here = await window("alma")
    await here.goto(address(site))
    assert await said(here) == "0 gewählt, zusammen 0 Euro. Es bleiben 150.000 Euro."
    assert await here.page.locator("[data-basket-ask]").is_hidden()
    boxes = await cheapest(here)
    await here.page.check(f"#{boxes[0]}")
    assert await said(here) == "1 gewählt, zusammen 4.800 Euro. Es bleiben 145.200 Euro."
    for box in boxes[1:]:
        await here.page.check(f"#{box}")
    assert re.fullmatch(r"14 gewählt, zusammen [\d.]+ Euro. Das sind [\d.]+ Euro zu viel.", await said(here))
    assert await here.page.locator(".t-basket.is-over").count() == 1
    assert not await here.axe()
    await here.page.wait_for_function(
        "() => document.querySelector('[data-basket-said]').textContent.includes('zu viel')"
    )
    await here.page.click(".t-basket button:not([name])")
    await here.page.wait_for_selector(".t-errors")
    assert "mehr, als Geld da ist" in await here.page.inner_text(".t-errors")
    assert await here.page.locator("[name=answer]:checked").count() == 14
    assert not await here.axe()
    assert not here.troubles


async def test_the_script_says_the_same_as_the_server(window, site):
    """The words of both are made in two places; so they are held together."""
    with_script, without = await window("alma"), await window("alma", java_script_enabled=False)
    await with_script.goto(address(site))
    await without.goto(address(site))
    boxes = await cheapest(with_script)
    for number in (1, 4, len(boxes)):
        for box in boxes[:number]:
            await with_script.page.check(f"#{box}")
            await without.page.check(f"#{box}")
        await without.page.click("button[name=sum]")
        assert await said(with_script) == await said(without)
    assert await without.page.locator("[name=answer]:checked").count() == len(boxes)


async def test_a_ballot_is_cast_without_a_script_and_only_once(window, site):
    here = await window("bora", java_script_enabled=False)
    await here.goto(address(site))
    box = here.page.locator("[name=answer]").first
    await box.check()
    await here.page.click(".t-basket button:not([name])")
    assert "Ihre Prüfnummer" in await here.page.inner_text("main")
    await here.goto(address(site))
    assert "Sie haben abgestimmt" in await here.page.inner_text("main")
    assert await here.page.locator("[name=answer]:checked").count() == 0


async def test_the_keyboard_is_enough(window, site):
    here = await window("carla")
    await here.goto(address(site))
    await tab_to(here, "answer")
    await here.page.keyboard.press("Space")
    assert (await said(here)).startswith("1 gewählt")
    focused = await here.page.evaluate(
        """() => {
            const box = document.activeElement.getBoundingClientRect();
            const bar = document.querySelector('.t-basket').getBoundingClientRect();
            return box.bottom <= bar.top || box.top >= bar.bottom;
        }"""
    )
    assert focused, "the running total lies over the box that has the focus"
    async with here.page.expect_navigation():
        await here.page.keyboard.press("Enter")
    assert "Ihre Prüfnummer" in await here.page.inner_text("main")
    assert not here.troubles
