"""Kits: a folder with a workshop, its lock and every byte that it needs, for computers without a
network. Making one and checking one; opening it is done as for every other workshop.
"""
