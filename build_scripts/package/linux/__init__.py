"""Linux: the folder as one self-extracting file, as a .deb and as a .tar.xz, and their proof."""
