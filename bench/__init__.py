"""`make bench`: the product and the limit of its server, side by side in one run.

Both run in the same minutes on the same machine, in turns, so that whatever else the machine does hits both. The
trusted figure is the CPU time of the web process; docs/performance.md says how to read the table.
"""
