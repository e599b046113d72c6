"""The one door to other programs: how they are started, in which surroundings, and stopped."""
