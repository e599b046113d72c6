"""What `core.shell`, the one door to other programs, has to know: the surroundings they are started
in, the trees they become, and what asks them to end.
"""
