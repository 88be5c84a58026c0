import pytest

from participation.forums.chat.rules import as_html, role_shown

REL = 'rel="nofollow ugc noopener noreferrer"'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ('<b>laut</b> & "leise"', "&lt;b&gt;laut&lt;/b&gt; &amp; &quot;leise&quot;"),
        ("a\nb", "a<br>b"),
        (
            "Siehe https://stadt.example/plan?a=1&b=2.",
            f'Siehe <a href="https://stadt.example/plan?a=1&amp;b=2" {REL}>https://stadt.example/plan?a=1&amp;b=2</a>.',
        ),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("<hx-partial hx-target='body'>", "&lt;hx-partial hx-target=&#x27;body&#x27;&gt;"),
    ],
)
def test_a_line_is_text_with_line_breaks_and_addresses(text, html):
    assert as_html(text) == html


def test_a_quote_cannot_leave_the_address():
    assert 'onclick="' not in as_html('https://a.example/"onclick="alert(1)')


def test_who_speaks_in_a_role_is_shown_with_it():
    assert role_shown(frozenset({"moderator", "chair"})) == "chair"
    assert role_shown(frozenset()) is None
