"""The electoral roll of a poll: a list of addresses or member numbers, kept as keyed digests alone."""
