"""Sharing a kit in a room."""
