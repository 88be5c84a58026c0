"""What is run beside the server: the assets build, the demo city, rehearsals, imports."""
