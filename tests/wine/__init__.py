"""Windows for real, under Wine: the kit's installer, and the whole road by a Python for Windows.

`dev.py test --wine` builds what these tests need and runs them; without it they are skipped.
"""
