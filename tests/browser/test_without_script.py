"""The main job with JavaScript switched off: propose, support, comment, report."""

import re


async def made(window, title):
    """A window without scripts, on a new proposal of Alma's."""
    here = await window("alma", java_script_enabled=False)
    await here.goto("/consultations/stadtgruen/proposals/new")
    await here.page.fill("[name=title]", title)
    await here.page.fill("[name=body]", "Ein **kurzer** Text.")
    await here.page.click("main form:has([name=title]) button[type=submit]")
    assert title in await here.page.inner_text("h1")
    return here, re.search(r"/proposals/\d+", here.page.url)[0]


async def supports(here):
    return await here.page.get_attribute("article[data-supports]", "data-supports")


async def test_propose_support_comment_and_report(window):
    _, address = await made(window, "Ein Vorschlag ohne Skript")
    bora = await window("bora", java_script_enabled=False)
    await bora.goto(address)
    assert await supports(bora) == "0"
    await bora.page.click("#support-act")
    assert await supports(bora) == "1"
    await bora.page.click("#support-act")
    assert await supports(bora) == "0"

    form = f"form[action='{address}/comments']:has(#comment-new)"
    await bora.page.check(f"{form} [name=stance][value=for]")
    await bora.page.fill(f"{form} [name=body]", "Gern auch zwei davon.")
    await bora.page.click(f"{form} button[type=submit]")
    line = bora.page.locator("article[id^=comment-]", has_text="Gern auch zwei davon.")
    await line.wait_for()
    assert await line.count() == 1
    assert bora.page.url.endswith("#" + await line.get_attribute("id"))
    assert await bora.page.locator("[role=status]", has_text="Ihr Kommentar ist veröffentlicht.").count() == 1

    visitor = await window(java_script_enabled=False)
    await visitor.goto(address)
    await visitor.page.click("a[href^='/report?kind=comment']")
    await visitor.page.check("[name=reason][value=off-topic]")
    await visitor.page.fill("[name=email]", "gast@example.org")
    await visitor.page.check("[name=good_faith]")
    await visitor.page.click("main form:has([name=reason]) button[type=submit]")
    assert await visitor.page.locator("text=/Fall \\d{4}-\\d+/").count() >= 1


async def test_a_forum_can_be_followed_and_written_to(window):
    alma = await window("alma", java_script_enabled=False)
    await alma.goto("/forums/demo")
    await alma.page.fill("#chat-write [name=body]", "Ganz ohne Skript geschrieben.")
    await alma.page.click("#chat-write button[type=submit]")
    assert await alma.page.locator("#chat-lines", has_text="Ganz ohne Skript geschrieben.").count() == 1


async def test_the_menu_of_a_phone_is_reachable(window):
    here = await window(java_script_enabled=False, viewport={"width": 360, "height": 700})
    await here.goto("/")
    await here.page.click("button[popovertarget=menue]")
    assert await here.page.is_visible("#menue a[href='/forums']")
