"""Who gets which answer: one table for each route, one column for each role, one row for phases and states.

The columns stand in this order: visitor, author, helper (writes along with the author), citizen (was asked to),
moderator, clerk, chair, council, editor, administrator. A row counts for every state named at its end, in the phases
named before (`always`: before, during and after the one phase of the consultation). What the marks mean:

    +  let in                       0  told of nothing (404)      x  not now (409)
    -  no right, or no sign-in      g  it is gone (410)      f  the form comes back (422)

States of a proposal: `draft` is a proposal in a consultation that is not published; `held` waits for approval. A
comment stands `below-` a proposal in that state; a picture alone is `struck`, or `unsent` in a draft of its author.
"""

from tests.journeys.matrix.stage import NAMES, PHASES

ROUTES: dict[str, str] = {
    "GET /account/invitations/{invitation_id}": """
        - 0 0 + 0 0 0 0 0 0   always        published
        - 0 0 0 0 0 0 0 0 0   always        draft held hidden withdrawn merged
    """,
    "POST /account/invitations/{invitation_id}": """
        - 0 0 + 0 0 0 0 0 0   always        published
        - 0 0 0 0 0 0 0 0 0   always        draft
        - 0 0 x 0 0 0 0 0 0   always        held hidden withdrawn merged
    """,
    "GET /api/v1/consultations/{slug}/proposals.csv": """
        + + + + + + + + + +   always        published
        0 0 0 0 0 0 0 0 0 0   always        draft
    """,
    "GET /api/v1/proposals/{proposal_id}": """
        + + + + + + + + + +   always        published merged
        0 0 0 0 0 0 0 0 0 0   always        draft held
        g g g g g g g g g g   always        hidden withdrawn
    """,
    "GET /comments/{comment_id}": """
        + + + + + + + + + +   always        published hidden below-held below-hidden below-withdrawn below-merged below-draft
        0 0 0 0 0 0 0 0 0 0   always        held
    """,
    "GET /comments/{comment_id}/edit": """
        - + - - - - - - - -   always        published below-merged
        - 0 0 0 0 0 0 0 0 0   always        held hidden below-held below-hidden below-withdrawn
        - 0 - - - - - - - -   always        below-draft
    """,
    "POST /comments/{comment_id}/edit": """
        - + - - - - - - - -   always        published below-merged
        - 0 0 0 0 0 0 0 0 0   always        held hidden below-held below-hidden below-withdrawn
        - 0 - - - - - - - -   always        below-draft
    """,
    "GET /consultations/{slug}/proposals": """
        + + + + + + + + + +   always        published
        0 0 0 0 0 0 0 0 + 0   always        draft
    """,
    "POST /consultations/{slug}/proposals": """
        - x x x x x x x x x   before,after  published
        - + + + + + + + + +   during        published
        - 0 0 0 0 0 0 0 0 0   always        draft
    """,
    "POST /consultations/{slug}/proposals/draft": """
        - x x x x x x x x x   before,after  published
        - + + + + + + + + +   during        published
        - 0 0 0 0 0 0 0 x 0   always        draft
    """,
    "POST /consultations/{slug}/proposals/draft/removal": """
        - + + + + + + + + +   always        published
        - 0 0 0 0 0 0 0 + 0   always        draft
    """,
    "GET /consultations/{slug}/proposals/new": """
        - x x x x x x x x x   before,after  published
        - + + + + + + + + +   during        published
        - 0 0 0 0 0 0 0 x 0   always        draft
    """,
    "GET /consultations/{slug}/proposals/paper": """
        - - - - - + - - - -   always        published
        - - - - - 0 - - - -   always        draft
    """,
    "POST /consultations/{slug}/proposals/paper": """
        - - - - - x - - - -   before,after  published
        - - - - - + - - - -   during        published
        - - - - - 0 - - - -   always        draft
    """,
    "GET /images/{name}": """
        + + + + + + + + + +   always        published merged
        0 0 0 0 + 0 0 0 0 0   always        draft held hidden withdrawn struck
        0 + 0 0 0 0 0 0 0 0   always        unsent
    """,
    "GET /images/{name}/small": """
        + + + + + + + + + +   always        published merged
        0 0 0 0 + 0 0 0 0 0   always        draft held hidden withdrawn struck
        0 + 0 0 0 0 0 0 0 0   always        unsent
    """,
    "GET /proposals/{proposal_id}": """
        + + + + + + + + + +   always        published merged
        0 0 0 0 0 0 0 0 + 0   always        draft
        0 g g 0 g 0 0 0 0 0   always        held
        g g g g g g g g g g   always        hidden withdrawn
    """,
    "GET /proposals/{proposal_id}/answer": """
        - - - - - - - - + -   always        published draft
        - - - - - - - - 0 -   always        held hidden withdrawn
        - - - - - - - - x -   always        merged
    """,
    "POST /proposals/{proposal_id}/answer": """
        - - - - - - - - + -   always        published draft
        - - - - - - - - 0 -   always        held hidden withdrawn
        - - - - - - - - x -   always        merged
    """,
    "GET /proposals/{proposal_id}/authors": """
        - + + - - - - - - -   always        published merged
        - 0 0 0 0 0 0 0 - 0   always        draft
        - 0 0 0 0 0 0 0 0 0   always        held hidden withdrawn
    """,
    "POST /proposals/{proposal_id}/authors": """
        - + - - - - - - - -   always        published
        - 0 0 0 0 0 0 0 - 0   always        draft
        - 0 0 0 0 0 0 0 0 0   always        held hidden withdrawn
        - x x - - - - - - -   always        merged
    """,
    "POST /proposals/{proposal_id}/authors/leave": """
        - - + - - - - - - -   always        published merged
        - 0 0 0 0 0 0 0 - 0   always        draft
        - 0 0 0 0 0 0 0 0 0   always        held hidden withdrawn
    """,
    "POST /proposals/{proposal_id}/comments": """
        - x x x x x x x x x   before,after  published
        - + + + + + + + + +   during        published
        - 0 0 0 0 0 0 0 0 0   always        draft held
        - g g g g g g g g g   always        hidden withdrawn
        - x x x x x x x x x   always        merged
    """,
    "GET /proposals/{proposal_id}/edit": """
        - x x - - - - - - -   before,after  published
        - + + - - - - - - -   during        published
        - 0 0 0 0 0 0 0 - 0   always        draft
        - 0 0 0 0 0 0 0 0 0   always        held hidden withdrawn
        - x x - - - - - - -   always        merged
    """,
    "POST /proposals/{proposal_id}/edit": """
        - x x - - - - - - -   before,after  published
        - + + - - - - - - -   during        published
        - 0 0 0 0 0 0 0 - 0   always        draft
        - 0 0 0 0 0 0 0 0 0   always        held hidden withdrawn
        - x x - - - - - - -   always        merged
    """,
    "GET /proposals/{proposal_id}/merge": """
        - - - - + - - - - -   always        published merged
        - - - - 0 - - - - -   always        draft held hidden withdrawn
    """,
    "POST /proposals/{proposal_id}/merge": """
        - - - - + - - - - -   always        published
        - - - - 0 - - - - -   always        draft held hidden withdrawn
        - - - - x - - - - -   always        merged
    """,
    "POST /proposals/{proposal_id}/merge/undo": """
        - - - - 0 - - - - -   always        published draft held hidden withdrawn
        - - - - + - - - - -   always        merged
    """,
    "GET /proposals/{proposal_id}/receipt": """
        0 0 0 0 0 + 0 0 0 0   always        published merged
        0 0 0 0 0 0 0 0 0 0   always        draft held hidden withdrawn
    """,
    "POST /proposals/{proposal_id}/status": """
        - - - - - - - - + -   always        published draft
        - - - - - - - - 0 -   always        held hidden withdrawn
        - - - - - - - - x -   always        merged
    """,
    "POST /proposals/{proposal_id}/support": """
        - x x x x x x x x x   before,after  published
        - + + + + + + + + +   during        published
        - 0 0 0 0 0 0 0 0 0   always        draft held
        - x x x x x x x x x   always        hidden withdrawn merged
    """,
    "POST /proposals/{proposal_id}/support/withdraw": """
        - x x x x x x x x x   before,after  published
        - + + + + + + + + +   during        published
        - 0 0 0 0 0 0 0 0 0   always        draft held
        - x x x x x x x x x   always        hidden withdrawn merged
    """,
    "GET /proposals/{proposal_id}/versions": """
        + + + + + + + + + +   always        published merged
        0 0 0 0 0 0 0 0 + 0   always        draft
        0 0 0 0 0 0 0 0 0 0   always        held hidden withdrawn
    """,
    "GET /proposals/{proposal_id}/withdrawal": """
        - + - - - - - - - -   always        published merged
        - 0 0 0 0 0 0 0 - 0   always        draft
        - 0 0 0 0 0 0 0 0 0   always        held hidden withdrawn
    """,
    "POST /proposals/{proposal_id}/withdrawal": """
        - + - - - - - - - -   always        published merged
        - 0 0 0 0 0 0 0 - 0   always        draft
        - 0 0 0 0 0 0 0 0 0   always        held hidden withdrawn
    """,
    "POST /proposals/{proposal_id}/check": """
        - f f f f f f f f f   always        published merged
        - 0 0 0 0 0 0 0 f 0   always        draft
        - g g 0 g 0 0 0 0 0   always        held
        - g g g g g g g g g   always        hidden withdrawn
    """,
    "POST /proposals/{proposal_id}/checks/{check_id}/reply": """
        - - - - - - - - f -   always        published draft
        - - - - - - - - 0 -   always        held hidden withdrawn
        - - - - - - - - x -   always        merged
    """,
    "POST /proposals/{proposal_id}/decision": """
        - - - - - - - - f -   always        published draft
        - - - - - - - - 0 -   always        held hidden withdrawn
        - - - - - - - - x -   always        merged
    """,
    "POST /proposals/{proposal_id}/milestones": """
        - - - - - - - - f -   always        published draft
        - - - - - - - - 0 -   always        held hidden withdrawn
        - - - - - - - - x -   always        merged
    """,
    "POST /proposals/{proposal_id}/milestones/{milestone_id}": """
        - - - - - - - - f -   always        published draft
        - - - - - - - - 0 -   always        held hidden withdrawn
        - - - - - - - - x -   always        merged
    """,
    "GET /proposals/{proposal_id}/outcome": """
        - - - - - - - - + -   always        published draft
        - - - - - - - - 0 -   always        held hidden withdrawn
        - - - - - - - - x -   always        merged
    """,
}
# A link to a comment only leads to where it stands, and that page says what there is to read.
# A slip in a comment is mended within 15 minutes, whatever has come to an end meanwhile.
# A proposal is taken back by its author at any time until the city has answered.
# Moderators see the pictures they have to judge; a clerk enters later what came in time.


def cells() -> dict[tuple[str, str, str, str], str]:
    """Route, state, phase, role: the mark. A cell that is declared twice is a mistake."""
    found: dict[tuple[str, str, str, str], str] = {}
    for route, table in ROUTES.items():
        for line in table.split("\n"):
            words = line.split()
            if not words:
                continue
            marks, when, states = words[: len(NAMES)], words[len(NAMES)], words[len(NAMES) + 1 :]
            for state in states:
                for phase in PHASES if when == "always" else when.split(","):
                    for role, mark in zip(NAMES, marks, strict=True):
                        assert (route, state, phase, role) not in found, (route, state, phase, role)
                        found[route, state, phase, role] = mark
    return found
