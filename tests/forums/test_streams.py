"""Where a video may come from. Named after what happened to others: CVE-2024-45594, CVE-2026-33393."""

import dataclasses
from urllib.parse import urlsplit

import pytest
from hypothesis import given, strategies

from participation import settings as settings_module
from participation.core.db import execute
from participation.forums.captions import video
from participation.forums.streams import at, host_of, may_embed
from tests.forums.factories import forum

HOSTS = ("video.stadt.example", "youtube-nocookie.com")

TRICKS = {
    "script": "javascript:alert(1)//https://video.stadt.example/",
    "script with a host": "javascript://video.stadt.example/%0aalert(1)",
    "data": "data:text/html,<script>alert(1)</script>",
    "blob": "blob:https://video.stadt.example/1",
    "plain http": "http://video.stadt.example/live",
    "no scheme": "//video.stadt.example/live",
    "upper case scheme": "HTTPS://video.stadt.example/live",
    "user name": "https://video.stadt.example@attacker.example/live",
    "user name and password": "https://video.stadt.example:x@attacker.example/live",
    "user name before the right host": "https://attacker.example@video.stadt.example/live",
    "escaped at": "https://attacker.example%40video.stadt.example/live",
    "host glued before": "https://attacker-video.stadt.example.evil.example/live",
    "suffix without a label": "https://attackeryoutube-nocookie.com/embed/1",
    "suffix with a hyphen": "https://attacker-youtube-nocookie.com/embed/1",
    "host as a label of another": "https://video.stadt.example.attacker.example/live",
    "host as the path": "https://attacker.example/video.stadt.example",
    "host as the fragment": "https://attacker.example#video.stadt.example",
    "host as the query": "https://attacker.example?video.stadt.example",
    "backslash": "https://attacker.example\\@video.stadt.example/",
    "backslash after the host": "https://video.stadt.example\\.attacker.example/",
    "tab in the scheme": "https:\t//video.stadt.example/",
    "line break": "https://video.stadt.example/\nhttps://attacker.example",
    "leading blank": " https://video.stadt.example/",
    "a port": "https://video.stadt.example:8443/live",
    "a trailing dot": "https://video.stadt.example./live",
    "letters that look alike": "https://video.stаdt.example/live",
    "wide full stop": "https://video。stadt。example/live",
    "punycode of another": "https://video.xn--stdt-7na.example/live",
    "an address": "https://127.0.0.1/live",
    "an IPv6 address": "https://[::1]/live",
    "localhost": "https://localhost/live",
    "end of the attribute": 'https://video.stadt.example/"><script>',
    "a policy": "https://video.stadt.example; script-src *",
    "no host": "https:///live",
    "broken brackets": "https://[video.stadt.example/",
    "much too long": "https://video.stadt.example/" + "x" * 600,
}


@pytest.mark.parametrize("url", TRICKS.values(), ids=TRICKS.keys())
def test_cve_2024_45594_no_trick_is_embedded(url):
    assert may_embed(url, HOSTS) == ""


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://video.stadt.example/w/abc", "video.stadt.example"),
        ("https://live.video.stadt.example/w/abc", "live.video.stadt.example"),
        ("https://www.youtube-nocookie.com/embed/xyz?rel=0", "www.youtube-nocookie.com"),
    ],
)
def test_the_hosts_of_the_city_and_what_lies_below_them_are(url, host):
    assert may_embed(url, HOSTS) == host


def test_cve_2026_33393_hosts_are_compared_label_by_label():
    assert may_embed("https://a.stadt.example/", ("stadt.example",)) == "a.stadt.example"
    assert may_embed("https://grossstadt.example/", ("stadt.example",)) == ""
    assert may_embed("https://stadt.example/", ("video.stadt.example",)) == ""


@pytest.mark.parametrize("hosts", [(), ("",), (".",), ("example",), ("com",)])
def test_an_empty_list_or_a_bare_top_level_lets_nobody_in(hosts):
    assert may_embed("https://video.stadt.example/", hosts) == ""
    assert may_embed("https://attacker.com/", hosts) == ""


@given(strategies.text(max_size=80), strategies.text(max_size=20))
def test_whatever_is_embedded_really_lies_on_a_host_of_the_city(noise, tail):
    for url in (
        noise,
        f"https://{noise}",
        f"https://{noise}.video.stadt.example/{tail}",
        f"https://video.stadt.example{noise}",
    ):
        host = may_embed(url, HOSTS)
        if host:
            parts = urlsplit(url)
            assert parts.scheme == "https"
            assert parts.netloc.lower() in {host, f"{host}:443"}
            assert host == "video.stadt.example" or host.endswith(
                (".video.stadt.example", "youtube-nocookie.com")
            )
            assert not set(host) - set("abcdefghijklmnopqrstuvwxyz0123456789.-")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.youtube.com/watch?v=abc", "https://www.youtube.com/watch?v=abc&t=75"),
        (
            "https://www.youtube-nocookie.com/embed/abc?t=3",
            "https://www.youtube-nocookie.com/embed/abc?t=3&start=75",
        ),
        ("https://video.stadt.example/w/abc?start=9", "https://video.stadt.example/w/abc?start=75"),
        ("https://video.stadt.example/abend.mp4", "https://video.stadt.example/abend.mp4#t=75"),
    ],
)
def test_an_address_names_the_moment_as_its_host_wants(url, expected):
    assert at(url, 75) == expected
    assert host_of(at(url, 75)) == host_of(url)


@pytest.fixture
def hosts(monkeypatch):
    chosen = dataclasses.replace(settings_module.settings(), stream_hosts=HOSTS)
    monkeypatch.setattr(video, "settings", lambda: chosen)


async def stream(url):
    await forum("demo")
    await execute("UPDATE forum SET stream_url = $1", url)


async def test_nothing_foreign_is_loaded_before_the_click(visitor, hosts):
    await stream("https://video.stadt.example/w/abc")
    answer = await visitor.get("/forums/demo")
    assert "<iframe" not in answer.text
    assert "frame-src" not in answer.headers["content-security-policy"]
    assert 'name="video" value="1"' in answer.text
    assert "Das Video kommt von video.stadt.example" in answer.text


async def test_after_the_click_this_page_alone_lets_this_host_in(visitor, hosts):
    await stream("https://video.stadt.example/w/abc")
    answer = await visitor.get("/forums/demo?video=1")
    assert '<iframe src="https://video.stadt.example/w/abc"' in answer.text
    policy = answer.headers["content-security-policy"]
    assert policy.endswith("; frame-src https://video.stadt.example")
    assert policy.startswith("default-src 'none'; script-src 'self'")
    assert "frame-src" not in (await visitor.get("/forums/demo")).headers["content-security-policy"]
    moment = (await visitor.get("/forums/demo?video=1&t=75")).text
    assert 'src="https://video.stadt.example/w/abc?start=75"' in moment


@pytest.mark.parametrize("url", TRICKS.values(), ids=TRICKS.keys())
async def test_cve_2024_45594_no_trick_reaches_a_page(visitor, hosts, url):
    await stream(url)
    for page in ("/forums/demo?video=1", "/forums/demo"):
        answer = await visitor.get(page)
        assert answer.status_code == 200
        assert "<iframe" not in answer.text
        assert "frame-src" not in answer.headers["content-security-policy"]
        assert "javascript:" not in answer.text
        assert "data:text" not in answer.text


async def test_a_host_that_the_city_has_not_named_gets_a_plain_link(visitor, hosts):
    await stream("https://anderswo.example/live")
    answer = await visitor.get("/forums/demo?video=1")
    assert "<iframe" not in answer.text
    assert 'href="https://anderswo.example/live" rel="noopener noreferrer"' in answer.text
