"""Sanctions are respected by every act: each route that citizens may write to asks for them, or says here why not.

The routes come from the program; whether one asks is read from what its handler calls. What asking does is tried with
`test_measures.py`, `tests/forums/test_sanctions.py` and `tests/forums/test_chat_lane.py`.
"""

import os
import re
from types import CodeType, FunctionType, ModuleType

from participation.accounts import sanctions
from tests.journeys.rights import declared

GUARDS = {sanctions.require_may_write, sanctions.require_may_act, sanctions.require_person_may_write}
OURS = ("participation", "proposals", "polls", "moderation")
OPEN = {
    "who one is, one's own account, and the rules": (
        "/account/delete", "/account/password", "/account/sessions/revoke-others",
        "/account/sessions/{public_id}/revoke", "/language", "/login", "/logout", "/register",
        "/register/confirm/{token}", "/reset", "/reset/{token}", "/rules/acceptance",
    ),
    "a report or an appeal, which stay open to everybody always": (
        "/account/decisions/{decision_id}/appeal", "/decisions/{token}/appeal", "/report",
        "/reports/{report_id}/{signature}/objection",
    ),
    "seen by nobody else": (
        "/consultations/{slug}/proposals/draft", "/consultations/{slug}/proposals/draft/removal", "/follow",
        "/follow/stop", "/follows/{person_id}/{kind}/{subject_id}/{signature}", "/follows/{person_id}/{signature}",
        "/polls/{poll_id}/check", "/polls/{poll_id}/membership", "/polls/{poll_id}/reminder",
        "/polls/{poll_id}/reminder/withdraw",
    ),
    "takes something of one's own back": (
        "/forums/{slug}/questions/{question_id}/support/withdraw", "/forums/{slug}/requests/{request_id}/withdrawal",
        "/proposals/{proposal_id}/authors/leave", "/proposals/{proposal_id}/support/withdraw",
        "/proposals/{proposal_id}/withdrawal", "/topics/{topic_id}/withdrawal",
        "/wordings/{wording_id}/support/withdraw",
    ),
    "a statement on a plan: everybody may give one by law, with or without an account": (
        "/texts/{plan_id}/statements",
    ),
    "for moderators": ("/moderation/second-looks/{look_id}",),
}  # fmt: skip


def handlers() -> dict[str, FunctionType]:
    """Of every route that a citizen may write to, or only the author of something."""
    os.environ.setdefault("PARTICIPATION_DATA_DIR", "/nowhere")
    from participation.app import litestar_app

    allowed, found = declared("WRITING"), {}
    for route in litestar_app().routes:
        path = re.sub(r"\{(\w+):\w+\}", r"{\1}", route.path)
        roles = allowed.get(path)
        if "POST" in getattr(route, "methods", ()) and (not roles or "alma" in roles):
            found[path] = next(one.fn for one in route.route_handlers if "POST" in one.http_methods)
    return found


def asks(function: FunctionType, seen: set[FunctionType]) -> bool:
    """Whether it, or anything that it calls, asks for sanctions."""
    if function in GUARDS:
        return True
    seen.add(function)
    return any(asks(one, seen) for one in called(function) if one not in seen)


def called(function: FunctionType) -> list[FunctionType]:
    names, found = words(function.__code__), []
    for name in names:
        value = function.__globals__.get(name)
        found += [getattr(value, one, None) for one in names] if isinstance(value, ModuleType) else [value]
    return [one for one in found if isinstance(one, FunctionType) and one.__module__.startswith(OURS)]


def words(code: CodeType) -> set[str]:
    inside = [words(const) for const in code.co_consts if isinstance(const, CodeType)]
    return set(code.co_names).union(*inside)


def test_every_act_of_a_citizen_asks_for_sanctions_or_says_why_not():
    found = {path: asks(function, set()) for path, function in handlers().items()}
    free = {path for paths in OPEN.values() for path in paths}
    assert {path for path, asked in found.items() if not asked} == free
    assert sum(found.values()) >= 20
