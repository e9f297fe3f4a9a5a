"""The parts of the Reallocate page."""
