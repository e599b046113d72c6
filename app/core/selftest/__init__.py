"""The program proves itself: that everything it consists of is there and works on this computer.

Whether an environment works is the proof's business, and whether a plan can be carried out the
checks'.
"""
