import pytest

from participation.accounts.forms import check_email
from participation.accounts.passwords import HASHER
from participation.accounts.rules import email_key, looks_like_email, name_key, password_is_common
from participation.core.forms import Errors


@pytest.mark.parametrize(
    "address", ["alma@example.org", "a.b+c@stadt.example", "alma@müller.example", "x@a-b.co"]
)
def test_ordinary_addresses_are_taken(address):
    errors = Errors()
    check_email(address, errors)
    assert not errors


@pytest.mark.parametrize(
    "address",
    [
        "",
        "alma",
        "alma@",
        "@example.org",
        "a b@example.org",
        "a@b",
        "a@example.org,b@example.org",
        "a\n@b.de",
    ],
)
def test_what_cannot_be_written_to_is_refused(address):
    errors = Errors()
    check_email(address, errors)
    assert "email" in errors


def test_an_absurdly_long_address_is_refused():
    assert not looks_like_email("a" * 300 + "@example.org")


def test_addresses_are_compared_without_case():
    assert email_key(" Alma@Example.ORG ") == email_key("alma@example.org")


def test_names_are_sorted_as_people_here_do():
    assert sorted(["Zoe", "Ärmel", "Arno", "Straße"], key=name_key) == ["Ärmel", "Arno", "Straße", "Zoe"]


@pytest.mark.parametrize("password", ["passwort123", "aaaaaaaaaaaa", "alma@example.org", "1234567890"])
def test_what_everybody_would_try_first_is_refused(password):
    assert password_is_common(password, "alma@example.org", "Alma R.")


def test_an_ordinary_phrase_is_fine():
    assert not password_is_common("pferd lampe brunnen", "alma@example.org", "Alma R.")


def test_passwords_are_hashed_by_argon2id_as_owasp_asks():
    assert HASHER.type.name == "ID"
    assert (HASHER.memory_cost, HASHER.time_cost, HASHER.parallelism) == (19_456, 2, 1)
