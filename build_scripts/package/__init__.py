"""Makes what people download: the frozen program, wrapped for each system, proven and measured.

What the program does is app/'s business; how it is tested from source is tests/'.
"""
