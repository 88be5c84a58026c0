"""Same origin, tokens, headers: each refusal has an accepted twin, so that the test can fail."""

import pytest

from participation.core.security import ANONYMOUS_HOURS, form_token, same_origin, token_is_good
from tests.people import ORIGIN, Fields

HOST = {"host": "127.0.0.1:8000"}


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"origin": "http://127.0.0.1:8000"}, True),
        ({"origin": "http://127.0.0.1:8000", "sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "same-origin"}, True),
        ({"origin": "http://evil.example"}, False),
        ({"origin": "http://127.0.0.1:8000.evil.example"}, False),
        ({"origin": "http://127.0.0.1"}, False),
        ({"origin": "null"}, False),
        ({}, False),
        ({"origin": "http://127.0.0.1:8000", "sec-fetch-site": "cross-site"}, False),
        ({"origin": "http://127.0.0.1:8000", "sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "none"}, False),
    ],
)
def test_only_our_own_pages_may_send(headers, expected):
    assert same_origin({**HOST, **headers}) is expected


def test_a_token_is_bound_to_its_session():
    token = form_token(b"alma's session")
    assert token_is_good(token, b"alma's session")
    assert not token_is_good(token, b"bora's session")
    assert not token_is_good(token, None)
    assert not token_is_good(form_token(None), b"alma's session")


@pytest.mark.parametrize(
    "token", ["", "a", "a1.", "ä", "\udcff", "a999999999.x", "a-1.x", "s" * 10_000, "a٣.x"]
)
def test_nonsense_is_no_token_and_no_error(token):
    assert not token_is_good(token, None)
    assert not token_is_good(token, b"session")


def test_a_visitors_token_grows_old(monkeypatch):
    from participation.core import security

    token = form_token(None)
    real = security.time.time
    monkeypatch.setattr(security.time, "time", lambda: real() + 3600 * (ANONYMOUS_HOURS - 1))
    assert token_is_good(token, None)
    monkeypatch.setattr(security.time, "time", lambda: real() + 3600 * (ANONYMOUS_HOURS + 2))
    assert not token_is_good(token, None)


async def test_a_foreign_page_is_refused_whatever_token_it_has(alma):
    token = await alma.token()
    for headers in ({}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
        answer = await alma.http.post(
            "/account/name", data={"_token": token, "display_name": "Eve"}, headers=headers
        )
        assert answer.status_code == 403
    answer = await alma.http.post(
        "/account/name", data={"_token": token, "display_name": "Alma Neu"}, headers={"Origin": ORIGIN}
    )
    assert answer.status_code == 303


async def test_an_old_page_keeps_the_text_and_gives_a_new_token(alma):
    answer = await alma.http.post(
        "/account/name", data={"_token": "s-old", "display_name": "Alma\nNeu <b>"}, headers={"Origin": ORIGIN}
    )
    assert answer.status_code == 422
    form = next(f for f in Fields(answer.text).forms if f["action"] == "/account/name")
    assert form["fields"]["display_name"].strip() == "Alma\nNeu <b>"
    again = await alma.http.post("/account/name", data=form["fields"], headers={"Origin": ORIGIN})
    assert again.status_code == 303


async def test_an_old_page_never_sends_a_password_back(visitor):
    answer = await visitor.http.post(
        "/login",
        data={"_token": "old", "email": "a@example.org", "password": "my secret word"},
        headers={"Origin": ORIGIN},
    )
    assert answer.status_code == 422
    assert "my secret word" not in answer.text
    assert "a@example.org" in answer.text


async def test_every_answer_carries_the_headers(visitor):
    for url in ("/", "/no-such-page", "/health/live", "/api/openapi.json"):
        answer = await visitor.get(url)
        policy = answer.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] in {"same-origin", "no-referrer"}


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/json", "multipart/form-data; boundary=x", "x/y; charset=\udcff"],
)
async def test_a_body_that_is_no_form_is_refused_without_an_error_of_ours(visitor, content_type):
    try:
        answer = await visitor.http.post(
            "/login",
            content=b"--x\r\nbad",
            headers={"Origin": ORIGIN, "Content-Type": content_type.encode("utf-8", "surrogateescape")},
        )
    except UnicodeError:
        pytest.skip("the client refuses to send it")
    assert 400 <= answer.status_code < 500


@pytest.mark.parametrize(
    "cookie",
    [
        "session=\x01",
        "session=" + "ä" * 50,
        "; ; =;",
        "flash=%00.x",
        "flash=eyJ9.deadbeef",
        "language=../../etc",
    ],
)
async def test_nonsense_cookies_are_no_error_of_ours(visitor, cookie):
    answer = await visitor.http.get("/", headers={"Cookie": cookie.encode("utf-8")})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "url",
    [
        "/account/sessions/x/revoke",
        "/proposals/999999999999999999999999",
        "/%ff",
        "/search?q=%00%ff",
        "/consultations/%2e%2e",
        "/proposals/-1",
    ],
)
async def test_nonsense_addresses_are_no_error_of_ours(visitor, url):
    answer = await visitor.http.get(url)
    assert answer.status_code < 500


async def test_wrong_methods_are_told_so(visitor):
    for method in ("PUT", "DELETE", "PATCH"):
        answer = await visitor.http.request(method, "/login", headers={"Origin": ORIGIN})
        assert answer.status_code in {403, 405, 422}


async def test_the_api_speaks_problem_json(visitor):
    answer = await visitor.http.get("/api/v1/no-such-thing")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json()["status"] == 404
