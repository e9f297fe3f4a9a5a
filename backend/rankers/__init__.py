"""Rankers: one score for each sample, higher is better, without the benchmark's own tests."""
