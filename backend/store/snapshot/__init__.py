"""Snapshots: what the dashboard reads."""
