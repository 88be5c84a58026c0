"""Nothing runs off the wall: whatever a screen of the demo city shows fits a picture of 16 to 9."""

import re
import tempfile
from pathlib import Path

import pytest

from participation.forums.live_polls.rules import OPTION_LENGTH
from participation.forums.screen.rules import Show
from tests.server import Server, sign_in

LONGEST = {
    "question": "Welche der acht Haltestellen in der Nordstadt soll zuerst umgebaut werden, wenn das Geld nur für eine einzige reicht?",
    "options": "\n".join(
        f"{place}, Ecke Kirchweg, mit Bank, Dach und neuen Tastplatten"[:OPTION_LENGTH]
        for place in (
            "Lindenallee",
            "Nordmarkt",
            "Weberweg",
            "Hafen",
            "Gärtnerweg",
            "Stadtgasse",
            "Markt",
            "Damm",
        )
    ),
}
"""As long as the form lets them be: eight answers of sixty letters."""


@pytest.fixture(scope="module")
def untouched():
    """A city of its own: in that of the other browser tests the evening has gone on, with whatever they left."""
    with tempfile.TemporaryDirectory(prefix="teilhabe-wall-") as folder:
        server = Server(Path(folder) / "data", workers=1).start()
        yield server
        assert server.stop() == 0


async def test_every_content_fits_the_wall(window, untouched):
    visitor = await window()
    await visitor.page.set_viewport_size({"width": 1920, "height": 1080})
    await all_fits(visitor.page, untouched)
    edda = sign_in(untouched, "edda")
    chair = "/forums/demo/chair"
    closing = re.search(r'action="(/forums/demo/polls/\d+/closing)"', edda.get(chair))[1]
    edda.submit(chair, closing)
    await all_fits(visitor.page, untouched)
    await visitor.page.goto(f"{untouched.base}/forums/demo/screen")
    assert await visitor.page.locator(".t-result").count() == 1, "its result is what matters now"
    edda.submit(chair, "/forums/demo/polls", {**LONGEST, "form": "one", "effect": "mood", "hands": "1"})
    await all_fits(visitor.page, untouched)
    edda.submit(chair, re.search(r'action="(/forums/demo/polls/\d+/closing)"', edda.get(chair))[1])
    await all_fits(visitor.page, untouched)


async def all_fits(page, city: Server) -> None:
    for show in Show:
        await page.goto(f"{city.base}/forums/demo/screen?show={show.value}")
        await page.evaluate("document.fonts.ready")
        over = await page.evaluate(
            "() => [document.documentElement.scrollHeight - innerHeight, document.documentElement.scrollWidth - innerWidth]"
        )
        assert max(over) <= 0, (show, over)
