"""What a person chooses: searched, one by one, and what it comes to in packages and bytes."""
