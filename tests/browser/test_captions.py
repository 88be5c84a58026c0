"""Captions in real windows: typed in one, read in the others, without a click in between."""


async def test_typed_lines_appear_for_all_and_the_field_is_ready_for_the_next(window):
    typing, alma, reader = await window("dirk"), await window("alma"), await window()
    await typing.goto("/forums/demo/captions/write")
    await alma.goto("/forums/demo")
    await reader.goto("/forums/demo/captions")
    await typing.page.wait_for_function("() => document.activeElement.id === 'caption'")
    for text in ("Guten Abend in der Aula.", "Wir beginnen mit dem Überweg."):
        await typing.page.keyboard.type(text)
        await typing.page.keyboard.press("Enter")
        for one in (alma, reader, typing):
            await one.page.wait_for_selector(f'#caption-lines li:has-text("{text}")', timeout=5000)
        await typing.page.wait_for_function(
            "() => document.activeElement.id === 'caption' && !document.activeElement.value"
        )
    for one in (alma, reader, typing):
        lines = await one.page.eval_on_selector_all("#caption-lines li", "els => els.map(e => e.id)")
        assert len(lines) == len(set(lines))
    assert await alma.page.is_visible(".t-captions li:last-child")
    at_end = "e => Math.abs(e.scrollHeight - e.clientHeight + Math.min(0, e.scrollTop)) <= e.scrollHeight && e.scrollTop <= 0"
    assert await alma.page.eval_on_selector(".t-captions__lines", at_end)
    assert typing.troubles == alma.troubles == reader.troubles == []


async def test_what_somebody_types_is_not_overwritten_by_a_new_line(window):
    first, second = await window("dirk"), await window("emin")
    for one in (first, second):
        await one.goto("/forums/demo/captions/write")
    await first.page.fill("#caption", "noch nicht fertig")
    await second.page.fill("#caption", "Die andere Seite war schneller.")
    await second.page.press("#caption", "Enter")
    await first.page.wait_for_selector('#caption-lines li:has-text("Die andere Seite war schneller.")')
    assert await first.page.input_value("#caption") == "noch nicht fertig"
    assert first.troubles == second.troubles == []


async def test_the_clerks_draft_grows_beside_what_is_being_typed(window):
    clerk, other = await window("dirk"), await window("dirk")
    await clerk.goto("/forums/demo/minutes/draft")
    await clerk.page.fill("#body", "Frau Lindner zeigt")
    await other.goto("/forums/demo/minutes/draft")
    await other.page.fill("#body", "Herr Weiß fragt nach den Kosten.")
    await other.page.click('form[action$="/minutes/notes"] button[type=submit]')
    await clerk.page.wait_for_selector(
        '#draft p:has-text("Herr Weiß fragt nach den Kosten.")', timeout=20_000
    )
    assert await clerk.page.input_value("#body") == "Frau Lindner zeigt"
    assert clerk.troubles == other.troubles == []
