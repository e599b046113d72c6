"""Tests of the command line, which mirror app/cli."""
