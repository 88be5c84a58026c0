"""What `verify.py` is made of: a second way to count, written apart from the product's own.

`polls.verifier` puts these files together into one that needs nothing but Python. So nothing here may import
anything but the standard library and its neighbours, and no two files may use the same name.
"""
