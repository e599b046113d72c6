"""What Seedbed knows by heart: installers, channels, libraries and presets.

Read from the files of `resources/catalog`. What a server or a person says does not belong here.
"""
