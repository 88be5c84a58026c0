"""A real Chromium before the real product: one server and one browser for all tests of this folder."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Playwright, async_playwright

from tests.browser.window import Window
from tests.server import Server, sign_in
from tests.tools.chromium import ASK, flags, path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site() -> Iterator[Server]:
    """The demo city in two web processes. Its limits are off: tests are faster than people."""
    with tempfile.TemporaryDirectory(prefix="teilhabe-browser-") as folder:
        free = {f"LIMIT_{name}": "100000" for name in ("MESSAGES", "PROPOSALS", "COMMENTS", "SUPPORTS")}
        server = Server(Path(folder) / "data", **free).start()
        yield server
        assert server.stop() == 0


PEOPLE = ("ada", "alma", "bora", "carla", "dirk", "edda", "emin", "konrad")
PATIENCE = 15
"""Seconds; now and then Chromium never answers that a window is closed, and a test must not wait for ever."""


class Chromium:
    """One browser for all tests; a new one takes its place when it no longer answers."""

    def __init__(self, playwright: Playwright) -> None:
        self.playwright = playwright
        self.browser: Browser | None = None

    async def context(self, **options: Any) -> BrowserContext:
        if self.browser is None:
            found = path()
            assert found is not None, ASK
            self.browser = await self.playwright.chromium.launch(executable_path=found, args=flags())
        return await self.browser.new_context(**options)

    async def close(self, context: BrowserContext) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await context.close()
        except TimeoutError:
            self.browser = None

    async def end(self) -> None:
        if self.browser is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    await self.browser.close()


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Chromium]:
    manager = async_playwright()
    browser = Chromium(await manager.start())
    yield browser
    await browser.end()
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            await manager.__aexit__()


@pytest.fixture(scope="session")
def cookies(site: Server) -> dict[str, str]:
    """The session of each person, signed in once: hashing passwords is dear."""
    return {name: sign_in(site, name).http.cookies["session"] for name in PEOPLE}


Opener = Callable[..., Awaitable[Window]]


def opener(chromium: Chromium, site: Server, cookies: dict[str, str], opened: list[Window]) -> Opener:
    async def open_window(name: str = "visitor", **options: object) -> Window:
        context = await chromium.context(
            base_url=site.base,
            locale="de-DE",
            timezone_id="Europe/Berlin",
            reduced_motion="reduce",
            **{"viewport": {"width": 1280, "height": 900}, **options},
        )
        if name in cookies:
            await context.add_cookies([{"name": "session", "value": cookies[name], "url": site.base}])
        opened.append(Window(context, await context.new_page(), site.base))
        return opened[-1]

    return open_window


@pytest.fixture
async def window(chromium: Chromium, site: Server, cookies: dict[str, str]) -> AsyncIterator[Opener]:
    """Opens windows of people by name, each with cookies of its own; "visitor" has none."""
    opened: list[Window] = []
    yield opener(chromium, site, cookies, opened)
    for one in opened:
        await chromium.close(one.context)


@pytest.fixture(scope="session")
async def reader(chromium: Chromium, site: Server, cookies: dict[str, str]) -> AsyncIterator[Opener]:
    """One window for each person, for tests that only read: as wide as a desk and by day again each time."""
    kept: dict[str, Window] = {}
    opened: list[Window] = []
    open_window = opener(chromium, site, cookies, opened)

    async def read(name: str) -> Window:
        here = kept.get(name)
        if here is None or here.page.is_closed():
            here = kept[name] = await open_window(name)
        here.troubles.clear()
        await here.page.emulate_media(color_scheme="light")
        await here.page.set_viewport_size({"width": 1280, "height": 900})
        return here

    yield read
    for one in opened:
        await chromium.close(one.context)
