"""Participatory budgets: what things cost, who voted for them, what is built and why."""
