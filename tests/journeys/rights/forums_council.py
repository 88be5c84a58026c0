from tests.journeys.rights.roles import ADMINISTRATORS, COUNCIL

READING: dict[str, set[str]] = {
    "/council": COUNCIL,
    "/council/members": ADMINISTRATORS,
}
WRITING: dict[str, set[str]] = {
    "/council/members": ADMINISTRATORS,
    "/council/members/{member_id}": ADMINISTRATORS,
    "/council/members/{member_id}/ending": ADMINISTRATORS,
}
THINGS = {"member_id": "999999"}
