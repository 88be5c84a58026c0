"""Participatory budgets: a pot of money, projects that offices have checked, a vote, the result and why, what was built."""
