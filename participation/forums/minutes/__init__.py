"""The minutes: a draft that writes itself from the log, worked over by the clerk, approved by two people, published."""
