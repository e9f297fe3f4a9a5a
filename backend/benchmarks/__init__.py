"""Benchmarks: their problems, the cut after a finished answer, and their tests. One file each."""
