from tests.journeys.rights.roles import CLERK, EDITORS, EVERYBODY

READING: dict[str, set[str]] = {
    "/forums/{slug}/captions": EVERYBODY,
    "/forums/{slug}/captions.vtt": EVERYBODY,
    "/forums/{slug}/captions/write": CLERK | EDITORS,
    "/forums/{slug}/captions/{line_id}": CLERK | EDITORS,
}
WRITING: dict[str, set[str]] = {
    "/forums/{slug}/captions": CLERK | EDITORS,
    "/forums/{slug}/captions/{line_id}": CLERK | EDITORS,
    "/forums/{slug}/recording": CLERK | EDITORS,
}
THINGS = {"line_id": "1"}
