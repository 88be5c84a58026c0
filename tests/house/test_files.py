"""What must hold of the files themselves."""

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = {
    ".py",
    ".html",
    ".md",
    ".toml",
    ".js",
    ".css",
    ".json",
    ".txt",
    ".lock",
    ".po",
    ".yml",
    ".yaml",
    ".cfg",
    "",
}


def _files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_a_registry_or_a_path_of_one_machine():
    wrong = []
    for path in _files():
        if path.suffix not in TEXT or path == Path(__file__):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        if re.search(
            r"--(extra-)?index-url|registry=http|registry\.npmjs|files\.pythonhosted|pypi\.org", text
        ):
            wrong.append(f"{path.name}: names a registry")
        if str(ROOT.parent) + "/" in text and len(str(ROOT.parent)) > 4:
            wrong.append(f"{path.name}: holds a path of this machine")
    assert not wrong


def test_the_lock_of_the_assets_records_no_addresses_but_hashes():
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert not [name for name, entry in packages.items() if "resolved" in entry]
    assert all(entry.get("integrity", "").startswith("sha512-") for entry in packages.values())


def test_every_package_of_the_lock_file_is_hashed():
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pinned = [line for line in lines if re.match(r"[a-z0-9]", line)]
    assert pinned
    assert all("==" in line for line in pinned)
    assert len([line for line in lines if "--hash=sha256:" in line]) >= len(pinned)


def test_no_python_file_is_too_long_to_read_in_one_sitting():
    long = [
        f"{path.relative_to(ROOT)}: {len(path.read_text(encoding='utf-8').splitlines())}"
        for path in _files()
        if path.suffix == ".py" and len(path.read_text(encoding="utf-8").splitlines()) > 400
    ]
    assert not long


def test_the_settings_are_all_in_the_operators_guide():
    from dataclasses import fields

    from participation.settings import Settings

    guide = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    assert not [s.name for s in fields(Settings) if f"`{s.name.upper()}`" not in guide]


def test_every_template_is_used_and_every_import_in_it_too():
    sources = "\n".join(
        path.read_text(encoding="utf-8")
        for path in _files()
        if path.suffix in {".py", ".html"} and "tests" not in path.parts
    )
    templates = [
        path.relative_to(ROOT / "templates") for path in _files() if path.is_relative_to(ROOT / "templates")
    ]
    assert templates
    dynamic = {"errors"}
    unused = [str(t) for t in templates if t.parts[0] not in dynamic and f'"{t.as_posix()}"' not in sources]
    assert not unused
    wrong = []
    for template in templates:
        text = (ROOT / "templates" / template).read_text(encoding="utf-8")
        for names in re.findall(r'{% from "[^"]+" import ([^%]+?)(?: with context)? %}', text):
            imported = (part.split(" as ")[-1].strip() for part in names.split(","))
            wrong += [
                f"{template}: {name}"
                for name in imported
                if len(re.findall(rf"\b{re.escape(name)}\b", text)) < 2
            ]
    assert not wrong
