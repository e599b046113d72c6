"""One module for each group of facts that the machine probe finds out. Nothing is judged here."""
