"""What runs inside a box: the standard library only, and nothing of the rest of the project."""
