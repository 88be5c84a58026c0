from tests.journeys.rights.roles import EVERYBODY, PEOPLE

READING = {"/account/follows": PEOPLE, "/follow": EVERYBODY}
WRITING = {"/follow": PEOPLE, "/follow/stop": PEOPLE}
SECRET = {"/follows/{person_id}/{signature}": "whoever has the mail"}
SECRET_WRITING = {"/follows/{person_id}/{signature}"}
THINGS = {"person_id": "1"}
