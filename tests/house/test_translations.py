from tests.house.messages import missing, sentences, translated


def test_the_extraction_finds_sentences_of_templates_and_code():
    found = sentences()
    assert "Anmelden" in found
    assert any(isinstance(key, tuple) for key in found)


def test_every_sentence_is_translated_into_english():
    lacking = missing("en")
    assert not lacking, "\n".join(f"{places[0]}: {key!r}" for key, places in lacking.items())


def test_translations_keep_the_places_for_values():
    for key, message in translated("en").items():
        ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
        texts = message.string if isinstance(message.string, tuple | list) else (message.string,)
        wanted = {name for text in ids for name in _places(text)}
        given = {name for text in texts for name in _places(text)}
        assert given <= wanted, f"{key!r}: {given - wanted}"


def _places(text: str) -> set[str]:
    return {part.split(")s")[0] for part in text.split("%(")[1:]}
