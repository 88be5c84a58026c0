"""Who may call what: every route of the program, every role. A route that nobody declared fails the test."""

import os
import re

import pytest

from tests.journeys.rights import declared
from tests.journeys.rights.roles import ROLES
from tests.server import Person, Server, sign_in

pytestmark = pytest.mark.processes

READING = declared("READING")
SECRET = declared("SECRET")
WRITING = declared("WRITING")
SECRET_WRITING = declared("SECRET_WRITING")
NOT_TRIED = declared("NOT_TRIED")


def _routes() -> dict[str, set[str]]:
    os.environ.setdefault("PARTICIPATION_DATA_DIR", "/nowhere")
    from participation.app import litestar_app

    return {
        re.sub(r"\{(\w+):\w+\}", r"{\1}", route.path): set(getattr(route, "methods", ()))
        - {"OPTIONS", "HEAD"}
        for route in litestar_app().routes
        if getattr(route, "methods", None)
    }


def test_every_route_is_declared():
    routes = _routes()
    assert {path for path, methods in routes.items() if "GET" in methods} == set(READING) | set(SECRET)
    assert {path for path, methods in routes.items() if "POST" in methods} == set(WRITING) | SECRET_WRITING
    assert set().union(*routes.values()) == {"GET", "POST"}


@pytest.fixture(scope="module")
def people(city: Server) -> dict[str, Person]:
    return {name: Person(city) if name == "visitor" else sign_in(city, name) for name in ROLES}


@pytest.fixture(scope="module")
def things(city: Server, people: dict[str, Person]) -> dict[str, str]:
    """One of each, from the pages themselves."""
    page = people["visitor"].get("/consultations/stadtgruen/proposals?sort=discussed")
    proposal = re.search(r'href="/proposals/(\d+)"', page).group(1)
    comment = re.search(r'id="comment-(\d+)"', people["visitor"].get(f"/proposals/{proposal}")).group(1)
    message = re.search(r'id="message-(\d+)"', people["visitor"].get("/forums/demo")).group(1)
    case = re.search(r"/moderation/cases/(\d+)", people["carla"].get("/moderation")).group(1)
    poll = re.findall(r'href="/polls/(\d+)"', people["visitor"].get("/polls"))[-1]
    project = re.search(r'href="/budgets/1/projects/(\d+)"', people["visitor"].get("/budgets/1")).group(1)
    return {
        **declared("THINGS"),
        "slug": "demo", "proposal_id": proposal, "comment_id": comment, "message_id": message, "case_id": case,
        "poll_id": poll, "number": "1", "project_id": project,
    }  # fmt: skip


def _filled(path: str, things: dict[str, str]) -> str:
    slug = "stadtgruen" if "consultations" in path else "nordstadt-fruehjahr" if "minutes" in path else "demo"
    url = path.format(**{**things, "slug": slug})
    return url + (f"?kind=comment&id={things['comment_id']}" if path == "/report" else "")


@pytest.mark.parametrize("role", ROLES)
def test_reading(role: str, people: dict[str, Person], things: dict[str, str]):
    wrong = []
    for path, allowed in READING.items():
        status = people[role].http.get(_filled(path, things)).status_code
        if (status == 403) == (role in allowed) or status not in {200, 303, 307, 308, 403, 301, 302}:
            wrong.append((path, status))
    for path in SECRET:
        status = people[role].http.get(_filled(path, things)).status_code
        if status != 404 and not (
            path.startswith(("/account", "/moderation")) and role != "carla" and status == 403
        ):
            wrong.append((path, status))
    assert not wrong


@pytest.mark.parametrize("role", ROLES)
def test_writing(role: str, people: dict[str, Person], things: dict[str, str]):
    person, wrong = people[role], []
    token = person.form("/help", "/language")["_token"]
    for path, allowed in WRITING.items():
        if role in allowed and path in NOT_TRIED:
            continue
        status = person.post(_filled(path, things).split("?")[0], {"_token": token}).status_code
        if (status == 403) == (role in allowed) or status >= 500:
            wrong.append((path, status))
    for path in SECRET_WRITING:
        status = person.post(
            _filled(path, things), {"_token": token, "password": "pferd lampe brunnen", "text": "x"}
        ).status_code
        if status not in {404, 403}:
            wrong.append((path, status))
    assert not wrong


@pytest.mark.parametrize(
    "url",
    [
        "/proposals/999999",
        "/consultations/none",
        "/forums/none",
        "/polls/999999",
        "/comments/999999",
        "/moderation/cases/999999",
    ],
)
def test_what_does_not_exist_is_told_so_to_those_who_may_ask(url: str, people: dict[str, Person]):
    reader = people["carla" if "moderation" in url else "visitor"]
    assert reader.http.get(url).status_code == 404
