from tests.house.messages import entries, missing, sentences, translated


def test_the_extraction_finds_sentences_of_templates_and_code():
    found = sentences()
    assert "Anmelden" in found
    assert any(isinstance(key, tuple) for key in found)


def test_every_sentence_is_translated_into_english():
    lacking = missing("en")
    assert not lacking, "\n".join(f"{places[0]}: {key!r}" for key, places in lacking.items())


def test_no_sentence_is_translated_twice():
    """All catalogues are one: the last would win, and "Karte" be a map where it is a card. `pgettext` tells them apart."""
    places: dict[str, list[str]] = {}
    for catalogue, key, _ in entries("en"):
        places.setdefault(key, []).append(catalogue)
    twice = {key: found for key, found in places.items() if len(found) > 1}
    assert not twice, "\n".join(f"{key!r}: {', '.join(found)}" for key, found in twice.items())


def test_translations_keep_the_places_for_values():
    for key, message in translated("en").items():
        ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
        texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
        wanted = {name for text in ids for name in _places(text)}
        given = {name for text in texts for name in _places(text)}
        assert given <= wanted, f"{key!r}: {given - wanted}"


def _places(text: str) -> set[str]:
    return {part.split(")s")[0] for part in text.split("%(")[1:]}
