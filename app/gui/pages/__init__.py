"""The nine pages of the wizard, one file each, in the order of the road."""
