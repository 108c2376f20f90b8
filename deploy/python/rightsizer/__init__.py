"""The native program `rightsizer`; this package only carries it."""
