"""One download for the room: a finished kit is served to everybody in the local network, they tell
how far they are, and the instructor sees it on a board. Read-only, and nothing but the kit.
"""
