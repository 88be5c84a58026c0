from tests.journeys.rights.roles import CLERK, EDITORS, EVERYBODY, PEOPLE

THINGS = {"text_id": "1", "paragraph_id": "1", "wording_id": "1", "plan_id": "2", "statement_id": "1"}
"""The first text of the demo city has two versions and is being discussed, the second is a plan on display."""
OFFICE = EDITORS | CLERK
SECRET = {"/statements/{token}": "the receipt: whoever has the link may read it"}
READING: dict[str, set[str]] = {
    "/consultations/{slug}/texts": EVERYBODY,
    "/consultations/{slug}/texts/new": EDITORS,
    "/paragraphs/{paragraph_id}": EVERYBODY,
    "/paragraphs/{paragraph_id}/wordings/new": PEOPLE,
    "/texts/{plan_id}/display": EDITORS,
    "/texts/{plan_id}/statements": OFFICE,
    "/texts/{plan_id}/statements/entry": OFFICE,
    "/texts/{plan_id}/statements/new": EVERYBODY,
    "/texts/{text_id}": EVERYBODY,
    "/texts/{text_id}/edit": EDITORS,
    "/texts/{text_id}/versions": EVERYBODY,
    "/texts/{text_id}/versions/{number}": EVERYBODY,
    "/texts/{text_id}/versions/{number}/text.txt": EVERYBODY,
}
WRITING: dict[str, set[str]] = {
    "/consultations/{slug}/texts": EDITORS,
    "/paragraphs/{paragraph_id}/comments": PEOPLE,
    "/paragraphs/{paragraph_id}/wordings": PEOPLE,
    "/plan-statements/{statement_id}/erasure": EDITORS,
    "/texts/{plan_id}/display": EDITORS,
    "/texts/{plan_id}/statements": EVERYBODY,
    "/texts/{plan_id}/statements/entry": OFFICE,
    "/texts/{plan_id}/statements/file": OFFICE,
    "/texts/{text_id}/edit": EDITORS,
    "/texts/{text_id}/publication": EDITORS,
    "/wordings/{wording_id}/support": PEOPLE,
    "/wordings/{wording_id}/support/withdraw": PEOPLE,
}
