"""Whether an environment works: what is to be shown, the programs that show it, and the verdict.

Mending what does not work does not belong here.
"""
