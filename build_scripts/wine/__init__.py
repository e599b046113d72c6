"""A Windows to build and try things in where there is none: Wine, with a Python for Windows.

What is built or tried there is others' business; nothing of it is ever part of an artefact.
"""
