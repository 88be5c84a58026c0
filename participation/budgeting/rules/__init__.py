"""How a budget is decided: plain greedy and equal shares. Pure functions, exact numbers."""
