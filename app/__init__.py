"""Seedbed: from a bare computer to a proven Python environment for machine learning."""

__version__ = "0.1.0"
