"""What follows an installation: menu entries, lessons, what to do next, another environment."""
