"""A moderator clears the queue with one key for each case."""

import re
from contextlib import suppress

from playwright.async_api import Error

from tests.server import Person, sign_in

HAPPENED = "document.readyState === 'complete' && (!!document.getElementById('keys-said').textContent || !('before' in document.body.dataset))"
REPORT = {"reason": "child-abuse", "good_faith": "1"}


def _fill(site, wanted: int) -> None:
    """As many cases as it takes, about proposals and comments of the demo city."""
    visitor, made = Person(site), 0
    reporters = [visitor, *(sign_in(site, name) for name in ("alma", "konrad", "emin"))]
    places = [
        f"/consultations/{slug}/proposals?page={n}"
        for slug in ("stadtgruen", "mobilitaet")
        for n in (1, 2, 3)
    ]
    listed = "".join(visitor.get(place) for place in places)
    for number in dict.fromkeys(re.findall(r'href="/proposals/(\d+)"', listed)):
        page = visitor.get(f"/proposals/{number}")
        comments = re.findall(r'id="comment-(\d+)"', page)
        for kind, identity in [("proposal", number), *(("comment", one) for one in comments)]:
            url = f"/report?kind={kind}&id={identity}"
            if visitor.http.get(url).status_code != 200:
                continue
            reporter = reporters[made % len(reporters)]
            fields = {**reporter.form(url, "/report"), **REPORT}
            made += reporter.post("/report", fields).status_code == 303
            if made == wanted:
                return
    raise AssertionError(f"only {made} cases")


async def test_fifty_cases_by_keyboard_alone_and_three_taken_back(window, site):
    _fill(site, 55)
    here = await window("carla")
    await here.goto("/moderation")
    keyboard = here.page.keyboard

    async def waiting() -> int:
        await here.page.goto(f"{site.base}/moderation")
        return int(re.search(r"\d+", await here.page.inner_text(".t-chips, nav.t-my3")).group())

    async def press(key: str) -> None:
        """The line goes or comes, or, with the last one of a page, the page itself."""
        await here.page.evaluate(
            "document.getElementById('keys-said').textContent = ''; document.body.dataset.before = ''"
        )
        await keyboard.press(key)
        for _ in range(200):
            with suppress(Error):
                if await here.page.evaluate(HAPPENED):
                    break
            await here.page.wait_for_timeout(10)
        await here.page.wait_for_load_state()

    await here.goto("/moderation/recent")
    decided = await here.page.locator("main input[name=case]").count()
    start = await waiting()
    assert start >= 53
    done = 0
    while done < 50:
        lines = await here.page.locator(".t-case[data-quick]").count()
        if not lines:
            await here.page.goto(f"{site.base}/moderation?page=2")
        if not await here.page.locator(".t-case.is-picked[data-quick]").count():
            await here.page.focus(".t-case[data-quick] h3 a")
        await press("h" if done % 5 else "a")
        done += 1
    for _ in range(3):
        await here.page.wait_for_selector("#keys:not([hidden])")
        await press("u")
    assert await waiting() == start - 47
    assert not await here.axe()
    await here.goto("/moderation/recent")
    assert await here.page.locator("main input[name=case]").count() == decided + 47
    assert not await here.axe()
    assert not await here.overflow()
    assert not here.troubles


async def test_the_keys_can_be_switched_off(window):
    here = await window("carla")
    await here.goto("/moderation")
    await here.page.keyboard.press("j")
    assert await here.page.locator(".t-case.is-picked").count() == 1
    await here.page.click("[data-keys-toggle]")
    await here.goto("/moderation")
    await here.page.keyboard.press("j")
    focused = await here.page.evaluate("!!document.activeElement.closest('.t-case')")
    assert not focused


async def test_nothing_picked_is_nothing_decided_and_the_bar_takes_back(window, site):
    _fill(site, 3)
    here = await window("carla")
    await here.goto("/moderation")
    head = await here.page.inner_text("#queue-head")
    await here.page.keyboard.press("h")
    assert await here.page.locator(".t-case.is-picked").count() == 1
    assert await here.page.locator("#keys-bar").is_hidden()
    await here.page.focus(".t-case[data-quick] h3 a")
    await here.page.keyboard.press("h")
    undo = here.page.locator("[data-keys-undo]")
    await undo.wait_for(state="visible")
    assert await here.page.inner_text("#queue-head") != head
    await undo.click()
    await undo.wait_for(state="hidden")
    assert await here.page.inner_text("#queue-head") == head


async def test_cases_are_chosen_by_key_and_the_bar_comes_with_the_first(window, site):
    _fill(site, 3)
    here = await window("carla")
    await here.goto("/moderation")
    bulk = here.page.locator("#bulk")
    assert await bulk.is_hidden()
    ticked = here.page.locator("input[name=case]:checked")
    await here.page.focus(".t-case[data-quick] h3 a")
    await here.page.keyboard.press("x")
    assert await bulk.is_visible()
    await ticked.first.focus()
    await here.page.keyboard.press("j")
    await here.page.keyboard.press("x")
    assert await ticked.count() == 2
    assert not await here.axe()
    await bulk.get_by_role("button").first.click()
    await here.page.wait_for_url("**/moderation/bulk?*")
    assert await here.page.locator("input[name=case]").count() == 2
