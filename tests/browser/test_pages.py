"""Every page, for whoever sees it: no barrier that axe can find, by day and by night, and no sideways scrolling."""

import re

import pytest

from tests.server import Person, Server, sign_in

NOWHERE = "/gibt-es-nicht"
PUBLIC = (
    "/",
    "/consultations",
    "/consultations/stadtgruen",
    "/consultations/mobilitaet",
    "/consultations/gueterbahnhof",
    "/consultations/stadtgruen/poster",
    "/consultations/stadtgruen/proposals",
    "/consultations/stadtgruen/proposals?q=gibtesnicht",
    "/consultations/stadtgruen/proposals?view=map",
    "/proposals",
    "{proposal}",
    "{checked}",
    "/accountability",
    "/polls",
    "{poll}",
    "{result}",
    "{rounds}",
    "{recount}",
    "{integrity}",
    "/consultations/hitzeaktionsplan/texts",
    "/texts/2",
    "/texts/2/versions",
    "/paragraphs/8",
    "/texts/3",
    "/texts/1/weighing",
    "/texts/3/statements/new",
    "/budgets/1",
    "{built}",
    "{lost}",
    "/budgets/2",
    "/search?q=Baum",
    "/results",
    "/forums",
    "/forums/demo",
    "/forums/hafenviertel",
    "/forums/hafenviertel/agenda",
    "/forums/hafenviertel/topics",
    "/topics/1",
    "/competence",
    "/forums/demo/screen",
    "/forums/demo/screen?captions=1",
    "/forums/nordstadt-fruehjahr/minutes",
    "/forums/nordstadt-fruehjahr/minutes/versions/2/changes",
    "/forums/nordstadt-fruehjahr/minutes/log",
    "/promises",
    "/promises/1",
    "/forums/demo/promises",
    "/transparency",
    "/rules",
    "/help",
    "/imprint",
    "/login",
    "/register",
    "/report?kind=proposal&id=1",
    NOWHERE,
)
MAIN = ("/", "/consultations/stadtgruen", "/consultations/stadtgruen/proposals", "{proposal}", "/forums/demo")
OWN = {
    "alma": (
        "{own}",
        "{own}/authors",
        "{own}/withdrawal",
        "/follow?kind=consultation&id=1",
        "/account/follows",
        "{poll}",
        "/budgets/2",
        "/account",
        "/account/decisions",
        "/consultations/stadtgruen/proposals/new",
        "/paragraphs/7",
        "/paragraphs/7/wordings/new",
        "/forums/hafenviertel/topics/new",
        "/moderation",
    ),
    "emin": (
        "/consultations/desk",
        "/consultations/desk/new",
        "{checked}/outcome",
        "/consultations/sicher-zur-schule",
        "/consultations/sicher-zur-schule/edit",
        "/consultations/sicher-zur-schule/edit/frame",
        "/consultations/sicher-zur-schule/edit/phases",
        "/consultations/stadtgruen/edit/phases",
        "/consultations/stadtgruen/edit/board",
        "/consultations/stadtgruen?on=2027-02-01",
        "/forums/new",
        "/forums/hafenviertel/setup",
        "/forums/hafenviertel/topics/rules",
        "/competence",
        "/budgets/2",
        "{built}",
        "/budgets/2/check",
        "{check}",
        "/consultations/stadtgruen/budget/new",
        "/consultations/hitzeaktionsplan/texts/new",
        "/texts/2/edit",
        "/texts/3/display?starts_on=2027-03-15&announced_on=2027-03-01",
        "/texts/3/statements",
        "/texts/3/weighing",
        "/plan-statements/3/points",
    ),
    "carla": (
        "/moderation",
        "/moderation/first",
        "/moderation/handover",
        "/moderation/team",
        "/moderation/second-looks",
        "/moderation/texts",
        "/moderation/watch",
        "{case}",
        "{decided}",
        "/account",
        "{merged}",
        "{merged}/merge",
        "/proposals/1/merge?into=2",
        "/proposals/1/merge",
    ),
    "ada": ("/rules/angriffe/edit", "/council/members"),
    "dirk": (
        "/texts/3/statements/entry",
        "/texts/2/statements/entry",
        "/forums/hafenviertel/topics/work",
        "/topics/1/work",
        "/forums/demo/minutes/draft",
        "/forums/demo/minutes/sentences/when",
        "/forums/demo/promises",
        "/forums/demo/captions",
        "/forums/demo/captions/write",
        "/forums/demo/desk",
        "/forums/verkehrsausschuss/attendance",
        "/consultations/stadtgruen/proposals/paper",
    ),
    "konrad": ("/council",),
    "edda": ("/forums/demo/chair", "/forums/demo/screen", "/forums/nordstadt-fruehjahr/minutes/draft"),
}
VISITS = [("visitor", url) for url in PUBLIC] + [(who, url) for who in OWN for url in (*MAIN, *OWN[who])]


def _proposal(site: Server) -> str:
    listed = Person(site).get("/consultations/stadtgruen/proposals?sort=support")
    return re.search(r'href="(/proposals/\d+)"', listed)[1]


def _case(site: Server) -> str:
    return re.findall(r'href="(/moderation/cases/\d+)"', sign_in(site, "carla").get("/moderation"))[-1]


def _decided(site: Server) -> str:
    carla = sign_in(site, "carla")
    cases = (f"/moderation/cases/{number}" for number in range(1, 9))
    return next(case for case in cases if f'action="{case}/decision"' not in carla.get(case))


def _poll(site: Server) -> str:
    return re.findall(r'href="(/polls/\d+)"', Person(site).get("/polls"))[0]


def _result(site: Server) -> str:
    return re.findall(r'href="(/polls/\d+)"', Person(site).get("/polls"))[-1]


def _rounds(site: Server) -> str:
    """One counted round by round."""
    return re.findall(r'href="(/polls/\d+)"[^>]*>Welche drei Plätze', Person(site).get("/polls"))[0]


def _built(site: Server) -> str:
    return re.findall(r'href="(/budgets/1/projects/\d+)"', Person(site).get("/budgets/1"))[0]


def _lost(site: Server) -> str:
    return re.findall(r'href="(/budgets/1/projects/\d+)"', Person(site).get("/budgets/1"))[-1]


def _check(site: Server) -> str:
    return re.findall(r'href="(/budgets/2/check/\d+)"', sign_in(site, "emin").get("/budgets/2/check"))[0]


def _merged(site: Server) -> str:
    twin = Person(site).get("/consultations/stadtgruen/proposals?q=braun")
    twin = re.search(r'href="(/proposals/\d+)"', twin)[1]
    return re.search(r't-note.*?href="(/proposals/\d+)"', Person(site).get(twin), re.DOTALL)[1]


def _own(site: Server) -> str:
    """Written by Alma herself."""
    found = Person(site).get("/consultations/mobilitaet/proposals?q=Kirchweg")
    return re.search(r'href="(/proposals/\d+)">Tempo 30 auf dem Kirchweg', found)[1]


def _checked(site: Server) -> str:
    """Built, and said to be so by its author."""
    listed = Person(site).get("/consultations/mobilitaet/proposals?q=Grundschule+Nord")
    return re.search(r'href="(/proposals/\d+)">Morgens keine Autos', listed)[1]


FINDERS = {
    "{checked}": _checked,
    "{own}": _own,
    "{merged}": _merged,
    "{built}": _built,
    "{lost}": _lost,
    "{check}": _check,
    "{proposal}": _proposal,
    "{case}": _case,
    "{decided}": _decided,
    "{poll}": _poll,
    "{result}": _result,
    "{rounds}": _rounds,
    "{recount}": lambda site: f"{_rounds(site)}/recount",
    "{integrity}": lambda site: f"{_rounds(site)}/integrity",
}


@pytest.fixture(scope="session")
def places(site: Server):
    """Addresses with numbers, found as people find them, once."""
    found: dict[str, str] = {}

    def place(url: str) -> str:
        name, _, rest = url.partition("}")
        if name.startswith("{"):
            key = f"{name}}}"
            if key not in found:
                found[key] = FINDERS[key](site)
            return found[key] + rest
        return url

    return place


@pytest.mark.parametrize(("who", "url"), VISITS)
async def test_a_page_has_no_barrier(reader, places, who, url):
    here = await reader(who)
    assert await here.goto(places(url)) in ({404} if url == NOWHERE else {200, 403}), "no such address"
    found = await here.axe()
    await here.page.emulate_media(color_scheme="dark")
    found += [f"dark {line}" for line in await here.axe("color-contrast")]
    await here.page.set_viewport_size({"width": 320, "height": 640})
    found += [f"320 px: {line}" for line in await here.overflow()]
    assert not found, "\n".join(found)
    assert not here.troubles, "\n".join(here.troubles)
