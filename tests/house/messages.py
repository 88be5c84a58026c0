"""Finds every sentence of the product, as gettext would. `python -m tests.house.messages` lists what is missing."""

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

ROOT = Path(__file__).resolve().parents[2]
KEYWORDS: dict[str, Any] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "pgettext": ((1, "c"), 2),
    "ngettext": (1, 2),
    "translate": (2,),
    "translate_plural": (2, 3),
    "phrase": None,
    "phrase_many": (1, 2),
}
CONTEXT = "\x04"
"""Between the context and the sentence, as gettext has it."""
PACKAGES = ("participation", "proposals", "polls", "moderation")


def sentences() -> dict[str | tuple[str, str], list[str]]:
    """msgid, or (singular, plural) → the places where it stands."""
    found: dict[str | tuple[str, str], list[str]] = {}
    for path, function, message in (*_python(), *_templates()):
        key = _key(function, message)
        if key:
            found.setdefault(key, []).append(path)
    return found


def _key(function: str, message: Any) -> str | tuple[str, str] | None:
    parts = [part for part in (message if isinstance(message, tuple) else (message,)) if part]
    if function == "pgettext":
        return CONTEXT.join(parts)
    if function in {"translate", "translate_plural"}:
        parts = parts[0 if len(parts) == KEYWORDS[function].__len__() else 1 :]
    if not parts:
        return None
    return (
        (parts[0], parts[1])
        if function in {"ngettext", "translate_plural", "phrase_many"} and len(parts) > 1
        else parts[0]
    )


def _python() -> Iterator[tuple[str, str, Any]]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            source = BytesIO(path.read_bytes())
            for _, function, message, _ in extract_python(source, list(KEYWORDS), [], {"encoding": "utf-8"}):
                yield str(path.relative_to(ROOT)), function, message


def _templates() -> Iterator[tuple[str, str, Any]]:
    options = {"trimmed": "false", "silent": "false", "trim_blocks": "true", "lstrip_blocks": "true"}
    for path in sorted((ROOT / "templates").rglob("*.html")):
        source = BytesIO(path.read_bytes())
        extracted = babel_extract(
            source, ["_", "gettext", "ngettext", "pgettext"], [], {**options, "extensions": "jinja2.ext.do"}
        )
        for _, function, message, _ in extracted:
            yield str(path.relative_to(ROOT)), function, message


def translated(language: str) -> dict[str, Any]:
    return {key: message for _, key, message in entries(language)}


def entries(language: str) -> Iterator[tuple[str, str, Any]]:
    """Catalogue, sentence and message of what is translated."""
    for path in sorted((ROOT / "locales" / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if not message.id:
                    continue
                key = message.id[0] if isinstance(message.id, tuple | list) else message.id
                texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
                if all(texts) and not message.fuzzy:
                    yield path.name, CONTEXT.join(filter(None, (message.context, key))), message


def missing(language: str = "en") -> dict[str | tuple[str, str], list[str]]:
    known = translated(language)
    lacking = {}
    for key, places in sentences().items():
        single = key[0] if isinstance(key, tuple) else key
        plural_lost = (
            isinstance(key, tuple) and single in known and not isinstance(known[single].id, tuple | list)
        )
        if single not in known or plural_lost:
            lacking[key] = places
    return lacking


if __name__ == "__main__":
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    for key, places in sorted(missing().items(), key=lambda item: item[1][0]):
        if any(wanted in place for place in places):
            print(places[0], repr(key))
