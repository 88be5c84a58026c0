"""What the log holds of a request, and what it never holds."""

import pytest

from participation.core.logs import BALLOTS_A_LINE, AccessLog


@pytest.fixture
def heard(monkeypatch):
    lines = []

    class Ear:
        def info(self, event, **values):
            lines.append((event, values))

    monkeypatch.setattr("participation.core.logs.structlog.get_logger", lambda _: Ear())
    return lines


async def _ask(log, path, template):
    async def send(_):
        return

    await log({"type": "http", "method": "POST", "path": path, "path_template": template}, None, send)


async def _answer(scope, receive, send):
    await send({"type": "http.response.start", "status": 303, "headers": []})


async def test_a_line_names_the_template_and_never_the_address(heard):
    await _ask(AccessLog(_answer), "/decisions/0123456789abcdef", "/decisions/{token:str}")
    assert heard[0][1]["route"] == "/decisions/{token:str}"
    assert "0123456789abcdef" not in str(heard)


async def test_ballots_are_only_counted(heard):
    log = AccessLog(_answer)
    for _ in range(BALLOTS_A_LINE):
        await _ask(log, "/polls/1/ballot", "/polls/{poll_id:int}/ballot")
    assert heard == [("ballots", {"count": BALLOTS_A_LINE})]
