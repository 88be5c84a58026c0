"""What somebody is typing is theirs: no swap and no reload takes it; and what is read aloud can be switched off."""

from tests.browser.test_live_forum import say
from tests.server import Server, sign_in

WORDS = {"body": "Noch nicht fertig geschrieben", "question": "Wann kommt eigent", "note": "Schulweg"}
WATCH = """() => {
    window.told = [];
    new MutationObserver(() => window.told.push(document.querySelector("#announcements").textContent))
        .observe(document.querySelector("#announcements"), { childList: true, characterData: true, subtree: true });
}"""
GROW = "before => document.querySelector('[data-live]').dataset.seq > before"


async def type_everywhere(page) -> None:
    """The last field keeps the focus, with the cursor within the word."""
    await page.check("#melden input[name=channel][value=home]")
    for name in ("note", "question", "body"):
        await page.fill(f"#{name}", WORDS[name])
    await page.evaluate("document.querySelector('#body').setSelectionRange(4, 4)")


async def check_all_there(page) -> None:
    for name, words in WORDS.items():
        assert await page.input_value(f"#{name}") == words
    assert await page.is_checked("#melden input[name=channel][value=home]")


async def seq(page) -> int:
    return int(await page.get_attribute("[data-live]", "data-seq"))


async def moved(page, act) -> None:
    """`act` is an act over HTTP; then the page has it."""
    import asyncio

    before = await seq(page)
    await asyncio.to_thread(act)
    await page.wait_for_function(
        "before => Number(document.querySelector('[data-live]').dataset.seq) > before", arg=before
    )


def press(site: Server, form: str, name: str = "edda", page: str = "/chair", **fields: str):
    def act() -> None:
        sign_in(site, name).submit(f"/forums/demo{page}", f"/forums/demo{form}", fields or None)

    return act


async def test_swaps_of_every_kind_leave_three_open_fields_alone(window, site: Server):
    here = await window("bora")
    await here.goto("/forums/demo")
    await type_everywhere(here.page)
    await moved(here.page, press(site, "/agenda/next"))
    await moved(here.page, press(site, "/agenda/back"))
    await moved(here.page, press(site, "/desk/requests", "dirk", "/desk", card="77", kind="speech"))
    await moved(here.page, press(site, "/incidents", "dirk", "/desk", incident="picture"))
    await moved(
        here.page, press(site, "/questions", "konrad", "", question="Bleibt der Brunnen im Winter an?")
    )
    await moved(here.page, press(site, "/messages", "konrad", "", body="eine Zeile dazwischen"))
    await check_all_there(here.page)
    assert await here.page.evaluate("document.activeElement.id") == "body"
    assert await here.page.evaluate("document.activeElement.selectionStart") == 4
    assert not here.troubles


async def test_a_chat_that_closes_does_not_take_the_line_with_it(window, site: Server):
    here = await window("bora")
    await here.goto("/forums/demo")
    await type_everywhere(here.page)
    try:
        await moved(here.page, press(site, "/closing"))
        await check_all_there(here.page)
    finally:
        await moved(here.page, press(site, "/opening"))
    await check_all_there(here.page)
    await here.page.click("#chat-write button[type=submit]")
    await here.page.wait_for_selector(f'#chat-lines li:has-text("{WORDS["body"]}")')
    assert not here.troubles


async def test_a_form_that_loads_the_page_anew_keeps_what_stands_in_the_others(window):
    here = await window("bora")
    await here.goto("/forums/demo")
    await here.page.fill("#body", WORDS["body"])
    await here.page.fill("#question", "Wird die Bank ersetzt?")
    await here.page.click("#fragen button[type=submit]")
    await here.page.wait_for_url("**/questions*")
    await here.goto("/forums/demo")
    assert await here.page.input_value("#body") == WORDS["body"]
    assert await here.page.input_value("#question") == ""
    await here.page.reload()
    assert await here.page.input_value("#body") == WORDS["body"]


async def test_what_is_typed_while_a_line_is_on_its_way_is_the_beginning_of_the_next(window):
    here = await window("bora")
    await here.goto("/forums/demo")

    async def slowly(route):
        await here.page.keyboard.type(" und mehr")
        await route.continue_()

    await here.page.route("**/messages", slowly)
    await here.page.fill("#body", "erst dies")
    await here.page.keyboard.press("Tab")
    await here.page.focus("#body")
    await here.page.evaluate("document.querySelector('#chat-write form').requestSubmit()")
    await here.page.wait_for_selector("#chat-lines li:has-text('erst dies')")
    await here.page.wait_for_function("() => document.querySelector('#body').value === 'und mehr'")
    assert await here.page.locator("#chat-lines li:has-text('und mehr')").count() == 0
    assert not here.troubles


async def test_new_lines_are_told_in_one_sentence_at_a_time_and_not_at_all_when_switched_off(window):
    alma, bora = await window("alma"), await window("bora")
    for one in (alma, bora):
        await one.goto("/forums/demo")
    assert await bora.page.locator("[aria-live=polite]#announcements").count() == 1
    await bora.page.evaluate(WATCH)
    for number in range(4):
        await say(alma.page, f"nacheinander {number}")
    await bora.page.wait_for_selector("#chat-lines li:has-text('nacheinander 3')")
    await bora.page.wait_for_function("() => window.told.length >= 2", timeout=15_000)
    told = await bora.page.evaluate("window.told")
    assert told[0].endswith(" schreibt")
    assert len(told) <= 3, told  # four lines are not four sentences
    assert any("neue Beiträge" in sentence for sentence in told)
    switch = bora.page.get_by_role("button", name="Neue Beiträge vorlesen lassen")
    assert await switch.get_attribute("aria-pressed") == "true"
    await switch.click()
    assert await switch.get_attribute("aria-pressed") == "false"
    for _ in range(2):
        await bora.page.evaluate(WATCH)
        await say(alma.page, "leise dazwischen")
        await bora.page.wait_for_selector("#chat-lines li:has-text('leise dazwischen')")
        assert await bora.page.inner_text("#announcements") == ""
        assert await bora.page.evaluate("window.told") == []
        await bora.page.reload()  # the browser remembers it
        assert await switch.get_attribute("aria-pressed") == "false"
    assert not await bora.axe()
    assert not bora.troubles


async def test_the_next_item_is_told_politely_too(window, site: Server):
    bora = await window("bora")
    await bora.goto("/forums/demo")
    await bora.page.evaluate(WATCH)
    await moved(bora.page, press(site, "/agenda/next"))
    await bora.page.wait_for_function(
        "() => window.told.some((sentence) => sentence.startsWith('Jetzt: '))", timeout=10_000
    )
    await moved(bora.page, press(site, "/agenda/back"))


async def test_what_somebody_has_unfolded_stays_so_when_it_is_drawn_anew(window, site: Server):
    here = await window("bora")
    await here.goto("/forums/demo")
    rules = here.page.locator("details[data-fold=rules]")
    await rules.locator("summary").click()
    await rules.evaluate("fold => { fold.dataset.old = '1' }")
    await moved(here.page, press(site, "/desk/requests", "dirk", "/desk", card="78", kind="speech"))
    assert await rules.get_attribute("data-old") is None, "it was not drawn anew"
    assert await rules.evaluate("fold => fold.open")
    await rules.locator("summary").click()
    await moved(here.page, press(site, "/desk/requests", "dirk", "/desk", card="79", kind="speech"))
    assert not await rules.evaluate("fold => fold.open")
    assert not here.troubles
