"""Data files that lie elsewhere: one machine publishes there, and many hosts show what it did."""
