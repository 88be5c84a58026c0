"""Nothing that a person writes may act in another person's browser, or take the server's time."""

import json
import re
import unicodedata
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from participation.core import html
from participation.core.html import allowed_url, clean_text, cost, plain, render_markdown, render_text, teaser

HOSTILE = Path(__file__).resolve().parents[3] / "shared" / "data" / "hostile"

VECTORS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg><g/onload=alert(2)//<p>",
    "<math><mi//xlink:href='data:x,<script>alert(4)</script>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java\tscript:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[a](vbscript:x)",
    "[a](//evil.example)",
    "[a](/logout)",
    "[a](https://stadt.example@evil.example/)",
    "[a](https://stadt.example%40evil.example/)",
    "[a](https:\\\\evil.example)",
    "[a](<http://a b>)",
    '[a](http://a.example "onmouseover=alert(1)")',
    "![a](https://tracker.example/x.png)",
    "<javascript:alert(1)>",
    "<https://a.example/\"onclick='x'>",
    "[a]: javascript:alert(1)\n\n[a]",
    "mailto:a@b.example?bcc=all@example.org",
    "[a](mailto:a@b.example?bcc=all@example.org)",
    "[a](mailto:a@b.example%0abcc:all@example.org)",
    "```<script>\nalert(1)\n```",
    '```"onload="alert(1)\nx\n```',
    "<!-- <img src=x --><x onerror=y>",
    "a\x00b <scr\x00ipt>alert(1)</scr\x00ipt>",
    "\ud800[a](\udfffjavascript:alert(1))",
    "# <b onclick=x>a</b>\n\n1. <a href='javascript:x'>b</a>",
    "\u202egro.elpmaxe.live//:sptth",
]


class Seen(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.open, self.data = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.data.append(data)

    def handle_comment(self, _):
        self.tags.append(("comment", {}))

    handle_decl = handle_pi = unknown_decl = handle_comment


def assert_harmless(rendered):
    for tag, attributes in Seen(rendered).tags:
        assert tag in html.TAGS, tag
        if tag == "a" and "href" in attributes:
            address = attributes.pop("href")
            assert urlsplit(address).scheme in {"http", "https", "mailto"}, address
            assert allowed_url(address), address
        if tag == "a":
            assert attributes.pop("rel") == "nofollow ugc noopener"
        if tag == "ol":
            assert re.fullmatch("[0-9]*", attributes.pop("start", ""))
        assert not attributes, (tag, attributes)
    assert "\x00" not in rendered
    rendered.encode("utf-8")


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_hostile_comes_through(vector):
    assert_harmless(render_markdown(vector))
    assert_harmless(render_markdown("* [x](https://a.example)\n\n> " + vector + "\n\n" + vector * 50))


@pytest.mark.parametrize("name", ["html-payloads.json", "naughty-strings.json"])
def test_collections_of_hostile_strings_come_through_harmless(name):
    if not (HOSTILE / name).exists():
        pytest.skip("The collection of hostile strings is not beside this checkout.")
    entries = json.loads((HOSTILE / name).read_text(encoding="utf-8"))
    for entry in entries:
        text = entry["payload"] if isinstance(entry, dict) else entry
        assert_harmless(render_markdown(text))
        assert_harmless(render_markdown(f"[{text}](https://a.example/{text})\n\n[b]({text})\n\n`{text}`"))


@given(
    st.text(
        alphabet=st.sampled_from(list("[]()<>!*_`#-+.:/\\@&\"'=;%\n\t aäbc1\x00\u0301\ud800\u202e")),
        max_size=300,
    )
)
@hypothesis_settings(max_examples=200, deadline=None)
def test_any_text_is_harmless_and_parses_the_same_twice(text):
    once = render_markdown(text)
    assert_harmless(once)
    assert html._tools.last.clean(once) == once


@given(st.text(max_size=200))
@hypothesis_settings(max_examples=100, deadline=None)
def test_clean_text_can_be_stored_and_is_stable(text):
    cleaned = clean_text(text)
    assert "\x00" not in cleaned
    assert clean_text(cleaned) == cleaned
    cleaned.encode("utf-8")


def test_formatting_that_people_use():
    rendered = render_markdown("**fett** und *kursiv*\nneue Zeile\n\n- eins\n- zwei\n\n> Zitat\n\n3. drei")
    assert "<strong>fett</strong>" in rendered
    assert "<em>kursiv</em><br>" in rendered
    assert rendered.count("<li>") == 3
    assert '<ol start="3">' in rendered
    assert "<blockquote>" in rendered


def test_headings_stay_below_those_of_the_page():
    rendered = render_markdown("# a\n\n## b\n\n### c\n\n#### d\n\n###### e\n\nf\n===")
    assert [tag for tag, _ in Seen(rendered).tags if tag != "p"] == ["h3", "h4", "h5", "h6", "h6", "h3"]


def test_links_are_found_and_marked_as_foreign():
    rendered = render_markdown("Siehe https://bonn.example/a?b=1&c=2, www.bonn.de oder rad@bonn.de.")
    links = [attributes for tag, attributes in Seen(rendered).tags if tag == "a"]
    assert [link["href"] for link in links] == [
        "https://bonn.example/a?b=1&c=2",
        "http://www.bonn.de",
        "mailto:rad@bonn.de",
    ]
    assert {link["rel"] for link in links} == {"nofollow ugc noopener"}


def test_a_missing_space_after_a_full_stop_is_no_link():
    assert "<a" not in render_markdown("Der Weg ist gut.Es fehlt hier.es Licht.")


def test_raw_html_is_shown_as_it_was_typed():
    assert "&lt;b&gt;so&lt;/b&gt;" in render_markdown("<b>so</b>")


def test_images_are_not_loaded():
    assert "<img" not in render_markdown("![Karte](https://a.example/karte.png)")


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example",
        "https://a.example:8443/x?y=1#z",
        "mailto:rad@stadt.example",
        "https://xn--kln-sna.example/",
    ],
)
def test_good_addresses(url):
    assert allowed_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "", "/a", "//a", "a.example", "ftp://a", "javascript:x", "http:", "http:///a", "http://", "http:a.example",
        "https://a@b.example", "https://a:b@c.example", "https://a%40b.example", "http://a.example:99999",
        "http://[::1", "http://a\\b", "http://a b", "http://a\n", " http://a", "http://a.example/\u00a0",
        "mailto:", "mailto:a", "mailto:a@b,c@d", "mailto:a@b?cc=c@d", "mailto://a@b", "https://a.example/" + "a" * 2000,
    ],
)  # fmt: skip
def test_bad_addresses(url):
    assert not allowed_url(url)


def test_half_characters_and_towers_of_accents_are_cut():
    assert clean_text("a\ud800b\x00c\ufffed\r\ne\u2028f") == "abcd\ne\nf"
    assert clean_text("u\u0308") == "ü"
    tower = clean_text("a" + "\u0316\u0301" * 5000)
    assert sum(map(bool, map(unicodedata.combining, tower))) <= 8


BOMBS = [
    "[", "![", "[](", "[a](b)", "[a](<b", '[a](b "', "*a ", "*a **b ", "a**b", "_a_ ", "`", "`a` ", "<", "&", '"', ">", "> ",
    "- ", "1. ", "# a\n", "a\n", "a\n\n", "- a\n", "***\n", "=\n", "```\n", "www.a.de ", "a@b.de ", "http://a ", "<http://a> ",
    "//a.de ", "a.", "\\", "\n", " ", "\t", "[a]: b\n", "[a]", "<!--", "<![CDATA[", "&amp;", "a", "ä", "e\u0301\u0316",
]  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_s11_hostile_text_is_either_cheap_or_not_parsed(bomb, monkeypatch):
    """Counted, not timed: past the budget neither the parser nor bleach see the text."""
    parsed = []
    monkeypatch.setattr(html._tools, "markdown", Spy(html._tools.markdown, parsed))
    text = (bomb * 20_000)[:20_000]
    assert_harmless(render_markdown(text))
    assert not parsed or cost(clean_text(text)) <= html.BUDGET_US
    doubled = (bomb * 40_000)[:40_000]
    assert cost(clean_text(doubled)) <= 2.1 * cost(clean_text(text)) + 100


class Spy:
    def __init__(self, real, parsed):
        self.real, self.parsed = real, parsed
        self.renderer, self.options = real.renderer, real.options

    def parse(self, text):
        self.parsed.append(text)
        return self.real.parse(text)


def test_text_that_is_too_dear_to_parse_loses_no_word():
    text = "Anfang <b>\n\n" + "*a* [b](https://c.example) " * 2000 + "\nEnde & Schluss"
    rendered = render_markdown(text)
    assert "<em>" not in rendered
    assert plain(rendered).split() == text.split()


def test_an_honest_long_text_is_parsed():
    text = (
        "Der Radweg an der Bornheimer Straße ist zu schmal, z. B. vor der Schule.\n\n- **Punkt** eins\n" * 200
    )
    assert "<strong>" in render_markdown(text[:20_000])


async def test_rendering_in_a_thread_names_its_version():
    assert await render_text("*a*") == ("<p><em>a</em></p>\n", html.RENDERER)


def test_plain_gives_the_words_back():
    assert plain(render_markdown("# Titel\n\nEin *Wort* & <mehr>\nZeile\n\n- a\n- b")) == (
        "Titel\nEin Wort & <mehr>\nZeile\na\nb"
    )


def test_a_teaser_ends_at_a_word():
    assert teaser("kurz") == "kurz"
    assert teaser("Der Radweg ist  zu\nschmal, leider.", 26) == "Der Radweg ist zu schmal…"
    assert teaser("x" * 300, 20) == "x" * 19 + "…"
    assert all(len(teaser("Wort " * 100, n)) <= n + 1 for n in range(5, 60))
