"""The window: pages that ask, a worker that carries, and nothing that decides.

The only folder that imports Qt. What a run does belongs to the steps, what is right to the core.
"""
