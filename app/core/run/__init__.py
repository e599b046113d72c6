"""A run of steps: its events, pace and limits, what it writes down, how it goes on after a stop.

What the steps do is in `app.steps`.
"""
