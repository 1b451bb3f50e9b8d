"""The extension module `compiled` of the kernel engine, written in Cython; it imports nothing from alliancekit.

It is missing if the package was built without a C compiler. The kernel engine and the kernel tests of rules import it.
"""
