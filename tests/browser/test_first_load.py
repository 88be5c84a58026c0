"""What the first look at the city costs a person and tells about them."""

import pytest

from tests.server import Server

MOST = 150_000


@pytest.fixture
async def first_load(window, site: Server):
    """A visitor's window after the front page, and the bytes of each answer on the wire, headers and all."""
    here = await window()
    session = await here.context.new_cdp_session(here.page)
    await session.send("Network.enable")
    sizes: dict[str, int] = {}
    urls: dict[str, str] = {}
    session.on("Network.responseReceived", lambda e: urls.update({e["requestId"]: e["response"]["url"]}))
    session.on("Network.loadingFinished", lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]}))
    await here.page.goto("/", wait_until="networkidle")
    return here, {urls.get(number, number): size for number, size in sizes.items()}


async def test_the_first_page_is_light_with_its_fonts(first_load):
    _, sizes = first_load
    assert any(url.endswith(".woff2") for url in sizes)
    assert any(".css" in url for url in sizes)
    assert sum(sizes.values()) <= MOST, sizes


async def test_a_visitor_gets_no_cookie_and_nothing_is_kept_in_the_browser(first_load):
    here, _ = first_load
    assert await here.context.cookies() == []
    assert await here.page.evaluate("localStorage.length + sessionStorage.length") == 0


async def test_nothing_comes_from_anybody_else(first_load, site: Server):
    here, sizes = first_load
    assert all(url.startswith((site.base, "data:")) for url in sizes)
    assert not here.troubles


async def test_the_second_page_loads_no_file_again(first_load, site: Server):
    here, _ = first_load
    asked: list[str] = []
    here.page.on(
        "response", lambda answer: asked.append(answer.url) if not answer.from_service_worker else None
    )
    session = await here.context.new_cdp_session(here.page)
    await session.send("Network.enable")
    wired: list[int] = []
    session.on("Network.loadingFinished", lambda event: wired.append(event["encodedDataLength"]))
    await here.page.goto("/consultations", wait_until="networkidle")
    assert len([size for size in wired if size > 0]) <= 2, asked
