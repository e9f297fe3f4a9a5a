"""The only door for pages: what is asked of a study, and typed answers to it."""
