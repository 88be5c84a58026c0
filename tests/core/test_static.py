"""Built files: what a browser and a proxy may rely on."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from litestar import Litestar
from litestar.testing import TestClient

from participation.core import static

BODY = b"body { color: red }" * 40
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'/>"
CSS = "app.12345678.css"


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient[Litestar]]:
    (tmp_path / CSS).write_bytes(BODY)
    (tmp_path / f"{CSS}.br").write_bytes(brotli.compress(BODY))
    (tmp_path / f"{CSS}.gz").write_bytes(gzip.compress(BODY))
    (tmp_path / "favicon.aa.svg").write_bytes(SVG)
    (tmp_path / "secret.txt").write_text("not in the manifest")
    names = {"app.css": CSS, "favicon.svg": "favicon.aa.svg"}
    (tmp_path / "manifest.json").write_text(json.dumps(names))
    monkeypatch.setattr(static, "BUILD", tmp_path)
    _forget()
    with TestClient(Litestar([static.static_files, static.favicon])) as client:
        yield client
    _forget()


def _forget() -> None:
    static.manifest.cache_clear()
    static.files.cache_clear()


def test_a_name_becomes_its_hashed_address(client: TestClient[Litestar]) -> None:
    assert static.static_url("app.css") == f"/static/{CSS}"


def test_before_the_first_build_the_plain_name_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(static, "BUILD", tmp_path / "nothing")
    _forget()
    assert static.static_url("app.css") == "/static/app.css"
    _forget()


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.000, gzip;q=0", None),
        ("br;q=0.5", "br"),
        ("identity", None),
        ("", None),
    ],
)
def test_the_browser_gets_the_coding_it_takes(
    client: TestClient[Litestar], accepted: str, coding: str | None
) -> None:
    answer = client.get(f"/static/{CSS}", headers={"accept-encoding": accepted})
    assert answer.status_code == 200
    assert answer.headers.get("content-encoding") == coding
    assert answer.headers["vary"] == "accept-encoding"
    assert answer.content == BODY


def test_a_file_may_be_kept_for_ever(client: TestClient[Litestar]) -> None:
    answer = client.get(f"/static/{CSS}")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_what_is_known_is_not_sent_again(client: TestClient[Litestar]) -> None:
    first = client.get(f"/static/{CSS}")
    for known in (first.headers["etag"], f'"other", W/{first.headers["etag"]}', "*"):
        again = client.get(f"/static/{CSS}", headers={"if-none-match": known})
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"] == first.headers["etag"]
    assert client.get(f"/static/{CSS}", headers={"if-none-match": '"other"'}).status_code == 200


def test_each_coding_has_a_tag_of_its_own(client: TestClient[Litestar]) -> None:
    tags = {
        client.get(f"/static/{CSS}", headers={"accept-encoding": c}).headers["etag"]
        for c in ("br", "gzip", "x")
    }
    assert len(tags) == 3


def test_head_has_the_headers_and_no_body(client: TestClient[Litestar]) -> None:
    answer = client.head(f"/static/{CSS}", headers={"accept-encoding": "identity"})
    assert answer.headers["content-length"] == str(len(BODY))
    assert answer.content == b""


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/app.css",
        "/secret.txt",
        "/manifest.json",
        f"/{CSS}.br",
        "/../secret.txt",
        "/%2e%2e/secret.txt",
    ],
)
def test_nothing_but_the_manifest_can_be_asked_for(client: TestClient[Litestar], path: str) -> None:
    assert client.get(f"/static{path}").status_code == 404


def test_files_cannot_be_written(client: TestClient[Litestar]) -> None:
    answer = client.post(f"/static/{CSS}")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"


def test_the_old_address_of_the_icon_works(client: TestClient[Litestar]) -> None:
    answer = client.get("/favicon.ico")
    assert answer.content == SVG
    assert answer.headers["content-type"] == "image/svg+xml"
