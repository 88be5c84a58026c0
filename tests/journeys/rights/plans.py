from tests.journeys.rights.roles import CLERK, EDITORS, EVERYBODY, PEOPLE

THINGS = {
    "weighed_id": "1",
    "statement_id": "1",
    "point_id": "1",
    "text_id": "2",
    "paragraph_id": "5",
    "wording_id": "1",
    "plan_id": "3",
    "position": "1",
    "entry": "1",
}
"""The first text of the demo city is weighed, the second has two versions and is discussed, the third is on display."""
OFFICE = EDITORS | CLERK
SECRET = {
    "/statements/{token}": "the receipt: whoever has the link may read it",
    "/statements/{token}/files/{position}": "a file beside it: under the same link",
}
READING: dict[str, set[str]] = {
    "/consultations/{slug}/texts": EVERYBODY,
    "/consultations/{slug}/texts/new": EDITORS,
    "/paragraphs/{paragraph_id}": EVERYBODY,
    "/paragraphs/{paragraph_id}/sources": EDITORS,
    "/paragraphs/{paragraph_id}/wordings/new": PEOPLE,
    "/plan-statements/{statement_id}/files/{position}": OFFICE,
    "/plan-statements/{statement_id}/points": EDITORS,
    "/texts/{plan_id}/display": EDITORS,
    "/texts/{plan_id}/statements": OFFICE,
    "/texts/{plan_id}/statements/entry": OFFICE,
    "/texts/{plan_id}/statements/new": EVERYBODY,
    "/texts/{text_id}": EVERYBODY,
    "/texts/{weighed_id}/weighing": EVERYBODY,
    "/texts/{weighed_id}/weighing.csv": EVERYBODY,
    "/texts/{text_id}/edit": EDITORS,
    "/texts/{text_id}/versions": EVERYBODY,
    "/texts/{text_id}/versions/{number}": EVERYBODY,
    "/texts/{text_id}/versions/{number}/text.txt": EVERYBODY,
}
WRITING: dict[str, set[str]] = {
    "/consultations/{slug}/texts": EDITORS,
    "/paragraphs/{paragraph_id}/comments": PEOPLE,
    "/paragraphs/{paragraph_id}/sources": EDITORS,
    "/paragraphs/{paragraph_id}/sources/{entry}/removal": EDITORS,
    "/paragraphs/{paragraph_id}/wordings": PEOPLE,
    "/plan-points/{point_id}": EDITORS,
    "/plan-points/{point_id}/removal": EDITORS,
    "/plan-statements/{statement_id}/erasure": EDITORS,
    "/plan-statements/{statement_id}/points": EDITORS,
    "/texts/{plan_id}/display": EDITORS,
    "/texts/{plan_id}/statements": EVERYBODY,
    "/texts/{plan_id}/statements/entry": OFFICE,
    "/texts/{plan_id}/statements/file": OFFICE,
    "/texts/{text_id}/edit": EDITORS,
    "/texts/{text_id}/publication": EDITORS,
    "/texts/{weighed_id}/weighing": EDITORS,
    "/wordings/{wording_id}/support": PEOPLE,
    "/wordings/{wording_id}/support/withdraw": PEOPLE,
}
