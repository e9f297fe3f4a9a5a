"""A whole experiment from one file: what it says, what it will cost, and its steps."""
