"""Several questions handed in together: step by step, with conditions, a saved draft, and one sealed row for all answers."""
