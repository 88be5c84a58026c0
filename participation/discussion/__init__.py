"""Comments on any kind of thing, in threads of two levels. A thread knows its subject only as `(kind, id)`."""
