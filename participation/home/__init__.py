"""The front door: front page, search, results, pages of law and help, and what machines ask for."""
