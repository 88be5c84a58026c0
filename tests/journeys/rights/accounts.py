from tests.journeys.rights.roles import EVERYBODY, PEOPLE

READING: dict[str, set[str]] = {
    "/account": PEOPLE,
    "/account/delete": PEOPLE,
    "/account/export": PEOPLE,
    "/login": EVERYBODY,
    "/logout": EVERYBODY,
    "/register": EVERYBODY,
    "/register/sent": EVERYBODY,
    "/reset": EVERYBODY,
    "/reset/sent": EVERYBODY,
}
WRITING: dict[str, set[str]] = {
    "/account/delete": PEOPLE,
    "/account/name": PEOPLE,
    "/account/password": PEOPLE,
    "/account/sessions/revoke-others": PEOPLE,
    "/account/sessions/{public_id}/revoke": PEOPLE,
    "/login": EVERYBODY,
    "/logout": EVERYBODY,
    "/register": EVERYBODY,
    "/reset": EVERYBODY,
}
SECRET = {
    "/register/confirm/{token}": "whoever has the link",
    "/reset/{token}": "whoever has the link",
}
NOT_TRIED = {
    "/account/delete": "needs the password, tried elsewhere",
    "/account/sessions/revoke-others": "would end other tests' sessions",
    "/logout": "ends the session of the test",
}
SECRET_WRITING = {
    "/register/confirm/{token}",
    "/reset/{token}",
}
THINGS = {"public_id": "0" * 16, "token": "x" * 22}
