from participation.core.clock import today
from tests.journeys.rights.roles import ADMINISTRATORS, EVERYBODY, MODERATORS, PEOPLE

READING: dict[str, set[str]] = {
    "/account/decisions": PEOPLE,
    "/moderation": MODERATORS,
    "/moderation/appeals": MODERATORS,
    "/moderation/bulk": MODERATORS,
    "/moderation/cases/{case_id}": MODERATORS,
    "/moderation/first": MODERATORS,
    "/moderation/handover": MODERATORS,
    "/moderation/recent": MODERATORS,
    "/moderation/second-looks": MODERATORS,
    "/moderation/team": MODERATORS,
    "/moderation/texts": MODERATORS,
    "/moderation/watch": MODERATORS,
    "/report": EVERYBODY,
    "/rules/{rule}/edit": ADMINISTRATORS,
    "/transparency": EVERYBODY,
    "/transparency/months.csv": EVERYBODY,
    "/transparency/rules.csv": EVERYBODY,
    "/transparency/{year}": EVERYBODY,
    "/transparency/{year}/report.csv": EVERYBODY,
    "/transparency/{year}/report.pdf": EVERYBODY,
}
WRITING: dict[str, set[str]] = {
    "/moderation/bulk": MODERATORS,
    "/moderation/cases/{case_id}/claim": MODERATORS,
    "/moderation/cases/{case_id}/decision": MODERATORS,
    "/moderation/cases/{case_id}/notes": MODERATORS,
    "/moderation/cases/{case_id}/quick": MODERATORS,
    "/moderation/cases/{case_id}/release": MODERATORS,
    "/moderation/cases/{case_id}/undo": MODERATORS,
    "/moderation/first": MODERATORS,
    "/moderation/handover": MODERATORS,
    "/moderation/recent": MODERATORS,
    "/moderation/texts": MODERATORS,
    "/moderation/watch": MODERATORS,
    "/report": EVERYBODY,
    "/rules/acceptance": PEOPLE,
    "/rules/{rule}/edit": ADMINISTRATORS,
}
SECRET = {
    "/account/decisions/{decision_id}": "another person's decision",
    "/decisions/{token}": "whoever has the link",
    "/moderation/second-looks/{look_id}": "blind, and only for those who did not decide",
    "/reports/{report_id}/{signature}": "whoever has the link",
}
NOT_TRIED = {
    "/moderation/cases/{case_id}/claim": "the case belongs to other tests",
    "/moderation/cases/{case_id}/quick": "the case belongs to other tests",
    "/moderation/cases/{case_id}/release": "the case belongs to other tests",
    "/moderation/cases/{case_id}/undo": "403 for whoever has decided nothing, too",
}
SECRET_WRITING = {
    "/account/decisions/{decision_id}/appeal",
    "/decisions/{token}/appeal",
    "/moderation/second-looks/{look_id}",
    "/reports/{report_id}/{signature}/objection",
}
THINGS = {
    "decision_id": "999999",
    "look_id": "999999",
    "report_id": "999999",
    "rule": "angriffe",
    "signature": "x" * 20,
    "year": str(today().year),
}
