"""Every page, for whoever sees it: no barrier that axe can find, by day and by night, and no sideways scrolling."""

import re

import pytest

from tests.server import Person, Server, sign_in

PUBLIC = (
    "/",
    "/consultations",
    "/consultations/stadtgruen",
    "/consultations/mobilitaet",
    "/consultations/gueterbahnhof",
    "/consultations/stadtgruen/proposals",
    "/consultations/stadtgruen/proposals?q=gibtesnicht",
    "/proposals",
    "{proposal}",
    "/search?q=Baum",
    "/results",
    "/forums",
    "/forums/demo",
    "/forums/hafenviertel",
    "/forums/demo/screen",
    "/forums/nordstadt-fruehjahr/minutes",
    "/transparency",
    "/rules",
    "/help",
    "/imprint",
    "/login",
    "/register",
    "/report?kind=proposal&id=1",
    "/gibt-es-nicht",
)
MAIN = ("/", "/consultations/stadtgruen", "/consultations/stadtgruen/proposals", "{proposal}", "/forums/demo")
OWN = {
    "alma": ("/account", "/account/decisions", "/consultations/stadtgruen/proposals/new", "/moderation"),
    "carla": ("/moderation", "{case}", "{decided}", "/account"),
    "edda": ("/forums/demo/chair", "/forums/demo/screen"),
}
VISITS = [("visitor", url) for url in PUBLIC] + [(who, url) for who in OWN for url in (*MAIN, *OWN[who])]


@pytest.fixture(scope="session")
def places(site: Server) -> dict[str, str]:
    """Addresses with numbers, found as people find them."""
    visitor, carla = Person(site), sign_in(site, "carla")
    answered = visitor.get("/consultations/stadtgruen/proposals?sort=support")
    cases = re.findall(r'href="(/moderation/cases/\d+)"', carla.get("/moderation"))
    decided = next(n for n in range(1, 99) if "Entschieden" in carla.get(f"/moderation/cases/{n}"))
    return {
        "proposal": re.search(r'href="(/proposals/\d+)"', answered)[1],
        "case": cases[-1],
        "decided": f"/moderation/cases/{decided}",
    }


@pytest.mark.parametrize(("who", "url"), VISITS)
async def test_a_page_has_no_barrier(window, places, who, url):
    here = await window(who)
    assert await here.goto(url.format(**places)) in {200, 403, 404}
    found = await here.axe()
    await here.page.emulate_media(color_scheme="dark")
    found += [f"dark {line}" for line in await here.axe("color-contrast")]
    await here.page.set_viewport_size({"width": 320, "height": 640})
    found += [f"320 px: {line}" for line in await here.overflow()]
    assert not found, "\n".join(found)
    assert not here.troubles, "\n".join(here.troubles)
