"""Facts written onto a page."""
