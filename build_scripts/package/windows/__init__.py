"""The artefacts for Windows: a folder in a zip and a setup program for one person."""
