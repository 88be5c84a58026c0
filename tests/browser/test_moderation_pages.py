"""Every page of the moderators at a phone's and a desk's width."""

import os
import re
from pathlib import Path

import pytest

from participation.core.clock import today

PAGES = (
    "/moderation",
    "/moderation/texts",
    "/moderation/watch",
    "/moderation/second-looks",
    "/moderation/bulk?case={case}&action=hide",
    "/moderation/cases/{case}",
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
