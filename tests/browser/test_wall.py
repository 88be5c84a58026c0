"""Nothing runs off the wall: whatever a screen shows, it fits a picture of 16 to 9, by day and by night."""

from participation.forums.screen.rules import Show


async def test_every_content_fits_the_wall(window):
    visitor = await window()
    await visitor.page.set_viewport_size({"width": 1920, "height": 1080})
    for show in Show:
        await visitor.goto(f"/forums/demo/screen?show={show.value}")
        await visitor.page.evaluate("document.fonts.ready")
        over = await visitor.page.evaluate(
            "() => [document.documentElement.scrollHeight - innerHeight, document.documentElement.scrollWidth - innerWidth]"
        )
        assert max(over) <= 0, (show, over)
    assert visitor.troubles == []
