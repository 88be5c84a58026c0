"""Pictures of the demo city: `python -m tests.tools.screenshots [FOLDER]`.

Without a folder the few of the README go to docs/screenshots/; with one all pages go there, at 360 and 1280
pixels, by day and by night.
"""

import asyncio
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from playwright.async_api import Browser, Page, async_playwright

from tests.server import ROOT, Person, Server, sign_in
from tests.tools.chromium import ASK, flags, path

README = ROOT / "docs" / "screenshots"
HEIGHTS = {1280: 860, 360: 780}


class View(NamedTuple):
    name: str
    who: str
    url: str
    mistake: bool = False
    """The form is sent empty, to show how it says what is wrong."""
    vote: bool = False
    """The ballot is filled and handed in, to show what comes then."""


class Shot(NamedTuple):
    view: str
    width: int
    scheme: str
    height: int = 0


VIEWS = (
    View("home", "visitor", "/"),
    View("consultation", "visitor", "/consultations/stadtgruen"),
    View("list", "visitor", "/consultations/stadtgruen/proposals"),
    View("proposal", "alma", "{proposal}"),
    View("form-with-errors", "alma", "/consultations/stadtgruen/proposals/new", mistake=True),
    View("forum", "alma", "/forums/demo"),
    View("screen", "visitor", "/forums/demo/screen"),
    View("chair", "edda", "/forums/demo/chair"),
    View("queue", "carla", "/moderation"),
    View("case", "carla", "{case}"),
    View("transparency", "visitor", "/transparency"),
    View("ballot", "alma", "{poll}"),
    View("receipt", "alma", "{poll}", vote=True),
    View("result", "visitor", "{rounds}"),
    View("recount", "visitor", "{rounds}/recount"),
    View("project", "visitor", "{built}"),
    View("project-lost", "visitor", "{lost}"),
)
ALL = tuple(
    Shot(view.name, width, scheme) for view in VIEWS for width in HEIGHTS for scheme in ("light", "dark")
)
CHOSEN = (
    Shot("home", 1280, "light"),
    Shot("consultation", 1280, "light"),
    Shot("proposal", 1280, "light"),
    Shot("proposal", 360, "dark"),
    Shot("form-with-errors", 360, "light"),
    Shot("forum", 1280, "light", 1400),
    Shot("screen", 1280, "light"),
    Shot("queue", 1280, "light"),
    Shot("case", 1280, "dark"),
    Shot("ballot", 360, "light"),
    Shot("receipt", 360, "dark"),
    Shot("result", 1280, "light"),
    Shot("recount", 1280, "light"),
    Shot("project-lost", 1280, "dark", 1100),
)


def places(site: Server) -> dict[str, str]:
    listed = Person(site).get("/consultations/stadtgruen/proposals?q=Haltestelle+Lindenallee")
    queue = sign_in(site, "carla").get("/moderation")
    polls, money = Person(site).get("/polls"), Person(site).get("/budgets/1")
    projects = re.findall(r'href="(/budgets/1/projects/\d+)"', money)
    return {
        "poll": re.findall(r'href="(/polls/\d+)"', polls)[0],
        "rounds": re.findall(r'href="(/polls/\d+)"[^>]*>Welche drei Plätze', polls)[0],
        "built": projects[0],
        "lost": next(one for one in projects if "Warum wird es nicht gebaut?" in Person(site).get(one)),
        "proposal": re.search(r'href="(/proposals/\d+)"', listed)[1],
        "case": re.findall(r'href="(/moderation/cases/\d+)"', queue)[-1],
    }


async def take(browser: Browser, site: Server, folder: Path, shots: Sequence[Shot], *, whole: bool) -> None:
    views, known = {view.name: view for view in VIEWS}, places(site)
    people = {view.who for view in VIEWS if view.who != "visitor"}
    cookies = {who: sign_in(site, who).http.cookies["session"] for who in people}
    for shot in shots:
        view = views[shot.view]
        context = await browser.new_context(
            base_url=site.base,
            locale="de-DE",
            timezone_id="Europe/Berlin",
            viewport={"width": shot.width, "height": shot.height or HEIGHTS[shot.width]},
            color_scheme=shot.scheme,
            reduced_motion="reduce",
        )
        if view.who in cookies:
            await context.add_cookies([{"name": "session", "value": cookies[view.who], "url": site.base}])
        page = await context.new_page()
        await show(page, view, known)
        name = f"{shot.view}-{shot.width}{'-dark' if shot.scheme == 'dark' else ''}.png"
        await page.screenshot(path=folder / name, full_page=whole and shot.view != "screen")
        await context.close()


async def show(page: Page, view: View, known: dict[str, str]) -> None:
    await page.goto(
        view.url.format(**known), wait_until="networkidle" if "forums" not in view.url else "load"
    )
    if view.mistake:
        await page.fill("[name=body]", "Im Sommer steht man hier in der prallen Sonne.")
        await page.click("main form:has([name=title]) button[type=submit]")
        await page.wait_for_load_state("load")
    if view.vote:
        for number, option in enumerate(await page.locator(".t-ballot fieldset").all()):
            await option.locator("input").nth(3 * number % 10).check(force=True)
        await page.click(".t-ballot button[type=submit]")
        await page.wait_for_load_state("load")
    await page.evaluate("document.fonts.ready")
    await page.wait_for_timeout(300)


async def run(folder: Path, shots: Sequence[Shot], *, whole: bool) -> None:
    found = path()
    if found is None:
        sys.exit(ASK)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="teilhabe-pictures-") as data:
        site = Server(Path(data) / "data", workers=1).start()
        try:
            async with async_playwright() as playwright:
                browser = await playwright.chromium.launch(executable_path=found, args=flags())
                await take(browser, site, folder, shots, whole=whole)
                await browser.close()
        finally:
            site.stop()
    print(f"{len(shots)} pictures in {folder}")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        asyncio.run(run(Path(sys.argv[1]), ALL, whole=True))
    else:
        asyncio.run(run(README, CHOSEN, whole=False))
