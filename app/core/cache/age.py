"""How old something in the cache must be before it is cleaned up, unless another age is said.

Apart from the cache itself, so that asking for help does not load what fills it.
"""

USUAL_DAYS = 30
