"""The table in docs/speaker-list.md is what the simulation prints."""

from pathlib import Path

from bench.speakers import by_rules, first_come, simulate, table

PAGE = Path(__file__).resolve().parents[2] / "docs" / "speaker-list.md"


def test_the_page_shows_what_the_simulation_prints():
    assert table() in PAGE.read_text(encoding="utf-8")


def test_the_same_seed_plays_the_same_evenings():
    assert simulate(by_rules, 5, seed=7) == simulate(by_rules, 5, seed=7)
    assert simulate(first_come, 5, seed=7) != simulate(by_rules, 5, seed=7)
