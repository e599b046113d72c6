"""Whether a newer Seedbed is announced, asked only where the person agreed; nothing is replaced."""
