"""Printed codes: drawn at random, shown once to be printed, kept as salted hashes, each good for one ballot."""
