"""The practice kit's builder: real conda input made from PyPI alone, and the server for it.

Nothing here is part of the product; `app/` never imports it.
"""
