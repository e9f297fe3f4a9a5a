"""Run untrusted programs against tests, contained, and say what came of it."""
