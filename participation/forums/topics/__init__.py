"""Topics for a forum: handed in by citizens, checked, merged, ordered and answered by the city, put on the agenda."""
