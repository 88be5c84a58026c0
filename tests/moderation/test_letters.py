from pathlib import Path

from jinja2.ext import babel_extract

from tests.house.messages import ROOT, translated


def test_every_sentence_of_a_letter_is_translated():
    known = translated("en")
    for path in sorted(Path(ROOT / "templates" / "moderation" / "mail").glob("*.txt")):
        with path.open("rb") as file:
            for _, _, message, _ in babel_extract(file, ["_", "ngettext"], [], {}):
                msgid = message if isinstance(message, str) else message[0]
                assert msgid in known, f"{path.name}: {msgid!r}"
