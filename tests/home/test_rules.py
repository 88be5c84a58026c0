import pytest

from participation.home.rules import local_path, one_of_each


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/", "/"),
        ("/proposals/7?page=2#comments", "/proposals/7?page=2#comments"),
        ("", "/"),
        ("proposals", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("/a\\b", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/\r\nSet-Cookie: a=b", "/"),
        ("/\t/evil.example", "/"),
        ("/" + "x" * 600, "/"),
    ],
)
def test_nobody_is_sent_to_another_site(target, expected):
    assert local_path(target) == expected


def test_each_kind_is_shown_before_one_comes_twice():
    assert one_of_each(["a1", "a2", "a3", "b1", "c1"], lambda t: t[0], 3) == ["a1", "b1", "c1"]
    assert one_of_each(["a1", "a2", "b1"], lambda t: t[0], 3) == ["a1", "a2", "b1"]
    assert one_of_each(["a1"], lambda t: t[0], 3) == ["a1"]
    assert one_of_each([], str, 3) == []
