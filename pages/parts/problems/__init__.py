"""What only the Problems page draws."""
