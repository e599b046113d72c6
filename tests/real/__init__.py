"""Whole runs of the real program on the practice kit."""
