"""Ballots on paper: who has handed one in, what two people read on each sheet, and the end of it."""
