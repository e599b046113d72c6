"""Files and drives: written whole or not at all, removed, counted; what a drive refuses."""
