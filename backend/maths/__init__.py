"""Pure computation: numpy in, numpy out. Imports nothing of this project."""
