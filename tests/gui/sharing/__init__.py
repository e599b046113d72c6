"""Sharing a kit from the window."""
