"""Sharing a kit in the room, in the window: the instructor's panel with its board."""
