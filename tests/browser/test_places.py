"""A picture and a place for a proposal, on a narrow screen and by keyboard alone, with no word to anybody else."""

import io

from PIL import Image

NEW = "/consultations/stadtgruen/proposals/new"
MAP = "/consultations/stadtgruen/proposals?view=map"
NARROW = {"width": 320, "height": 780}


def photo() -> dict[str, object]:
    out = io.BytesIO()
    Image.new("RGB", (900, 600), "#4a7f33").save(out, "JPEG")
    return {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


async def test_a_point_is_set_by_keyboard_and_a_picture_waits_with_the_draft(window):
    here = await window("bora", viewport=NARROW)
    page = here.page
    await here.goto(NEW)
    await page.wait_for_selector("[data-map] .t-district")
    assert not await here.axe()
    assert not await here.overflow()
    await page.focus("[data-map]")
    for key in ("ArrowUp", "ArrowRight", "ArrowDown"):
        await page.keyboard.press(key)
    await page.focus("[data-map-here]")
    await page.keyboard.press("Enter")
    point = await page.input_value("#point")
    assert point.startswith("51.0")
    assert point in await page.inner_text("[data-map-said]")
    await page.wait_for_selector("[data-map] .t-pin")
    await page.fill("#title", "Eine Bank unter den Kastanien")
    await page.fill("#body", "Dort ist immer Schatten.")
    await page.set_input_files("#image", photo())
    await page.fill("#image_alt", "Eine grüne Wiese unter Kastanien.")
    await page.click("button:has-text('Vorschau')")
    await page.wait_for_selector("#preview img[alt='Eine grüne Wiese unter Kastanien.']")
    assert await page.input_value("#point") == point
    assert not await here.axe()
    assert not await here.overflow()
    await page.click("button:has-text('Veröffentlichen')")
    await page.wait_for_selector(".t-pictures img[alt='Eine grüne Wiese unter Kastanien.']")
    await page.click("text=Auf der Karte zeigen")
    await page.wait_for_selector("[data-place]:focus")
    assert "Kastanien" in await page.inner_text("[data-place]:focus")
    await page.wait_for_selector("[data-map] .t-pin.is-lit")
    assert not here.troubles


async def test_the_map_shows_what_the_list_says_and_leads_back_to_it(window):
    here = await window("visitor", viewport=NARROW)
    page = here.page
    await here.goto(MAP)
    await page.wait_for_selector("[data-map] .t-pin")
    assert await page.locator("[data-place]").count() == await page.locator("[data-map] .t-pin").count()
    assert await page.locator("[data-map] .t-pin[tabindex], [data-map] .t-pin [tabindex]").count() == 0
    await page.locator("[data-map] .t-pin").first.dispatch_event("click")
    await page.wait_for_selector("[data-place]:focus")
    assert not await here.axe()
    assert not await here.overflow()
    assert not here.troubles
