"""Judges a plan against the machine before anything runs: findings, each beside its field."""
