"""A whole experiment from one file: what it says, what it will take, and running it."""
