"""How conda is called, what its answers mean, and the mark of an environment that Seedbed made.

Which packages are wanted is not decided here.
"""
