from tests.journeys.rights.roles import CLERK, EDITORS, EVERYBODY, MODERATORS, PEOPLE

NOBODY_ELSE: set[str] = set()
"""Only who wrote the proposal, and that is none of the cast that tries."""

READING: dict[str, set[str]] = {
    "/accountability": EVERYBODY,
    "/accountability.csv": EVERYBODY,
    "/answers": EVERYBODY,
    "/api/v1/consultations/{slug}/proposals.csv": EVERYBODY,
    "/api/v1/proposals": EVERYBODY,
    "/api/v1/proposals/{proposal_id}": EVERYBODY,
    "/consultations/{slug}/proposals": EVERYBODY,
    "/consultations/{slug}/proposals/new": PEOPLE,
    "/consultations/{slug}/proposals/paper": CLERK,
    "/proposals": EVERYBODY,
    "/proposals/{proposal_id}": EVERYBODY,
    "/proposals/{proposal_id}/answer": EDITORS,
    "/proposals/{proposal_id}/authors": NOBODY_ELSE,
    "/proposals/{proposal_id}/edit": NOBODY_ELSE,
    "/proposals/{proposal_id}/merge": MODERATORS,
    "/proposals/{proposal_id}/outcome": EDITORS,
    "/proposals/{proposal_id}/versions": EVERYBODY,
    "/proposals/{proposal_id}/withdrawal": NOBODY_ELSE,
    "/vorschlaege": EVERYBODY,
}
WRITING: dict[str, set[str]] = {
    "/consultations/{slug}/proposals": PEOPLE,
    "/consultations/{slug}/proposals/draft": PEOPLE,
    "/consultations/{slug}/proposals/paper": CLERK,
    "/consultations/{slug}/proposals/draft/removal": PEOPLE,
    "/proposals/{proposal_id}/comments": PEOPLE,
    "/proposals/{proposal_id}/answer": EDITORS,
    "/proposals/{proposal_id}/authors": NOBODY_ELSE,
    "/proposals/{proposal_id}/check": PEOPLE,
    "/proposals/{proposal_id}/checks/{check_id}/reply": EDITORS,
    "/proposals/{proposal_id}/decision": EDITORS,
    "/proposals/{proposal_id}/edit": NOBODY_ELSE,
    "/proposals/{proposal_id}/merge": MODERATORS,
    "/proposals/{proposal_id}/milestones": EDITORS,
    "/proposals/{proposal_id}/milestones/{milestone_id}": EDITORS,
    "/proposals/{proposal_id}/authors/leave": NOBODY_ELSE,
    "/proposals/{proposal_id}/merge/undo": MODERATORS,
    "/proposals/{proposal_id}/status": EDITORS,
    "/proposals/{proposal_id}/support": PEOPLE,
    "/proposals/{proposal_id}/support/withdraw": PEOPLE,
    "/proposals/{proposal_id}/withdrawal": NOBODY_ELSE,
}
SECRET = {
    "/account/invitations/{invitation_id}": "whoever was invited",
    "/images/{name}": "who has the address, which stands on the page of the proposal",
    "/images/{name}/small": "the same",
    "/proposals/{proposal_id}/receipt": "clerks, and only of what they entered",
}
SECRET_WRITING = {"/account/invitations/{invitation_id}"}
THINGS = {"check_id": "999999", "invitation_id": "999999", "name": "x" * 22}
