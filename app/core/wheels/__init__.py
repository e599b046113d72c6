"""Wheels: chooses packages of PyPI for any platform, as pip would there, and brings them along.

A lock with wheels leaves nothing to choose on a participant's computer, and a kit has their bytes.
"""
