"""The machinery: plans, checks, downloads, processes, runs. No Qt, no print, no OS checks."""
