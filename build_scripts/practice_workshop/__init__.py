"""The practice workshop: what an instructor has before making a kit, for three platforms at once.

Beside `practice` and not in it, because that package's sources decide when its kits are rebuilt.
"""
