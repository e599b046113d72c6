"""The benchmark: how long Seedbed takes, measured against what people do by hand and other tools.

Runs on the practice kit behind a server that is as slow as a home connection. Nothing here is part
of Seedbed itself.
"""
