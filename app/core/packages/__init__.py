"""The exact packages: solved, locked, measured, unpacked and handed over to conda.

Downloading is `network`'s business, linking is conda's.
"""
