from tests.journeys.rights.roles import COUNCIL

READING: dict[str, set[str]] = {"/council": COUNCIL}
