"""People and what they may do: accounts, roles, sessions, confirmation; `actor.py` says who acts."""
