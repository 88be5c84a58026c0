"""What a browser sends is bounded before it is looked at."""

import time

import pytest

from participation.core.forms import Form, clean
from tests.people import ORIGIN, Fields


def test_towers_of_accents_are_cut_before_they_cost_anything():
    """Normalising them takes quadratic time; a request of 160 kB froze a process for ten seconds."""
    tower = "a" + "\u0301\u0323" * 200_000
    begin = time.process_time()
    assert len(clean(tower)) < 100
    assert time.process_time() - begin < 5


def test_a_field_is_cleaned_when_it_is_asked_for():
    form = Form({"title": [" Ein\x00 Brunnen\u202e\r\n"], "other": ["x\ud800"]})
    assert form.text("title") == "Ein Brunnen"
    assert form.multi("other") == ["x"]
    assert form.text("missing") == ""


@pytest.mark.parametrize("charset", ["nonsense", "utf-8; x=\x7f"])
async def test_a_part_with_an_unknown_charset_is_no_error_of_ours(visitor, charset):
    body = f'--b\r\nContent-Disposition: form-data; name="email"\r\nContent-Type: text/plain; charset={charset}\r\n\r\nx\r\n--b--\r\n'
    answer = await visitor.http.post(
        "/login",
        content=body.encode(),
        headers={"Origin": ORIGIN, "Content-Type": "multipart/form-data; boundary=b"},
    )
    assert 400 <= answer.status_code < 500


async def test_whoever_is_too_fast_gets_the_text_back(alma, monkeypatch):
    from participation.core import throttle
    from participation.core.errors import Refused

    def never(act, key, **_):
        raise Refused("too-fast", status=429, retry_after=7)

    token = await alma.token()
    monkeypatch.setattr(throttle, "throttle_key", never)
    sent = {"_token": token, "display_name": "Alma die\nSchnelle"}
    answer = await alma.http.post("/account/name", data=sent, headers={"Origin": ORIGIN})
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "7"
    form = next(f for f in Fields(answer.text).forms if f["action"] == "/account/name")
    assert form["fields"]["display_name"].strip() == "Alma die\nSchnelle"
