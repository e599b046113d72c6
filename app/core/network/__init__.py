"""The one door to the network: every byte that comes from a server comes through here.

Which files are wanted, and from which servers, is decided elsewhere.
"""
