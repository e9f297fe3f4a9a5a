"""The studies that ship with the project."""
