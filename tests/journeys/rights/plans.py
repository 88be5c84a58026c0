from tests.journeys.rights.roles import EDITORS, EVERYBODY, PEOPLE

THINGS = {"text_id": "1", "paragraph_id": "1", "wording_id": "1"}
"""The first text of the demo city has two versions and is being discussed."""
READING: dict[str, set[str]] = {
    "/consultations/{slug}/texts": EVERYBODY,
    "/consultations/{slug}/texts/new": EDITORS,
    "/paragraphs/{paragraph_id}": EVERYBODY,
    "/paragraphs/{paragraph_id}/wordings/new": PEOPLE,
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
    "/texts/{text_id}/edit": EDITORS,
    "/texts/{text_id}/publication": EDITORS,
    "/wordings/{wording_id}/support": PEOPLE,
    "/wordings/{wording_id}/support/withdraw": PEOPLE,
}
