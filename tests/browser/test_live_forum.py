"""The live forum in real windows: what one does is seen by all, and a lost connection loses nothing."""

from playwright.async_api import Page

LINES = "els => els.map(e => e.id)"


async def say(page: Page, text: str) -> None:
    await page.fill("#body", text)
    await page.click("#chat-write button[type=submit]")
    await page.wait_for_selector(f'#chat-lines li:has-text("{text}")')


async def test_a_line_reaches_the_other_window_and_the_field_is_ready_for_the_next(window):
    alma, bora = await window("alma"), await window("bora")
    for one in (alma, bora):
        await one.goto("/forums/demo")
    await say(alma.page, "Guten Abend aus der Nordstadt")
    await bora.page.wait_for_selector("#chat-lines li:has-text('Guten Abend aus der Nordstadt')")
    await alma.page.wait_for_function(
        "() => document.activeElement.id === 'body' && !document.activeElement.value"
    )
    assert alma.troubles == bora.troubles == []


async def test_after_a_lost_connection_everything_missed_comes_once(window):
    alma, bora = await window("alma"), await window("bora")
    for one in (alma, bora):
        await one.goto("/forums/demo")
    await say(alma.page, "vor der Lücke")
    await bora.page.wait_for_selector("#chat-lines li:has-text('vor der Lücke')")
    await bora.context.set_offline(True)
    for number in range(3):
        await say(alma.page, f"in der Lücke {number}")
    await bora.context.set_offline(False)
    await bora.page.wait_for_selector("#chat-lines li:has-text('in der Lücke 2')", timeout=20_000)
    there = await bora.page.eval_on_selector_all("#chat-lines li", LINES)
    assert len(there) == len(set(there))
    assert there[-4:] == (await alma.page.eval_on_selector_all("#chat-lines li", LINES))[-4:]


async def test_the_next_item_is_on_every_page_at_once(window):
    chair, other, alma, screen = (
        await window("edda"),
        await window("edda"),
        await window("alma"),
        await window(),
    )
    for one, url in ((chair, "chair"), (other, "chair"), (alma, ""), (screen, "screen?show=now")):
        await one.goto(f"/forums/demo/{url}".rstrip("/"))
    coming = (await chair.page.inner_text("#next small")).partition(", ")[2]
    await chair.page.click("#next")
    await alma.page.wait_for_selector(f'#now h2:has-text("{coming}")', timeout=5000)
    await alma.page.wait_for_function("text => document.title.startsWith(text)", arg=f"Live: {coming} – ")
    await screen.page.wait_for_selector(f'#screen-now h2:has-text("{coming}")', timeout=5000)
    await other.page.wait_for_selector(f'#top:has-text("{coming}")', timeout=5000)
    await chair.page.click("#back")
    await alma.page.wait_for_selector(f'#now h2:not(:has-text("{coming}"))', timeout=5000)
    assert chair.troubles == other.troubles == alma.troubles == screen.troubles == []


async def test_without_a_net_nothing_is_lost_and_every_page_says_so(window):
    alma, chair, screen = await window("alma"), await window("edda"), await window()
    for one, url in ((alma, ""), (chair, "/chair"), (screen, "/screen")):
        await one.goto(f"/forums/demo{url}")
    await say(alma.page, "noch mit Netz")
    await screen.page.wait_for_selector("[data-live-mark] .t-live")
    for one in (alma, chair, screen):
        await one.context.set_offline(True)
        await one.page.wait_for_selector("#connection:has-text('Verbindung unterbrochen')")
    assert "Redeliste bleibt" not in await alma.page.inner_text("#connection")
    assert await screen.page.is_hidden("#screen-live")
    assert await chair.page.is_disabled("#next")
    await alma.page.fill("#body", "ohne Netz geschrieben")
    await alma.page.click("#chat-write button[type=submit]")
    await alma.page.wait_for_selector("#chat-write [data-unsent-text]:has-text('Nicht gesendet. Ihre Zeile')")
    assert await alma.page.input_value("#body") == "ohne Netz geschrieben"
    for one in (alma, chair, screen):
        await one.context.set_offline(False)
        await one.page.wait_for_selector("#connection", state="hidden", timeout=20_000)
    assert await chair.page.is_enabled("#next")
    assert await screen.page.is_visible("[data-live-mark] .t-live")
    await alma.page.click("#chat-write button[type=submit]")
    await alma.page.wait_for_selector("#chat-lines li:has-text('ohne Netz geschrieben')")


async def test_an_answer_that_never_comes_leaves_the_line_in_its_field(window):
    alma = await window("alma")
    await alma.goto("/forums/demo")
    await alma.page.route("**/messages", lambda route: route.abort())
    await alma.page.fill("#body", "unterwegs verloren")
    await alma.page.click("#chat-write button[type=submit]")
    await alma.page.wait_for_selector("#chat-write [data-unsent-text]:has-text('Nicht gesendet')")
    await alma.page.unroute("**/messages")
    await say(alma.page, "unterwegs verloren")
    assert await alma.page.locator("#chat-write [data-unsent-text]:visible").count() == 0
