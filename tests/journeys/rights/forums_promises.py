from tests.journeys.rights.roles import ANSWERING, EVERYBODY

READING: dict[str, set[str]] = {
    "/forums/{slug}/promises": EVERYBODY,
    "/promises": EVERYBODY,
    "/promises/{promise_id}": EVERYBODY,
    "/zusagen": EVERYBODY,
}
WRITING: dict[str, set[str]] = {
    "/forums/{slug}/promises": ANSWERING,
    "/promises/{promise_id}/correction": ANSWERING,
    "/promises/{promise_id}/reports": ANSWERING,
    "/promises/{promise_id}/retraction": ANSWERING,
}
NOT_TRIED = {"/promises/{promise_id}/retraction": "would strike out a promise of the demo city"}
THINGS = {"promise_id": "1"}
