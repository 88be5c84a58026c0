"""Rights by phase and state: `table` says who gets what answer, `stage` makes the things, `walk` asks for them all."""
