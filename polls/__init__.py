"""Questions put to a vote and their ballots."""
