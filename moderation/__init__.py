"""One queue for all that people write: reports, cases, decisions with reasons, appeals."""
