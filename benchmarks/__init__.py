"""Speed against named peers."""
