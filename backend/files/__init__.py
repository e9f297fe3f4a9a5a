"""Files that others made, opened with bounds, and files that others will open."""
