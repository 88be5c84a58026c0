"""The page of the members of the council: what happens, and what is owed, in their districts."""
