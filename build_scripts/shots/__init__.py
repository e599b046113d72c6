"""Pictures of the window in every important state, from recorded machines and a scripted run.

Nothing is probed, fetched or installed. The tests that walk through the window use the same states.
"""
