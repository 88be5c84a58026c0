"""Who may call what: every route of the program, every role. A route that nobody declared fails the test."""

import os
import re

import pytest

from participation.core.clock import today
from tests.server import Person, Server, sign_in

pytestmark = pytest.mark.processes

ROLES = ("visitor", "alma", "carla", "dirk", "edda", "konrad", "emin", "ada")
EVERYBODY = set(ROLES)
PEOPLE = EVERYBODY - {"visitor"}
MODERATORS = {"carla"}
CHAIR = {"edda"}
CLERK = {"dirk"}
ANSWERING = CHAIR | CLERK | {"emin"}

READING: dict[str, set[str]] = {
    **dict.fromkeys(
        [
            "/",
            "/.well-known/security.txt",
            "/accessibility",
            "/api",
            "/api/openapi.json",
            "/api/v1/consultations",
            "/api/v1/consultations/{slug}",
            "/api/v1/proposals",
            "/api/v1/proposals/{proposal_id}",
            "/barrierefreiheit",
            "/beteiligungen",
            "/buergerforum",
            "/comments/{comment_id}",
            "/consultations",
            "/consultations/{slug}",
            "/consultations/{slug}/polls",
            "/consultations/{slug}/proposals",
            "/contact",
            "/datenschutz",
            "/ergebnisse",
            "/forums",
            "/forums/{slug}",
            "/forums/{slug}/messages/{message_id}",
            "/forums/{slug}/minutes",
            "/forums/{slug}/questions",
            "/forums/{slug}/screen",
            "/gebaerdensprache",
            "/health/live",
            "/health/ready",
            "/help",
            "/hilfe",
            "/impressum",
            "/imprint",
            "/kontakt",
            "/leichte-sprache",
            "/login",
            "/logout",
            "/metrics",
            "/plain-language",
            "/polls",
            "/polls/{poll_id}",
            "/polls/{poll_id}/receipts",
            "/polls/{poll_id}/result.csv",
            "/privacy",
            "/proposals",
            "/proposals/{proposal_id}",
            "/regeln",
            "/register",
            "/register/sent",
            "/report",
            "/reset",
            "/reset/sent",
            "/results",
            "/robots.txt",
            "/rules",
            "/search",
            "/sign-language",
            "/sitemap.xml",
            "/suche",
            "/transparency",
            "/transparency/months.csv",
            "/transparency/{year}",
            "/transparency/{year}/report.csv",
            "/vorschlaege",
        ],
        EVERYBODY,
    ),
    **dict.fromkeys(
        [
            "/account",
            "/account/decisions",
            "/account/delete",
            "/account/export",
            "/consultations/{slug}/proposals/new",
        ],
        PEOPLE,
    ),
    **dict.fromkeys(
        [
            "/moderation",
            "/moderation/appeals",
            "/moderation/bulk",
            "/moderation/cases/{case_id}",
            "/moderation/second-looks",
            "/moderation/texts",
            "/moderation/watch",
        ],
        MODERATORS,
    ),
    "/forums/{slug}/chair": CHAIR,
    "/forums/{slug}/desk": CLERK,
    "/forums/{slug}/requests/mine": PEOPLE,
}
SECRET = {
    "/account/decisions/{decision_id}": "another person's decision",
    "/decisions/{token}": "whoever has the link",
    "/register/confirm/{token}": "whoever has the link",
    "/reports/{report_id}/{signature}": "whoever has the link",
    "/reset/{token}": "whoever has the link",
    "/api/{path}": "nothing is there",
    "/moderation/second-looks/{look_id}": "blind, and only for those who did not decide",
}
"""404 for everybody who guesses."""

WRITING: dict[str, set[str]] = {
    **dict.fromkeys(["/language", "/login", "/register", "/report", "/reset", "/logout"], EVERYBODY),
    **dict.fromkeys(
        [
            "/account/name",
            "/account/password",
            "/account/delete",
            "/account/sessions/revoke-others",
            "/account/sessions/{public_id}/revoke",
            "/consultations/{slug}/proposals",
            "/forums/{slug}/messages",
            "/forums/{slug}/questions",
            "/forums/{slug}/questions/{question_id}/support",
            "/forums/{slug}/questions/{question_id}/support/withdraw",
            "/forums/{slug}/requests",
            "/forums/{slug}/requests/{request_id}/withdrawal",
            "/polls/{poll_id}/ballot",
            "/proposals/{proposal_id}/comments",
            "/proposals/{proposal_id}/support",
            "/proposals/{proposal_id}/support/withdraw",
        ],
        PEOPLE,
    ),
    **dict.fromkeys(
        [
            "/moderation/cases/{case_id}/claim",
            "/moderation/cases/{case_id}/decision",
            "/moderation/cases/{case_id}/notes",
            "/moderation/cases/{case_id}/quick",
            "/moderation/cases/{case_id}/release",
            "/moderation/cases/{case_id}/undo",
            "/moderation/bulk",
            "/moderation/texts",
            "/moderation/watch",
        ],
        MODERATORS,
    ),
    **dict.fromkeys(
        [
            "/forums/{slug}/agenda/back",
            "/forums/{slug}/agenda/next",
            "/forums/{slug}/breaks",
            "/forums/{slug}/breaks/ending",
            "/forums/{slug}/closing",
            "/forums/{slug}/opening",
            "/forums/{slug}/speaker-list",
            "/forums/{slug}/speaker-list/moves",
            "/forums/{slug}/speeches",
            "/forums/{slug}/speeches/{speech_id}/ending",
            "/forums/{slug}/speeches/{speech_id}/extension",
            "/forums/{slug}/speeches/{speech_id}/stop",
            "/forums/{slug}/speeches/{speech_id}/withdrawal",
        ],
        CHAIR,
    ),
    "/forums/{slug}/desk/requests": CLERK,
    "/forums/{slug}/desk/presence": CLERK,
    "/forums/{slug}/incidents": CHAIR | CLERK,
    "/forums/{slug}/incidents/{incident_id}/ending": CHAIR | CLERK,
    "/forums/{slug}/chat-rule": CHAIR | CLERK | MODERATORS,
    "/forums/{slug}/questions/{question_id}/state": CHAIR | CLERK,
    "/forums/{slug}/questions/{question_id}/answer": ANSWERING,
    "/forums/{slug}/questions/{question_id}/owed": ANSWERING,
    "/polls/{poll_id}/closing": {"emin"},
}
SECRET_WRITING = {
    "/moderation/second-looks/{look_id}",
    "/account/decisions/{decision_id}/appeal",
    "/decisions/{token}/appeal",
    "/register/confirm/{token}",
    "/reset/{token}",
}
NOT_TRIED = {
    "/logout": "ends the session of the test",
    "/account/delete": "needs the password, tried elsewhere",
    "/account/sessions/revoke-others": "would end other tests' sessions",
    "/forums/{slug}/closing": "would end the evening for all tests",
    "/forums/{slug}/agenda/next": "would move the evening for all tests",
    "/forums/{slug}/agenda/back": "would move the evening for all tests",
    "/moderation/cases/{case_id}/claim": "the case belongs to other tests",
    "/moderation/cases/{case_id}/release": "the case belongs to other tests",
    "/moderation/cases/{case_id}/quick": "the case belongs to other tests",
    "/moderation/cases/{case_id}/undo": "403 for whoever has decided nothing, too",
}
"""Allowed, and destructive: only the refusals are tried."""


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
    return {
        "slug": "demo", "proposal_id": proposal, "comment_id": comment, "message_id": message, "case_id": case,
        "decision_id": "999999", "token": "x" * 22, "public_id": "0" * 16, "report_id": "999999", "signature": "x" * 20,
        "path": "nothing", "look_id": "999999", "year": str(today().year), "poll_id": poll, "question_id": "999999", "incident_id": "999999", "request_id": "999999", "speech_id": "999999",
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
