"""One file per kind of ballot, all of one shape: parse, validate, count, explain.

Nothing here knows a database, a page or a language; `docs/counting.md` says how to add a kind.
"""
