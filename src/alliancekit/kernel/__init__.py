"""The fast engine's extension module `compiled`, written in Cython; it imports nothing of alliancekit.

It is missing where there was no C compiler. Only the kernel engine imports it, and each rule that has a test in it.
"""
