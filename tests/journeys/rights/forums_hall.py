from tests.journeys.rights.roles import CHAIR, CLERK, EVERYBODY, MODERATORS, PEOPLE

READING: dict[str, set[str]] = {
    "/forums/{slug}/attendance": CHAIR | CLERK,
    "/forums/{slug}/polls": EVERYBODY,
    "/forums/{slug}/screen/text": EVERYBODY,
}
WRITING: dict[str, set[str]] = {
    "/forums/{slug}/agenda/{item_id}/doors": CHAIR | CLERK,
    "/forums/{slug}/attendance": CHAIR | CLERK,
    "/forums/{slug}/attendance/{row_id}/leaving": CHAIR | CLERK,
    "/forums/{slug}/attendance/{row_id}/mode": CHAIR | CLERK,
    "/forums/{slug}/lane/{case_id}": MODERATORS,
    "/forums/{slug}/sitting": CHAIR | CLERK,
    "/forums/{slug}/polls": CHAIR,
    "/forums/{slug}/polls/{live_poll_id}/ballot": PEOPLE,
    "/forums/{slug}/polls/{live_poll_id}/closing": CHAIR,
    "/forums/{slug}/polls/{live_poll_id}/hands": CHAIR | CLERK,
    "/forums/{slug}/polls/{live_poll_id}/holding": CHAIR,
    "/forums/{slug}/polls/{live_poll_id}/result": CHAIR,
    "/forums/{slug}/polls/{live_poll_id}/withdrawal": CHAIR,
    "/forums/{slug}/screens": CHAIR | CLERK,
    "/forums/{slug}/undo": CHAIR | CLERK,
}
THINGS = {"live_poll_id": "999999", "row_id": "999999", "item_id": "999999"}
