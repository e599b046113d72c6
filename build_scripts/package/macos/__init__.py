"""macOS: the frozen folder as Seedbed.app in a disk image, signed and notarised, and its proof."""
