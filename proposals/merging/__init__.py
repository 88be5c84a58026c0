"""Duplicates: a moderator lets one proposal go into its twin, with its supports, and may take that back for a while."""
