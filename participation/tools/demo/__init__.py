"""The demo city: its texts are in `content/`, the rest of this package plays its past in order.

Every act of the past goes through the action of its package, at the hour at which it happened; so the demo can
hold nothing that the product would refuse.
"""
