"""The widgets, by subject."""
