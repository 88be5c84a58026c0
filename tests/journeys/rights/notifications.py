from tests.journeys.rights.roles import EVERYBODY, PEOPLE

READING = {"/account/follows": PEOPLE, "/follow": EVERYBODY}
WRITING = {"/follow": PEOPLE, "/follow/stop": PEOPLE}
SECRET = {
    "/follows/{person_id}/{signature}": "whoever has the mail",
    "/follows/{person_id}/{kind}/{subject_id}/{signature}": "the same",
}
SECRET_WRITING = {
    "/follows/{person_id}/{signature}",
    "/follows/{person_id}/{kind}/{subject_id}/{signature}",
}
THINGS = {"person_id": "1", "kind": "proposal", "subject_id": "1"}
