from tests.journeys.rights.roles import CHAIR, CLERK, EVERYBODY, PEOPLE

READING: dict[str, set[str]] = {
    "/forums/{slug}/polls": EVERYBODY,
    "/forums/{slug}/screen/text": EVERYBODY,
}
WRITING: dict[str, set[str]] = {
    "/forums/{slug}/polls": CHAIR,
    "/forums/{slug}/polls/{live_poll_id}/ballot": PEOPLE,
    "/forums/{slug}/polls/{live_poll_id}/closing": CHAIR,
    "/forums/{slug}/polls/{live_poll_id}/hands": CHAIR | CLERK,
    "/forums/{slug}/polls/{live_poll_id}/withdrawal": CHAIR,
    "/forums/{slug}/screens": CHAIR | CLERK,
    "/forums/{slug}/undo": CHAIR,
}
THINGS = {"live_poll_id": "999999"}
