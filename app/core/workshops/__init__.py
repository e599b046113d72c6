"""Workshop files and what lies beside them: opened from wherever they are, read, changed, locked.

Whole kits are in `app.core.kits`.
"""
