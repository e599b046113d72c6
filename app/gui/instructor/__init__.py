"""The instructor's window: a workshop file is prepared here, its kit made, checked and shared.

It asks and shows; what a workshop is, and what a kit is made of, is the core's business.
"""
