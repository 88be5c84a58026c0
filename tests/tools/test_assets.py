"""The stylesheet is cut without hurting it, and a build is complete, small and the same each time."""

import json
import re
from pathlib import Path

import pytest

from participation.core.paths import FILES, STATIC
from participation.tools import assets
from participation.tools.stylesheet import class_names, compose, minify, parse, reduce_kern


def test_a_rule_that_nobody_uses_is_dropped() -> None:
    sheet = reduce_kern(".kern-a{top:0}.kern-b{top:1px}html{top:2px}", {"kern-a"}, "")
    assert sheet == ".kern-a{top:0}html{top:2px}"


def test_of_a_list_of_selectors_the_used_ones_stay() -> None:
    assert reduce_kern(".kern-a:hover,.kern-b .kern-a,p{top:0}", {"kern-a"}, "") == ".kern-a:hover,p{top:0}"


def test_a_class_put_together_in_a_template_keeps_all_that_begin_so() -> None:
    used = class_names(iter(['class="kern-btn--{{ kind }}"']))
    sheet = reduce_kern(".kern-btn--primary{top:0}.kern-badge--info{top:0}", used, "")
    assert sheet == ".kern-btn--primary{top:0}"


def test_a_choice_of_classes_keeps_the_rule() -> None:
    rule = ":is(body,.kern-light):not([class*=kern-level-]){top:0}"
    assert reduce_kern(rule, set(), "") == rule


def test_a_variable_stays_when_somebody_reads_it_even_through_another() -> None:
    kern = ":root{--kern-a:var(--kern-b);--kern-b:1px;--kern-c:2px;--kern-d:3px}p{top:var(--kern-d)}"
    assert reduce_kern(kern, set(), "x{left:var(--kern-a)}") == (
        ":root{--kern-a:var(--kern-b);--kern-b:1px;--kern-d:3px}p{top:var(--kern-d)}"
    )


def test_nothing_of_kern_wins_over_a_later_layer() -> None:
    assert reduce_kern("p{top:0 !important;left:0!important}", set(), "") == "p{top:0;left:0}"


def test_drawings_inside_addresses_stay_whole() -> None:
    rule = """.kern-a{mask:url("data:image/svg+xml,<svg xmlns='x'><path d='M0 0, 1 1;{}'/></svg>")}"""
    assert reduce_kern(rule, {"kern-a"}, "") == rule


def test_empty_media_queries_go_and_others_stay() -> None:
    kern = "@media (min-width: 1px){.kern-b{top:0}}@media print{p{top:0}}@keyframes x{to{top:0}}"
    assert reduce_kern(kern, set(), "") == "@media print{p{top:0}}@keyframes x{to{top:0}}"


def test_blanks_that_mean_something_stay() -> None:
    assert minify("a  b > c { inset: calc(1px + 2px) 0 ; content: ' ; ' }") == (
        "a b > c{inset:calc(1px + 2px) 0;content:' ; '}"
    )


def test_parts_come_in_their_layers(tmp_path: Path) -> None:
    (tmp_path / "app.css").write_text(
        '/* why */\n@layer kern, base;\n@import "kern" layer(kern);\n@import "b.css" layer(base);'
    )
    (tmp_path / "b.css").write_text("p { top: 0; }")
    assert compose(tmp_path, "html{left:0}", set()) == (
        "@layer kern, base;@layer kern{html{left:0}}@layer base{p{top:0}}"
    )


def test_every_part_is_imported_once() -> None:
    named = re.findall(r'@import "([\w-]+\.css)"', (STATIC / "css" / "app.css").read_text())
    parts = {path.name for path in (STATIC / "css").glob("*.css")} - {"app.css", "map.css"}  # built apart
    assert sorted(named) == sorted(parts)


def test_the_lock_file_names_no_registry() -> None:
    packages = json.loads((FILES / "package-lock.json").read_text())["packages"]
    assert not [name for name, entry in packages.items() if "resolved" in entry]
    assert all("integrity" in entry for name, entry in packages.items() if name)


@pytest.fixture(scope="module")
def manifest() -> dict[str, str]:
    try:
        assets.build()
    except assets.AssetsError as error:
        pytest.skip(str(error))
    names: dict[str, str] = json.loads((STATIC / "build" / "manifest.json").read_text())
    return names


def test_a_second_build_has_nothing_to_do(manifest: dict[str, str]) -> None:
    assert assets.build() is None


def test_every_file_has_its_twins(manifest: dict[str, str]) -> None:
    folder = STATIC / "build"
    for hashed in manifest.values():
        assert (folder / hashed).is_file()
        if not hashed.endswith(".woff2"):
            assert (folder / f"{hashed}.br").is_file()
            assert (folder / f"{hashed}.gz").is_file()


def test_a_first_page_stays_within_its_budget(manifest: dict[str, str]) -> None:
    folder = STATIC / "build"
    sizes = [
        (folder / manifest[n]).with_name(manifest[n] + ("" if n.endswith("2") else ".br"))
        for n in assets.FIRST_LOAD
    ]
    assert assets.HTML + sum(path.stat().st_size for path in sizes) <= assets.BUDGET


def test_the_style_names_the_hashed_fonts_and_asks_no_stranger(manifest: dict[str, str]) -> None:
    sheet = (STATIC / "build" / manifest["app.css"]).read_text()
    assert manifest["fira-sans-400.woff2"] in sheet
    addresses = re.findall(r'url\("?([^")]{0,40})', sheet)
    assert all(a.startswith("data:") or a in manifest.values() for a in addresses)


def test_the_style_is_whole(manifest: dict[str, str]) -> None:
    sheet = (STATIC / "build" / manifest["app.css"]).read_text()
    bare = re.sub(r'"[^"]*"', "", sheet)
    assert bare.count("{") == bare.count("}")
    assert len(parse(sheet)) > 10


def test_what_ships_says_under_which_licence(manifest: dict[str, str]) -> None:
    text = (STATIC / "build" / manifest["licences.txt"]).read_text()
    assert all(word in text for word in ("EUPL", "Zero-Clause BSD", "SIL OPEN FONT LICENSE"))


def test_no_template_breaks_the_policy() -> None:
    """Neither `style=` nor `on…=` attributes, nor scripts and style inside the page."""
    forbidden = re.compile(r"<[a-z][^>{]*\s(?:style|on[a-z]+)=|<style|<script(?![^>]*\ssrc=)", re.IGNORECASE)
    found = [
        f"{path.name}: {match[0][:60]}"
        for path in (FILES / "templates").rglob("*.html")
        if "mail" not in path.parts
        for match in forbidden.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []
